"""Colleagues by name, for pickers."""

from django.http import JsonResponse
from django.views.decorators.http import require_GET

from pairwell.people.queries.finding import find_people, name_with_number
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest) -> JsonResponse:
    """At most twelve people with these words whose page the reader may see; no addresses."""
    found = find_people(request.user, request.GET.get("words", "")[:80])
    rows = [
        {
            "value": name_with_number(person),
            "text": person.full_name,
            "more": " · ".join(filter(None, (person.title, person.department))),
        }
        for person in found
    ]
    return JsonResponse({"people": rows})
