"""Inviting people: find them in the directory, or paste their addresses."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.people.queries import departments, offices
from pairwell.programs import actions
from pairwell.programs.models import Program
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.queries.invite import people_of_pasted, people_to_ask
from pairwell.programs.queries.setup import pool_of
from pairwell.programs.states import ProgramState
from pairwell.web.requests import SignedInRequest, typed_number

PER_PAGE = 50
MOST_AT_ONCE = 2000


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Whom to invite; a POST invites those ticked, all that match, or those whose addresses are pasted."""
    program = program_for_manager(request.user, program_id)
    source = request.POST if request.method == "POST" else request.GET
    asked = {key: source.get(key, "").strip()[:200] for key in ("words", "department", "office")}
    unknown: tuple[str, ...] = ()
    if request.method == "POST":
        people, unknown = _chosen(request, program, asked)
        if _invited(request, program, people) and not unknown:
            return redirect(f"{request.path}?{_query(asked)}")
    found = people_to_ask(program, **asked)
    query = _query(asked)
    context = {
        "area": "manage",
        "tab": "people",
        "program": program,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "base": f"{query}&" if query else "",
        "asked": asked,
        "departments": departments(),
        "offices": offices(),
        "unknown": unknown,
        "pasted": request.POST.get("pasted", "") if unknown else "",
        "pool": pool_of(program),
        "is_draft": program.state == ProgramState.DRAFT,
        "is_possible": program.state in (ProgramState.DRAFT, ProgramState.ENROLLING),
    }
    return render(request, "manager/invite.html", context, status=422 if unknown else 200)


def _query(asked: dict[str, str]) -> str:
    return urlencode({key: value for key, value in asked.items() if value})


def _chosen(
    request: SignedInRequest, program: Program, asked: dict[str, str]
) -> tuple[list[Person], tuple[str, ...]]:
    """Whom the manager means, and addresses that nobody has."""
    how = request.POST.get("how", "")
    if how == "pasted":
        pasted = people_of_pasted(request.POST.get("pasted", "")[:200_000])
        return list(pasted.people), pasted.unknown
    if how == "all":
        return list(people_to_ask(program, **asked)[:MOST_AT_ONCE]), ()
    ids = [pk for pk in map(typed_number, request.POST.getlist("person")) if pk is not None]
    return list(Person.objects.filter(pk__in=ids[:MOST_AT_ONCE], is_active=True)), ()


def _invited(request: SignedInRequest, program: Program, people: list[Person]) -> bool:
    if not people:
        messages.warning(request, "Nobody was invited: tick somebody, or paste addresses.")
        return False
    side = request.POST.get("side", "")
    try:
        done = actions.invite(
            by=request.user, program=program, people=people, side=side if side in ("mentor", "mentee") else ""
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    later = " Their letters leave when you open enrollment." if program.state == ProgramState.DRAFT else ""
    already = f" {done.already} were invited or in already." if done.already else ""
    messages.success(
        request, f"{done.new} people invited, {done.letters} letters on their way.{later}{already}"
    )
    return True
