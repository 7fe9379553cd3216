"""One event of a program: what it is, and my seat."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.programs.actions.events import give_seat_back, sign_up
from pairwell.programs.queries.events import event_for_guest, place_in_line
from pairwell.programs.states import SeatState
from pairwell.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, event_id: int) -> HttpResponse:
    """Look at it, sign up, give the seat back."""
    event, seat = event_for_guest(request.user, event_id)
    if request.method == "POST":
        try:
            if request.POST.get("step") == "back":
                give_seat_back(by=request.user, event=event)
                messages.success(request, "Given back. Thank you for telling us.")
            else:
                made = sign_up(by=request.user, event=event)
                going = made.state == SeatState.GOING
                messages.success(
                    request, "You have a seat." if going else "You are in line; it moves by itself."
                )
        except Refused as refused:
            messages.error(request, str(refused))
        return redirect("event", event.pk)
    state = seat.state if seat else ""
    taken = event.taken.filter(state=SeatState.GOING).count()
    context = {
        "area": "programs",
        "event": event,
        "program": event.program,
        "state": state,
        "place": place_in_line(seat) if seat and state == SeatState.WAITING else 0,
        "free": None if event.seats is None else max(0, event.seats - taken),
        "is_ahead": event.canceled_at is None and event.starts_at > clock.now(),
    }
    return render(request, "participant/event.html", context)
