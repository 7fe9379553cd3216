"""Reviews, files, a result, a certificate and a request for help, each with its canary."""

from datetime import date
from typing import Any

from django.core.files.base import ContentFile

from pairwell.mentorships.models import Certificate, Goal, GoalFile, GoalReview, HelpRequest
from pairwell.people.models import Endorsement
from tests.factories.people import make_skill

MEMBERS_READ, MANAGERS_READ = "canary-of-the-conversation", "canary-of-a-reason"


def add(world: Any, size: int) -> None:
    """Every list of one goal has `size` rows."""
    ben = world.people["ben"]
    goal = world.goal
    Goal.objects.filter(pk=goal.pk).update(result=MEMBERS_READ, is_project=True)
    file = GoalFile(goal=goal, name=MEMBERS_READ, size=26, added_by=ben)
    file.content.save("file", ContentFile(MEMBERS_READ.encode()))
    for _ in range(size):
        GoalReview.objects.create(goal=goal, author=ben, verdict="keep", line=MEMBERS_READ)
    rows = (
        GoalFile(goal=goal, name=MEMBERS_READ, size=26, content=file.content.name) for _ in range(size - 1)
    )
    GoalFile.objects.bulk_create(rows)
    world.things["file"] = file
    world.things["help"] = HelpRequest.objects.create(
        mentorship=world.mentorship, asked_by=ben, topic="fit", note=MANAGERS_READ
    )
    world.things["vouched"] = Endorsement.objects.create(
        person=ben, by=world.people["ada"], skill=make_skill("Art 0"), mentorship_id=world.mentorship.pk
    )
    Certificate.objects.create(
        mentorship=world.mentorship, person=ben, code="K7PM-2XQ4-9TRB", name=ben.full_name,
        program_name=world.program.name, role="mentee", starts_on=date(2026, 1, 5), ends_on=date(2026, 6, 5),
        sessions=8, minutes=480,
    )  # fmt: skip
