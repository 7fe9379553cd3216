"""Requests: the ones I made, the ones I was asked, and my answer."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.actions.asking import answer_request, ask, take_back_request
from pairwell.pairing.actions.private_answers import forget_answer, say_privately
from pairwell.pairing.models import Request
from pairwell.pairing.queries.directory import fit_with
from pairwell.pairing.queries.private_answers import answers_of
from pairwell.pairing.queries.requests import my_request, request_of, requests_by, requests_to
from pairwell.pairing.seeing import seen, viewer_of
from pairwell.pairing.states import RequestState
from pairwell.programs.states import Side
from pairwell.web.pages.participant.directory import say_frame
from pairwell.web.pages.participant.favorites import back_of
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """What I asked and what I am asked, over all programs."""
    mine, to_me = requests_by(request.user), requests_to(request.user)
    context = {"area": "programs", "mine": mine, "to_me": to_me}
    return render(request, "participant/requests.html", context)


def _own(request: SignedInRequest, request_id: int) -> Request:
    found = request_of(request.user, request_id)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
def one(request: SignedInRequest, request_id: int) -> HttpResponse:
    """One request; a POST of the one who was asked answers it."""
    found = _own(request, request_id)
    mine = my_request(found, request.user)
    if request.method == "POST":
        return _answer(request, found)
    context = {"area": "programs", "mine": mine, "program": found.program}
    return render(request, "participant/request.html", context)


def _answer(request: SignedInRequest, found: Request) -> HttpResponse:
    accept = request.POST.get("answer") == "accept"
    try:
        answered = answer_request(
            by=request.user, request=found, accept=accept, private_reason=request.POST.get("reason", "")
        )
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("request", found.pk)
    if answered.proposal is not None and answered.proposal.mentorship_id:
        messages.success(request, "You both said yes: your mentorship begins here.")
        return redirect("mentorship", answered.proposal.mentorship_id)
    messages.success(request, "Thank you for answering. They hear kindly that it does not work out, not why.")
    return redirect("requests")


@require_POST
def take_back(request: SignedInRequest, request_id: int) -> HttpResponse:
    """I think again."""
    found = _own(request, request_id)
    if found.asker.person_id != request.user.pk:
        raise Http404
    take_back_request(by=request.user, request=found)
    messages.success(request, "Your request is taken back.")
    return redirect("requests")


@require_POST
def ask_person(request: SignedInRequest, program_id: int, other_id: int) -> HttpResponse:
    """Ask somebody this person may see."""
    viewer = viewer_of(request.user, program_id)
    other, side = seen(viewer, other_id)
    if side != Side.MENTOR:
        raise Http404
    fit = fit_with(viewer, side, other.pk)
    note = request.POST.get("note", "")
    try:
        made = ask(by=request.user, asker=viewer.enrollment, asked=other, note=note, fit=fit)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("see_person", program_id, other_id)
    if made.state == RequestState.ASKED:
        messages.success(
            request, f"{other.person.full_name} has your request. You hear from us when they answer."
        )
    else:
        messages.success(
            request, f"{other.person.full_name} is next in line and asked if the one before can not."
        )
    return redirect("requests")


@require_POST
def say(request: SignedInRequest, program_id: int, other_id: int) -> HttpResponse:
    """Yes, no, or as if nothing had been said; nobody else sees it."""
    viewer = viewer_of(request.user, program_id)
    if request.POST.get("answer") == "forget":
        forget_answer(by=request.user, enrollment=viewer.enrollment, about=other_id)
        messages.success(request, "It is as if you had said nothing.")
        return redirect(back_of(request, reverse("private_answers", args=[program_id])))
    other, side = seen(viewer, other_id)
    yes = request.POST.get("answer") == "yes"
    try:
        begun = say_privately(
            by=request.user, enrollment=viewer.enrollment, about=other, side=side, yes=yes,
            private_reason=request.POST.get("reason", ""),
        )  # fmt: skip
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("see_person", program_id, other_id)
    if begun is not None:
        messages.success(request, f"{other.person.full_name} said yes too: your mentorship begins here.")
        return redirect("mentorship", begun.pk)
    said = "Kept, for your eyes only." if yes else "Noted. They are not told, and you will not be matched."
    messages.success(request, said)
    return redirect("private_answers", program_id)


@require_GET
def private(request: SignedInRequest, program_id: int) -> HttpResponse:
    """What I said privately, and how to take it back."""
    viewer = viewer_of(request.user, program_id)
    context = {**say_frame(viewer, "private"), "answers": answers_of(viewer.enrollment)}
    return render(request, "participant/private_answers.html", context)
