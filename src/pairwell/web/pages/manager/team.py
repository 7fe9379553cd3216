"""A program's team: who runs it, who reads its results; find somebody and add them, or let them go."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.programs import actions
from pairwell.programs.permissions import managed_programs, program_for_manager
from pairwell.programs.queries.team import people_for_team, team_of
from pairwell.programs.states import ProgramRole
from pairwell.web.requests import SignedInRequest, typed_number

MOST_FOUND = 20


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The team, and people found by the words."""
    program = program_for_manager(request.user, program_id)
    words = request.GET.get("words", "").strip()[:200]
    found = list(people_for_team(program, words)[: MOST_FOUND + 1]) if words else []
    context = {
        "area": "manage",
        "tab": "team",
        "program": program,
        "team": team_of(program),
        "words": words,
        "found": found[:MOST_FOUND],
        "has_more": len(found) > MOST_FOUND,
    }
    return render(request, "manager/team.html", context)


def _asked(request: SignedInRequest) -> tuple[Person, ProgramRole]:
    """The person and the role that the form names. Raises Refused when there is no such thing."""
    pk, role = typed_number(request.POST.get("person")), request.POST.get("role", "")
    person = Person.objects.filter(pk=pk).first() if pk is not None else None
    if person is None or role not in ProgramRole.values:
        raise Refused.because("nobody", "Search for somebody, then choose what they should be.")
    return person, ProgramRole(role)


@require_POST
def add(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Make somebody manager or sponsor."""
    program = program_for_manager(request.user, program_id)
    person, role = _asked(request)
    try:
        added = actions.add_to_team(by=request.user, program=program, person=person, role=role)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        told = " They get a letter." if added and person.pk != request.user.pk else ""
        now = "now" if added else "already"
        messages.success(request, f"{person.full_name} is {role.label.lower()} {now}.{told}")
    return redirect("manage_team", program.pk)


@require_POST
def remove(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Take a role back; who leaves a program they ran themself comes back to their list."""
    program = program_for_manager(request.user, program_id)
    person, role = _asked(request)
    try:
        actions.remove_from_team(by=request.user, program=program, person=person, role=role)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("manage_team", program.pk)
    messages.success(
        request,
        f"{person.full_name} is no longer {role.label.lower()} of {program.name}. You can add them again.",
    )
    if managed_programs(request.user).filter(pk=program.pk).exists():
        return redirect("manage_team", program.pk)
    return redirect("home")
