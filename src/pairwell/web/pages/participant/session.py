"""One session: plan it, move it, call it off, say that it took place and how it was."""

import secrets
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.library.models import Activity
from pairwell.library.queries import activities, activity
from pairwell.mentorships import actions
from pairwell.mentorships.models import Mentorship, Reflection, Session, SessionNotes
from pairwell.mentorships.people_in import Circle, circle_of
from pairwell.mentorships.permissions import mentorship_for_member, session_for_member
from pairwell.mentorships.queries.beginning import settings_for
from pairwell.mentorships.queries.workspace import good_times, shared_reflections
from pairwell.mentorships.rules.series import MOST
from pairwell.mentorships.rules.video import link
from pairwell.mentorships.states import Every, SessionState
from pairwell.web.forms import StyledForm
from pairwell.web.pages.participant.mentorship_frame import attempt, frame
from pairwell.web.pages.participant.session_shown import agenda_of
from pairwell.web.requests import SignedInRequest

USEFUL = [
    (1, "Far below my expectations"),
    (2, "Below"),
    (3, "Met my expectations"),
    (4, "Above"),
    (5, "Far above"),
]


class WhenForm(StyledForm):
    """When and where; times are the reader's own."""

    starts_at = forms.DateTimeField(
        label="When (your time)",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    minutes = forms.IntegerField(min_value=5, max_value=480, label="Minutes")
    place = forms.CharField(
        max_length=300, required=False, label="Where", help_text="A room, or the link of a video call"
    )


class PlanForm(WhenForm):
    """A new session, or several."""

    repeat = forms.ChoiceField(
        required=False, choices=[("", "Once"), *Every.choices], label="How often",
        help_text="A series is one event in every calendar; you can move or cancel each session of it",
    )  # fmt: skip
    count = forms.IntegerField(
        required=False, min_value=2, max_value=MOST, initial=6, label="How many, if it repeats"
    )
    video = forms.BooleanField(required=False, label="Make a video link")

    title = forms.CharField(
        max_length=140,
        required=False,
        label="What about",
        help_text="Only members read it; calendars show just your names",
    )
    activity = forms.ChoiceField(
        required=False,
        label="Fill the agenda from an activity",
        help_text="You can change every line afterwards",
    )

    def __init__(self, *args: Any, has_video: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_video:
            del self.fields["video"]
        rows = activities().values_list("key", "title", "minutes")  # type: ignore[misc]
        self.fields["activity"].choices = [("", "An empty agenda")] + [
            (key, f"{title} ({minutes} minutes)") for key, title, minutes in rows
        ]
        self.order_fields(["starts_at", "minutes", "place", "title", "activity"])

    def clean(self) -> dict[str, Any]:
        """A series has a number."""
        data = super().clean() or {}
        if data.get("repeat") and not data.get("count") and "count" not in self.errors:
            self.add_error("count", "Say how many sessions.")
        return data


class ReflectionForm(StyledForm):
    """Ten seconds after a session."""

    useful = forms.TypedChoiceField(
        choices=USEFUL, coerce=int, widget=forms.RadioSelect, label="How useful was it to you?"
    )
    line = forms.CharField(max_length=300, required=False, label="In one line", help_text="If you like")
    next_step = forms.CharField(max_length=300, required=False, label="My next step")
    share = forms.BooleanField(
        required=False, label="Show this to the others, once everybody has answered", initial=False
    )


@require_http_methods(["GET", "POST"])
def plan(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """A new session, with times that suit everybody."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    context = frame(request, mentorship, "overview")
    template = settings_for(mentorship.program).video_template
    form = PlanForm(request.POST or None, initial=_first_values(request, context), has_video=bool(template))
    if request.method == "POST" and form.is_valid():
        try:
            session = _planned(request, mentorship, context["circle"], form.cleaned_data, template)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Planned. The invitation is on its way to everybody’s calendar.")
            return redirect("session", session.pk)
    minutes = mentorship.program.session_minutes
    context |= {"form": form, "times": good_times(context["circle"], minutes=minutes)}
    status = 422 if form.is_bound else 200
    return render(request, "participant/plan_session.html", context, status=status)


def _planned(
    request: SignedInRequest, mentorship: Mentorship, circle: Circle, given: dict[str, Any], template: str
) -> Session:
    """The session, or the first one of a series."""
    chosen = Activity.objects.filter(key=given["activity"]).first()
    when = {key: given[key] for key in ("starts_at", "minutes", "title", "place")}
    if given.get("video") and template and not when["place"]:
        mentor = (circle.mentors or circle.members)[0].person.email.partition("@")[0]
        when["place"] = link(template, word=secrets.token_urlsafe(18), mentor=mentor)
    if not given["repeat"]:
        return actions.plan_session(by=request.user, mentorship=mentorship, activity=chosen, **when)
    series = actions.plan_series(
        by=request.user, mentorship=mentorship, every=given["repeat"], count=given["count"],
        activities=[chosen] if chosen else (), **when,
    )  # fmt: skip
    return series.sessions.order_by("slot_at")[0]


def _first_values(request: SignedInRequest, context: dict[str, Any]) -> dict[str, Any]:
    """From the link that was followed, else the program's usual length and, first of all, an ice-breaker."""
    mentorship = context["mentorship"]
    chosen = activity(request.GET.get("activity", ""))
    if chosen is None and not mentorship.sessions.exists():
        chosen = activities().filter(purpose="connect").first()
    if chosen is None and request.GET.get("purpose") == "close":
        chosen = activities().filter(purpose="close").first()
    at = _moment(request.GET.get("at", ""))
    return {
        "starts_at": at,
        "minutes": mentorship.program.session_minutes,
        "activity": chosen.key if chosen else "",
        "count": 6,
        "video": True,
    }


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


@require_GET
def page(request: SignedInRequest, session_id: int) -> HttpResponse:
    """What about, when, where; afterwards, how it was."""
    session = session_for_member(request.user, session_id)
    return _shown(request, session)


def _shown(
    request: SignedInRequest, session: Session, *, status: int = 200, move_form: WhenForm | None = None,
    reflection_form: ReflectionForm | None = None,
) -> HttpResponse:  # fmt: skip
    circle = circle_of(session.mentorship)
    context = frame(request, session.mentorship, "overview", circle)
    own, others = shared_reflections(session, request.user)
    context |= agenda_of(session) | {
        "session": session,
        "begun": session.starts_at <= clock.now(),
        "is_planned": session.state == SessionState.PLANNED,
        "is_held": session.state == SessionState.HELD,
        "session_notes": SessionNotes.objects.filter(session=session).first(),
        "there": set(session.attendance.filter(was_there=True).values_list("person_id", flat=True)),
        "answers": session.answers.filter(about=session.starts_at).select_related("person"),
        "move_form": move_form or WhenForm(initial=_as_it_is(session)),
        "move_open": move_form is not None,
        "reflection": own,
        "reflections": others,
        "reflection_form": reflection_form or ReflectionForm(initial=_as_said(own)),
        "activities": activities() if session.state == SessionState.PLANNED else (),
    }
    return render(request, "participant/session.html", context, status=status)


def _as_said(own: Reflection | None) -> dict[str, Any]:
    if own is None:
        return {}
    return {"line": own.line, "next_step": own.next_step, "share": own.is_shared}


def _as_it_is(session: Session) -> dict[str, Any]:
    return {"starts_at": session.starts_at, "minutes": session.minutes, "place": session.place}


def _all_following(request: SignedInRequest, session: Session) -> bool:
    return session.series_id is not None and request.POST.get("scope") == "following"


@require_POST
def move(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Another time or place; every calendar follows."""
    session = session_for_member(request.user, session_id)
    form = WhenForm(request.POST)
    if form.is_valid():
        try:
            verb = actions.move_following if _all_following(request, session) else actions.move_session
            verb(by=request.user, session=session, **form.cleaned_data)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Moved. Everybody’s calendar follows by itself.")
            return redirect("session", session_id)
    return _shown(request, session, status=422, move_form=form)


@require_POST
def cancel(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Call it off."""
    session = session_for_member(request.user, session_id)
    done = "Canceled, and removed from everybody’s calendar."
    verb = actions.cancel_following if _all_following(request, session) else actions.cancel_session
    attempt(request, lambda: verb(by=request.user, session=session), done)
    return redirect("mentorship", session.mentorship_id)


@require_POST
def hold(request: SignedInRequest, session_id: int) -> HttpResponse:
    """It took place."""
    session = session_for_member(request.user, session_id)
    there = [int(value) for value in request.POST.getlist("there") if value.isdecimal() and len(value) < 19]
    done = "Good that you met. Ten seconds for how it was?"
    attempt(request, lambda: actions.hold_session(by=request.user, session=session, there=there), done)
    return redirect("session", session_id)


@require_POST
def missed(request: SignedInRequest, session_id: int) -> HttpResponse:
    """It did not take place."""
    session = session_for_member(request.user, session_id)
    done = "Noted. It happens; the next one can be planned right away."
    attempt(request, lambda: actions.miss_session(by=request.user, session=session), done)
    return redirect("mentorship", session.mentorship_id)


@require_POST
def reflect(request: SignedInRequest, session_id: int) -> HttpResponse:
    """How it was."""
    session = session_for_member(request.user, session_id)
    form = ReflectionForm(request.POST)
    if form.is_valid():
        try:
            actions.reflect(by=request.user, session=session, **form.cleaned_data)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Thank you. That was it.")
            return redirect("session", session_id)
    return _shown(request, session, status=422, reflection_form=form)
