"""Resources that the organization and my programs hand out: links, texts and files."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.library.models import Resource, ResourceFile
from pairwell.library.queries.resources import resources
from pairwell.library.states import Audience, ResourceKind
from pairwell.people.permissions import is_administrator
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.permissions import managed_programs, manages_any_program
from pairwell.programs.states import EnrollmentState
from pairwell.web.requests import SignedInRequest


def readable(request: SignedInRequest, words: str = "") -> list[Resource]:
    """What this reader may open: their sides of their programs, and what is for everybody."""
    mine = list(Enrollment.objects.filter(person=request.user, state=EnrollmentState.APPROVED))
    audiences = set()
    if any(row.as_mentor for row in mine):
        audiences.add(Audience.MENTORS)
    if any(row.as_mentee for row in mine):
        audiences.add(Audience.MENTEES)
    programs = {row.program_id for row in mine}
    if manages_any_program(request.user):
        audiences |= set(Audience)
        programs |= set(managed_programs(request.user).values_list("pk", flat=True))
    return list(resources(audiences=audiences, programs=programs, words=words))


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """Everything the reader may open, by program."""
    words = request.GET.get("words", "").strip()
    rows = readable(request, words)
    names = dict(Program.objects.filter(pk__in={r.program_id for r in rows}).values_list("pk", "name"))
    context = {
        "area": "activities",
        "rows": [(row, names.get(row.program_id or 0, "")) for row in rows],
        "words": words,
        "may_add": manages_any_program(request.user),
        "me": request.user,
        "is_admin": is_administrator(request.user),
    }
    return render(request, "participant/resources.html", context)


def _one(request: SignedInRequest, resource_id: int) -> Resource:
    found = next((row for row in readable(request) if row.pk == resource_id), None)
    if found is None:
        raise Http404
    return found


@require_GET
def one(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """A text to read, or where a link or file leads."""
    context = {"area": "activities", "resource": _one(request, resource_id)}
    return render(request, "participant/resource.html", context)


@require_GET
def file(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """The file, always as a download: a browser runs nothing of it."""
    found = _one(request, resource_id)
    kept = ResourceFile.objects.filter(resource=found).first() if found.kind == ResourceKind.FILE else None
    if kept is None:
        raise Http404
    response = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = (
        f'attachment; filename="{kept.name.encode("ascii", "replace").decode()}"'
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
