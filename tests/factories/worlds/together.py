"""The agreement, skill levels and session notes of the world's mentorship, each with its canary."""

from typing import Any

from pairwell.core import clock
from pairwell.mentorships.models import Agreement, Session, SessionNotes, Signature, SkillLevel
from pairwell.mentorships.rules.agreement import KEYS
from tests.factories.people import make_skill

MEMBERS_READ = "canary-of-the-conversation"


def add(world: Any, size: int) -> None:
    """An agreement that ada has signed, notes in every session, and a level for each of `size` skills."""
    ada, ben = world.people["ada"], world.people["ben"]
    agreement = Agreement.objects.create(
        mentorship=world.mentorship, body=dict.fromkeys(KEYS, MEMBERS_READ), changed_by=ada,
        agreed_body=dict.fromkeys(KEYS, f"before {MEMBERS_READ}"), agreed_at=clock.now(),
    )  # fmt: skip
    Signature.objects.create(agreement=agreement, person=ada, version=1, agreed_at=clock.now())
    SessionNotes.objects.bulk_create(
        SessionNotes(session=session, text=MEMBERS_READ, version=1)
        for session in Session.objects.filter(mentorship=world.mentorship)
    )
    for number in range(size):
        skill = make_skill(f"Skill in question {number}")
        for person in (ada, ben):
            SkillLevel.objects.create(
                mentorship=world.mentorship,
                person=person,
                skill=skill,
                moment="begin",
                level=2,
                is_shared=True,
            )
    world.things["agreement"] = agreement
