"""One goal or project: its steps in sessions, looking at it again, its files and its result."""

from typing import Any, BinaryIO, cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import AgendaItem, Goal
from pairwell.mentorships.permissions import (
    agenda_item_for_member,
    goal_file_for_member,
    goal_for_member,
    milestone_for_member,
    session_for_member,
)
from pairwell.mentorships.rules.goals import hints
from pairwell.mentorships.states import SessionState, Verdict
from pairwell.web.downloads import member_file
from pairwell.web.forms import StyledForm
from pairwell.web.pages.participant.mentorship_frame import attempt, frame
from pairwell.web.requests import SignedInRequest, typed_number


class ResultForm(StyledForm):
    """What there is to show."""

    result = forms.CharField(
        required=False,
        max_length=8000,
        label="What came of it",
        help_text="A few sentences you could show to your team. **Markdown** works.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    result_link = forms.URLField(required=False, max_length=500, label="Link to it", assume_scheme="https")


@require_GET
def page(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """Everything about one goal."""
    goal = goal_for_member(request.user, goal_id)
    return _shown(request, goal)


def _shown(request: SignedInRequest, goal: Goal, form: ResultForm | None = None) -> HttpResponse:
    steps = list(goal.milestones.select_related("session"))
    planned = goal.mentorship.sessions.filter(state=SessionState.PLANNED).order_by("starts_at")[:12]
    promised = AgendaItem.objects.filter(
        session__mentorship=goal.mentorship, owner__isnull=False, step=None, done_at=None
    ).select_related("session", "owner")
    start = {"result": goal.result, "result_link": goal.result_link}
    context = frame(request, goal.mentorship, "goals") | {
        "goal": goal,
        "steps": steps,
        "planned": list(planned),
        "promised": list(promised.order_by("-session__starts_at")[:6]),
        "reviews": list(goal.reviews.select_related("author")[:10]),
        "files": list(goal.files.select_related("added_by")),
        "verdicts": [(v.value, v.label) for v in Verdict],
        "is_due_for_review": bool(goal.review_on and goal.review_on <= clock.today()),
        "form": form or ResultForm(initial=start),
        "hints": _hints(goal, len(steps)),
    }
    return render(request, "participant/goal_page.html", context, status=422 if form else 200)


def _hints(goal: Goal, steps: int) -> list[Any]:
    if goal.state != "open":
        return []
    return hints(title=goal.title, measure=goal.measure, due_on=goal.due_on, steps=steps, today=clock.today())


def _back(request: SignedInRequest, goal: Goal) -> HttpResponse:
    if request.POST.get("back") == "closing":
        return redirect("closing", goal.mentorship_id)
    return redirect("goal_page", goal.pk)


@require_POST
def review(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """Keep, change, reached or let go."""
    goal = goal_for_member(request.user, goal_id)
    verdict, line = request.POST.get("verdict", ""), request.POST.get("line", "")
    done = {
        "reached": "Reached! Take a moment to enjoy it together.",
        "let_go": "Let go. Making room is progress too.",
        "change": "Noted. Change its words below until it fits.",
    }.get(verdict, "Noted. You will be asked again in a while.")
    step = lambda: actions.review_goal(by=request.user, goal=goal, verdict=verdict, line=line)  # noqa: E731
    taken = attempt(request, step, done)
    if taken and verdict == "change":
        return redirect("goal", goal.pk)
    return _back(request, goal)


@require_POST
def result(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """What there is to show."""
    goal = goal_for_member(request.user, goal_id)
    form = ResultForm(request.POST)
    if not form.is_valid():
        return _shown(request, goal, form)
    text, link = form.cleaned_data["result"], form.cleaned_data["result_link"]
    step = lambda: actions.show_result(by=request.user, goal=goal, result=text, link=link)  # noqa: E731
    attempt(request, step, "Saved, for all of you to show.")
    return redirect("goal_page", goal.pk)


@require_POST
def attach(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """A file for all of us."""
    goal = goal_for_member(request.user, goal_id)
    given = request.FILES.get("file")
    if given is None or given.file is None:
        messages.error(request, "Choose a file first.")
        return redirect("goal_page", goal.pk)
    step = lambda: actions.attach_file(  # noqa: E731 - one step, named for the reader
        by=request.user,
        goal=goal,
        name=given.name or "file",
        size=given.size or 0,
        content=cast(BinaryIO, given.file),
    )
    attempt(request, step, "It is there for all of you.")
    return redirect("goal_page", goal.pk)


@require_GET
def download(request: SignedInRequest, file_id: int) -> FileResponse:
    """A file, always as a download: nothing that somebody uploads is ever shown as a page of ours."""
    file = goal_file_for_member(request.user, file_id)
    return member_file(file.content, name=file.name, size=file.size)


@require_POST
def remove_file(request: SignedInRequest, file_id: int) -> HttpResponse:
    """Gone for everybody."""
    file = goal_file_for_member(request.user, file_id)
    attempt(request, lambda: actions.remove_file(by=request.user, file=file), "The file is gone.")
    return redirect("goal_page", file.goal_id)


@require_POST
def promise_to_step(request: SignedInRequest, item_id: int) -> HttpResponse:
    """A promise becomes a step of a goal."""
    item = agenda_item_for_member(request.user, item_id)
    chosen = typed_number(request.POST.get("goal"))
    if chosen is None:
        messages.error(request, "Choose the goal it belongs to.")
        return redirect("session", item.session_id)
    goal = goal_for_member(request.user, chosen)
    done = f"It is a step of “{goal.title}” now."
    attempt(request, lambda: actions.make_step(by=request.user, item=item, goal=goal), done)
    if request.POST.get("back") == "goal":
        return redirect("goal_page", goal.pk)
    return redirect(reverse("session", args=[item.session_id]) + "#promises-title")


@require_POST
def plan_step(request: SignedInRequest, milestone_id: int) -> HttpResponse:
    """In which session we work on it."""
    step = milestone_for_member(request.user, milestone_id)
    chosen = typed_number(request.POST.get("session"))
    try:
        session = session_for_member(request.user, chosen) if chosen is not None else None
        actions.plan_step(by=request.user, step=step, session=session)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("goal_page", step.goal_id)
