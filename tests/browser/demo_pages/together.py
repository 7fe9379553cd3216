"""Working together: the agreement, the skills in question, a session while it goes on."""

from collections.abc import Iterator

from pairwell.mentorships.models import Membership, Session
from tests.browser.demo_pages.asking import Row, person, row


def pages() -> Iterator[Row]:
    role = "Mentee"
    mine = Membership.objects.filter(person=person(role), mentorship__state="active")[0].mentorship_id
    for name in ("agreement", "skill_levels"):
        yield row(role, name, name, mine)
    planned = Session.objects.filter(mentorship=mine, state="planned").order_by("starts_at")[0]
    yield row(role, "live", "live_session", planned.pk)
