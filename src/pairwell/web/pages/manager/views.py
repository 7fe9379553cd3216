"""Views that a manager keeps of a table: of people, or of mentorships."""

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from pairwell.core.errors import Refused
from pairwell.programs.actions.table import remove_view, save_view
from pairwell.programs.models import Program, SavedView
from pairwell.programs.permissions import program_for_manager
from pairwell.web.pages.manager import board, people
from pairwell.web.requests import SignedInRequest

_PAGES = {SavedView.Table.PEOPLE: "manage_people", SavedView.Table.MENTORSHIPS: "manage_health"}


@require_POST
def keep(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Keep the filters and columns under a name."""
    program = program_for_manager(request.user, program_id)
    table = request.POST.get("table", SavedView.Table.PEOPLE)
    said = QueryDict(request.POST.get("query", "")[:2000])
    if table == SavedView.Table.MENTORSHIPS:
        query = board.query_of(board.asked_in(said))
    else:
        query = people.query_of(people.asked_in(said))
    try:
        view = save_view(
            by=request.user, program=program, name=request.POST.get("name", ""), query=query, table=table
        )
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Kept as “{view.name}”.")
    return _back(program, table, query)


@require_POST
def forget(request: SignedInRequest, program_id: int, view_id: int) -> HttpResponse:
    """Forget a view of mine."""
    program = program_for_manager(request.user, program_id)
    view = SavedView.objects.filter(pk=view_id, program=program, person=request.user).first()
    if view is None:
        raise Http404
    remove_view(by=request.user, view=view)
    return _back(program, view.table, "")


def _back(program: Program, table: str, query: str) -> HttpResponse:
    name = _PAGES.get(SavedView.Table(table) if table in SavedView.Table.values else SavedView.Table.PEOPLE)
    where = reverse(str(name), args=[program.pk])
    return redirect(f"{where}?{query}" if query else where)
