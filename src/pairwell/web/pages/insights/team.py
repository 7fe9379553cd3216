"""A people manager's own team: who takes part, and the hours; never content."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from pairwell.insights.team import has_reports, team_of
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """My direct reports in mentoring."""
    rows = team_of(request.user)
    context = {
        "area": "team",
        "rows": rows,
        "leads": has_reports(request.user),
        "people": len({row.person.pk for row in rows}),
        "hours": sum(row.hours for row in rows),
    }
    return render(request, "insights/team.html", context)
