"""Working together: the agreement, the skills in question, a session while it goes on."""

from collections.abc import Iterator

from pairwell.mentorships.models import Certificate, Goal, Membership, Mentorship, Session
from tests.browser.demo_pages.asking import Row, person, row


def pages() -> Iterator[Row]:
    role = "Mentee"
    mine = Membership.objects.filter(person=person(role), mentorship__state="active")[0].mentorship_id
    for name in ("agreement", "skill_levels", "closing"):
        yield row(role, name, name, mine)
    planned = Session.objects.filter(mentorship=mine, state="planned").order_by("starts_at")[0]
    yield row(role, "project", "goal_page", Goal.objects.filter(mentorship=mine, is_project=True)[0].pk)
    yield row(role, "my-calendar", "my_calendar")
    yield row("Program manager", "together", "manage_together", mine_program(mine))
    yield row(role, "check-certificate", "check_certificate", Certificate.objects.order_by("pk")[0].code)
    yield row(role, "live", "live_session", planned.pk)


def mine_program(mentorship_id: int) -> int:
    """The program of a mentorship."""
    return int(Mentorship.objects.values_list("program_id", flat=True).get(pk=mentorship_id))
