"""Home: my next session, what waits for me, how my goals are going, what I look after, what I could join."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from pairwell.core import clock
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.queries.workspace import (
    RUNNING,
    Card,
    agreements_waiting,
    cards_of,
    goals_to_review,
    open_goals,
    reflections_to_give,
    sessions_to_settle,
    upcoming_sessions,
)
from pairwell.pairing.models import ProposalSide
from pairwell.pairing.states import ProposalState, SideAnswer
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.permissions import visible_programs
from pairwell.programs.queries.announcements import unread_announcements
from pairwell.programs.states import EnrollmentState, ProgramState
from pairwell.surveys.queries.audience import waiting_for
from pairwell.web.pages.participant.looked_after import looked_after
from pairwell.web.pages.participant.waiting_say import say_waiting
from pairwell.web.requests import SignedInRequest


@dataclass(frozen=True)
class Waiting:
    """Something that waits for me, with the one thing to do."""

    icon: str
    text: str
    action: str
    url: str
    is_urgent: bool = False


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """What should I do next?"""
    person: Person = request.user
    cards = cards_of(person)
    ahead = list(upcoming_sessions(person)[:4])
    context: dict[str, Any] = {
        "area": "home",
        "cards": [c for c in cards if c.mentorship.state in RUNNING],
        "had_before": any(c.mentorship.state not in RUNNING for c in cards),
        "waiting": _proposals(person)
        + [Waiting(*line) for line in say_waiting(person)]
        + _announcements(person)
        + _surveys(person)
        + _settle(person)
        + _agreements(person, cards)
        + _reviews(person)
        + _unread(cards)
        + _reflections(person)
        + _first(cards),
        "goals": list(open_goals(person).prefetch_related("milestones")[:5]),
        "places": _waiting_places(person),
        "offers": _offers(person),
        "later": ahead[1:],
        "care": looked_after(person),
        "hour": clock.now(),
    }
    if ahead:
        session = ahead[0]
        context |= {
            "session": session,
            "session_circle": circle_of(session.mentorship),
            "agenda": list(session.agenda.filter(owner=None)[:6]),
        }
    return render(request, "participant/home.html", context)


def _proposals(person: Person) -> list[Waiting]:
    sides = ProposalSide.objects.filter(
        enrollment__person=person, answer=SideAnswer.WAITING, proposal__state=ProposalState.SENT
    ).select_related("proposal__program")
    return [
        Waiting(
            "heart-handshake",
            f"{side.proposal.program.name} has found somebody for you to meet.",
            "Look and answer",
            reverse("proposal", args=[side.proposal_id]),
            is_urgent=True,
        )
        for side in sides[:5]
    ]


def _announcements(person: Person) -> list[Waiting]:
    return [
        Waiting(
            "speakerphone",
            f"{one.program.name}: {one.subject}",
            "Read it",
            reverse("announcement", args=[one.pk]),
        )
        for one in unread_announcements(person)
    ]


def _surveys(person: Person) -> list[Waiting]:
    return [
        Waiting(
            "checklist",
            f"{request.survey.program.name} asks how it is for you. It takes two minutes.",
            "Answer",
            reverse("answer_survey", args=[request.token]),
        )
        for request in waiting_for(person)[:2]
    ]


def _settle(person: Person) -> list[Waiting]:
    return [
        Waiting(
            "calendar-event",
            f"Did “{session.title}” take place?",
            "Say yes or no",
            reverse("session", args=[session.pk]),
        )
        for session in sessions_to_settle(person)[:3]
    ]


def _agreements(person: Person, cards: list[Card]) -> list[Waiting]:
    names = {card.mentorship.pk: card.title for card in cards}
    return [
        Waiting(
            "heart-handshake",
            f"Your agreement with {names.get(row.mentorship_id, 'the others')} waits for your yes.",
            "Read and answer",
            reverse("agreement", args=[row.mentorship_id]),
        )
        for row in agreements_waiting(person)[:3]
    ]


def _reviews(person: Person) -> list[Waiting]:
    return [
        Waiting(
            "target",
            f"Time to look at “{goal.title}” together.",
            "Look at it",
            reverse("goal_page", args=[goal.pk]),
        )
        for goal in goals_to_review(person)[:2]
    ]


def _unread(cards: list[Card]) -> list[Waiting]:
    return [
        Waiting(
            "message-circle",
            f"{card.unread} new message{'' if card.unread == 1 else 's'} from {card.title}.",
            "Read and answer",
            reverse("conversation", args=[card.mentorship.pk]),
        )
        for card in cards
        if card.unread
    ]


def _reflections(person: Person) -> list[Waiting]:
    return [
        Waiting(
            "mood-smile",
            f"How was “{session.title}”? It takes ten seconds.",
            "Reflect",
            reverse("session", args=[session.pk]) + "#reflection",
        )
        for session in reflections_to_give(person)[:3]
    ]


def _first(cards: list[Card]) -> list[Waiting]:
    return [
        Waiting(
            "calendar-plus",
            f"You and {card.title} have not planned a session yet.",
            "Plan one" if card.held else "Plan your first session",
            reverse("plan_session", args=[card.mentorship.pk]),
        )
        for card in cards
        if card.mentorship.state in ("active", "upcoming") and card.next_session is None
    ]


def _waiting_places(person: Person) -> list[Enrollment]:
    """Programs I have joined where my match is still being looked for."""
    mine = Enrollment.objects.filter(person=person, mentees_held=0, mentors_held=0).select_related("program")
    states = (EnrollmentState.APPLIED, EnrollmentState.APPROVED, EnrollmentState.WAITLISTED)
    running = (ProgramState.ENROLLING, ProgramState.MATCHING, ProgramState.ACTIVE)
    return list(mine.filter(state__in=states, program__state__in=running)[:5])


def _offers(person: Person) -> list[Program]:
    mine = Enrollment.objects.filter(person=person).values("program_id")
    return list(visible_programs(person).filter(state=ProgramState.ENROLLING).exclude(pk__in=mine)[:4])
