"""What is behind the bell."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.messaging.actions import mark_notices_read
from pairwell.messaging.queries import notices_of
from pairwell.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    """My newest notices; a POST marks all of them as read."""
    if request.method == "POST":
        mark_notices_read(by=request.user)
        return redirect("notices")
    return render(request, "participant/notices.html", {"area": "", "notices": notices_of(request.user)})
