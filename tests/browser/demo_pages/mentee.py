"""A mentee: home, joining, and a mentorship."""

from collections.abc import Iterator

from pairwell.mentorships.models import Goal, Membership, Message, Note, Session
from pairwell.programs.models import Program
from tests.browser.demo_pages.asking import Row, person, row


def pages() -> Iterator[Row]:
    role = "Mentee"
    for name in ("home", "programs", "mentorships", "activities", "profile", "notices", "about", "proposals"):
        yield row(role, name, name)
    yield row(role, "password", "account_change_password")
    yield role, "not-found", "/nothing-here/"
    yield row(role, "activity", "activity", "life-journeys")
    enrolling = Program.objects.filter(state="enrolling", is_open=True).order_by("pk")[0]
    yield row(role, "program", "program", enrolling.pk)
    for step in (1, 2, 3):
        yield row(role, f"join-{step}", "join", enrolling.pk, step)
    mine = Membership.objects.filter(person=person(role), mentorship__state="active")[0].mentorship_id
    for name in ("mentorship", "plan_session", "goals", "conversation", "notes", "ending"):
        yield row(role, name, name, mine)
    sessions = Session.objects.filter(mentorship=mine)
    yield row(
        role, "session-planned", "session", sessions.filter(state="planned").order_by("starts_at")[0].pk
    )
    yield row(role, "session-held", "session", sessions.filter(state="held").order_by("-starts_at")[0].pk)
    yield row(role, "goal", "goal", Goal.objects.filter(mentorship=mine, state="open")[0].pk)
    yield row(role, "message", "message", Message.objects.filter(mentorship=mine, author=person(role))[0].pk)
    yield row(role, "note", "note", Note.objects.filter(mentorship=mine, author=person(role))[0].pk)
