"""The workspace of a mentorship: what is next, what was, what we work on."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pairwell.core import clock
from pairwell.library.queries import activities_by_key
from pairwell.mentorships.actions import note_meeting
from pairwell.mentorships.models import Goal, Membership, Mentorship, Session
from pairwell.mentorships.permissions import mentorship_for_member, mentorships_of
from pairwell.mentorships.queries.beginning import AgreementNow, agreement_of
from pairwell.mentorships.queries.story import rhythm_of, story_of
from pairwell.mentorships.queries.workspace import (
    RUNNING,
    goals_in,
    good_times,
    latest_messages,
    notes_for,
    reflections_to_give,
)
from pairwell.mentorships.states import GoalState, Moment, SessionState
from pairwell.people.models import Person
from pairwell.web.pages.participant.mentorship_frame import attempt, frame
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """Everything about one mentorship at a glance."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    context = frame(request, mentorship, "overview")
    agreement = agreement_of(mentorship, context["circle"], request.user)
    goals = goals_in(mentorship)
    story = story_of(mentorship, agreement.row, goals, everything="all" in request.GET)
    context.update(
        _meetings(mentorship, context),
        agreement=agreement,
        story=story,
        held=story.held,
        rhythm=rhythm_of(mentorship, clock.today()),
        to_reflect=list(reflections_to_give(request.user, mentorship)[:3]),
        to_review=[g for g in goals if _is_due(g)][:3] if mentorship.state in RUNNING else [],
        goals=[g for g in goals if g.state == GoalState.OPEN],
        reached=[g for g in goals if g.state == GoalState.REACHED],
        talk=latest_messages(mentorship),
        notes=list(notes_for(request.user, mentorship)[:3]),
        own=context["circle"].of(request.user),
        siblings=_siblings(request.user, mentorship),
        near_end=_near_end(mentorship),
    )
    context["steps"] = _first_steps(request.user, mentorship, agreement, context)
    context["resources"] = _resources(mentorship, story.held)
    return render(request, "participant/mentorship.html", context)


def _is_due(goal: Goal) -> bool:
    return goal.state == GoalState.OPEN and goal.review_on is not None and goal.review_on <= clock.today()


def _near_end(mentorship: Mentorship) -> bool:
    """Whether the last five weeks have begun: time to plan a good end."""
    ends = mentorship.ends_on
    return mentorship.state == "active" and ends is not None and (ends - clock.today()).days <= 35


def _meetings(mentorship: Mentorship, context: dict[str, Any]) -> dict[str, Any]:
    now = clock.now()
    planned = list(mentorship.sessions.filter(state=SessionState.PLANNED).select_related("activity"))
    ahead = [s for s in planned if not _is_over(s)]
    minutes = mentorship.program.session_minutes
    return {
        "next_session": ahead[0] if ahead else None,
        "begins_soon": bool(ahead) and (ahead[0].starts_at - now).total_seconds() < 1800,
        "later": ahead[1:],
        "to_settle": [s for s in planned if s.starts_at <= now],
        "times": [] if ahead or context["is_over"] else good_times(context["circle"], minutes=minutes),
    }


def _is_over(session: Session) -> bool:
    return (clock.now() - session.starts_at).total_seconds() > session.minutes * 60


def _siblings(person: Person, mentorship: Mentorship) -> list[tuple[int, str]]:
    """This person's other running mentorships in the same program: (id, with whom)."""
    mine = mentorships_of(person).filter(program=mentorship.program_id, state__in=RUNNING)
    rows = Membership.objects.filter(mentorship__in=mine.exclude(pk=mentorship.pk).values("pk"))
    rows = rows.exclude(person=person).filter(left_at__isnull=True).select_related("mentorship", "person")
    names: dict[int, list[str]] = {}
    titles: dict[int, str] = {}
    for row in rows.order_by("mentorship_id", "id")[:60]:
        names.setdefault(row.mentorship_id, []).append(row.person.full_name)
        titles[row.mentorship_id] = row.mentorship.title
    return [(key, titles[key] or ", ".join(people[:2])) for key, people in names.items()][:8]


def _first_steps(
    person: Person, mentorship: Mentorship, agreement: AgreementNow, context: dict[str, Any]
) -> list[tuple[str, str, bool, str]]:
    """(what, where, done, what it says) of a good beginning; nothing once all is done or it is over."""
    if context["is_over"] or mentorship.state == "paused":
        return []
    said = mentorship.skill_levels.filter(person=person, moment=Moment.BEGIN).exists()
    waiting = agreement.version and not agreement.is_agreed
    words = "waits for the others" if waiting and agreement.mine else "waits for your yes" if waiting else ""
    met = bool(context["held"] or context["next_session"])
    steps = [
        (
            "Agree how you work together",
            reverse("agreement", args=[mentorship.pk]),
            agreement.is_agreed,
            words,
        ),
        ("Say where your skills stand", reverse("skill_levels", args=[mentorship.pk]), said, ""),
        ("Plan the first session", reverse("plan_session", args=[mentorship.pk]), met, ""),
        (
            "Set a goal",
            reverse("goals", args=[mentorship.pk]),
            bool(context["goals"] or context["reached"]),
            "",
        ),
    ]
    return [] if all(done for _, _, done, _ in steps) else steps


def _resources(mentorship: Mentorship, held: int) -> list[Any]:
    """Activities the program suggests that come next: those already used are left out."""
    used = set(mentorship.sessions.exclude(activity=None).values_list("activity__key", flat=True))
    keys = [key for key in mentorship.program.suggested_activities if key not in used]
    return activities_by_key(keys[:4])


@require_POST
def met(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """We met elsewhere: one click, today."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    done = "Noted: you met today. It counts, and you can say how it was."
    attempt(request, lambda: note_meeting(by=request.user, mentorship=mentorship), done)
    return redirect("mentorship", mentorship_id)
