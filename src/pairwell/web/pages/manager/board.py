"""The board of a program's mentorships: how each is doing, what waits, and a kind letter to many at once."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from pairwell.core.errors import Refused
from pairwell.insights.queries import endings
from pairwell.insights.tracking import SORTS, STATES, WAITING, Asked, Row, chosen, counts, rows_of
from pairwell.mentorships.actions import answer_help, nudge, nudge_many
from pairwell.mentorships.models import HelpRequest, Membership
from pairwell.mentorships.permissions import (
    help_for_manager,
    mentorship_for_manager,
    reads_reasons,
    reports_for_reader,
)
from pairwell.mentorships.queries.health import weights_of
from pairwell.mentorships.queries.nudging import NudgePlan, example, plan_nudges
from pairwell.mentorships.rules.health import WEIGHTS
from pairwell.mentorships.rules.nudging import KIND_LETTERS
from pairwell.mentorships.states import MentorshipState, NextWish
from pairwell.programs.models import Program, SavedView
from pairwell.programs.permissions import program_for_manager
from pairwell.web.csv_files import csv_response
from pairwell.web.pages.manager.together import tried
from pairwell.web.requests import SignedInRequest, typed_number

PER_PAGE = 50
MOST_AT_ONCE = 2000
FILTERS = ("words", "state", "waiting", "sort")


def asked_in(source: QueryDict) -> Asked:
    """What the query string asks for."""
    return Asked(**{name: source.get(name, "").replace("\x00", "").strip()[:200] for name in FILTERS})


def query_of(asked: Asked) -> str:
    """The query string of what is asked."""
    return urlencode([(name, getattr(asked, name)) for name in FILTERS if getattr(asked, name)])


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Fifty mentorships to a page, those that need help first."""
    program = program_for_manager(request.user, program_id)
    asked = asked_in(request.GET)
    rows = rows_of(program)
    numbers = counts(rows)
    query = query_of(asked)
    context = {
        "area": "manage",
        "program": program,
        "tab": "health",
        "page": Paginator(chosen(rows, asked), PER_PAGE).get_page(request.GET.get("page")),
        "asked": asked,
        "query": query,
        "base": f"{query}&" if query else "",
        "states": [(key, label, numbers[key]) for key, label in STATES.items() if key in numbers],
        "waiting": [(key, label) for key, (label, _) in WAITING.items()],
        "sorts": [(key, label) for key, (label, _) in SORTS.items()],
        "every": sum(not row.is_over for row in rows),
        "views": SavedView.objects.filter(
            program=program, person=request.user, table=SavedView.Table.MENTORSHIPS
        ),
        "reports": reports_for_reader(request.user, program).filter(closed_at=None).count(),
        "help": list(
            HelpRequest.objects.filter(mentorship__program=program, answered_at=None).select_related(
                "asked_by"
            )[:50]
        ),
        "trial": tried(tuple(sorted({**WEIGHTS, **weights_of([program.pk])[program.pk]}.items()))),
        "reads_reasons": reads_reasons(request.user, program),
        **_of_state(program, asked.state),
    }
    return render(request, "manager/board.html", context)


def _of_state(program: Program, state: str) -> dict[str, Any]:
    """What is told only where it belongs: reasons beside early ends, wishes beside good ones."""
    if state == MentorshipState.ENDED_EARLY:
        return {"endings": endings(program)}
    if state == MentorshipState.COMPLETED:
        wish = Membership.objects.filter(mentorship__program=program, next_wish=NextWish.MENTOR)
        return {"wishes": list(wish.select_related("person").order_by("person__full_name")[:30])}
    return {}


HEAD = (
    "Mentorship", "State", "Why", "Began", "Sessions held", "Last session", "Next session", "Rhythm held",
    "Rhythm asked", "Goals reached", "Goals", "Unread messages", "Kind letter",
)  # fmt: skip


@require_GET
def table(request: SignedInRequest, program_id: int) -> HttpResponseBase:
    """The board as filtered, as a file."""
    program = program_for_manager(request.user, program_id)
    rows = chosen(rows_of(program), asked_in(request.GET))
    return csv_response(f"mentorships-of-program-{program.pk}.csv", HEAD, (_line(row) for row in rows))


def _line(row: Row) -> list[object]:
    facts, kept = row.found.facts, row.rhythm

    def day(moment: Any) -> str:
        return f"{moment:%Y-%m-%d}" if moment else ""

    return [
        row.title, row.label, " ".join(signal.reason for signal in row.found.health.signals),
        day(row.found.mentorship.starts_on), facts.held, day(facts.last_held_at), day(facts.next_at),
        kept.held if kept else "", kept.asked if kept else "", facts.goals_reached, facts.goals_ever,
        row.unread.count if row.unread else 0, day(row.nudged_at),
    ]  # fmt: skip


def _back(program: Program, query: str) -> HttpResponse:
    where = reverse("manage_health", args=[program.pk])
    return redirect(f"{where}?{query}" if query else where)


@require_POST
def nudge_those(request: SignedInRequest, program_id: int) -> HttpResponse:
    """A kind letter to those ticked, or to all found: first as they would read it, then, confirmed, sent."""
    program = program_for_manager(request.user, program_id)
    query = request.POST.get("query", "")[:1000]
    ids, more = _meant(request, program, query)
    template = request.POST.get("template", "how")
    if not ids or template not in KIND_LETTERS:
        messages.warning(request, "Tick at least one mentorship first.")
        return _back(program, query)
    if not request.POST.get("confirmed"):
        return _preview(request, program, ids, template=template, query=query, more=more)
    plan = nudge_many(by=request.user, program=program, mentorships=ids, template=template)
    _say(request, plan)
    return _back(program, query)


def _say(request: SignedInRequest, plan: NudgePlan) -> None:
    number = len(plan.letters)
    left_out = "; ".join(f"{len(names)} {why}" for why, names in plan.by_reason.items())
    left_out = f" Left out: {left_out}." if left_out else ""
    if number:
        word = "kind letter is" if number == 1 else "kind letters are"
        messages.success(request, f"{number} {word} on the way.{left_out}")
    else:
        messages.info(request, f"None was sent.{left_out}")


def _preview(
    request: SignedInRequest, program: Program, ids: Sequence[int], *, template: str, query: str, more: int
) -> HttpResponse:
    plan = plan_nudges(program, ids)
    context = {
        "area": "manage",
        "tab": "health",
        "program": program,
        "plan": plan,
        "number": len(plan.letters),
        "more": more,
        "most": MOST_AT_ONCE,
        "template": template,
        "choices": [(key, *example(key, plan, program)[:2], one.label) for key, one in KIND_LETTERS.items()],
        "ids": ",".join(str(pk) for pk in ids),
        "query": query,
    }
    return render(request, "manager/board_nudge.html", context)


def _meant(request: SignedInRequest, program: Program, query: str) -> tuple[list[int], int]:
    """The mentorships that are meant, and how many more than can be written to at once."""
    if request.POST.get("all"):
        found = [row.found.mentorship.pk for row in chosen(rows_of(program), asked_in(QueryDict(query)))]
    else:
        said = [*request.POST.getlist("mentorship"), *request.POST.get("ids", "").split(",")]
        found = [pk for pk in map(typed_number, said) if pk is not None]
    return found[:MOST_AT_ONCE], max(0, len(found) - MOST_AT_ONCE)


@require_POST
def send_nudge(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """A kind letter to the members of one; a second one in the same week is not sent."""
    mentorship = mentorship_for_manager(request.user, mentorship_id)
    try:
        written = nudge(by=request.user, mentorship=mentorship)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if written:
            messages.success(request, f"{written} kind letters are on their way.")
        else:
            messages.info(
                request, "They have had a reminder this week, or turned reminders off. None was sent."
            )
    return redirect(reverse("manage_mentorship", args=[mentorship.pk]))


@require_POST
def help_answered(request: SignedInRequest, help_id: int) -> HttpResponse:
    """The manager has been in touch."""
    asked = help_for_manager(request.user, help_id)
    answer_help(by=request.user, request=asked)
    messages.success(request, f"Thank you for looking after {asked.asked_by.full_name}.")
    return redirect("manage_health", asked.mentorship.program_id)
