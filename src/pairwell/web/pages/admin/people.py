"""The directory: find people, see who reports to whom, start an import."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from pairwell.people.permissions import administrator_or_404
from pairwell.people.queries import departments, directory_figures, offices, people
from pairwell.web.requests import SignedInRequest

PER_PAGE = 50


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """A page of the directory, by words, department, office and state."""
    administrator_or_404(request.user)
    asked = {key: request.GET.get(key, "").strip() for key in ("words", "department", "office", "state")}
    found = people(words=asked["words"], active_only=asked["state"] != "all").select_related("manager")
    if asked["department"]:
        found = found.filter(department=asked["department"])
    if asked["office"]:
        found = found.filter(office=asked["office"])
    query = urlencode({key: value for key, value in asked.items() if value})
    context = {
        "area": "admin",
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "base": f"{query}&" if query else "",
        "asked": asked,
        "departments": departments(),
        "offices": offices(),
        "figures": directory_figures(),
    }
    return render(request, "admin/people.html", context)
