"""Pause, resume, close with thanks, or end without blame."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.permissions import mentorship_for_member, mentorships_of
from pairwell.mentorships.states import EndingReason, HelpTopic
from pairwell.web.forms import StyledForm
from pairwell.web.pages.participant.mentorship_frame import attempt, frame
from pairwell.web.requests import SignedInRequest


class EndForm(StyledForm):
    """Why, for the program manager alone, and what next."""

    reason = forms.ChoiceField(
        choices=EndingReason.choices, widget=forms.RadioSelect, label="What comes closest?"
    )
    private_note = forms.CharField(
        required=False,
        max_length=2000,
        label="Anything the program manager should know?",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    wants_rematch = forms.BooleanField(required=False, label="I would like another match", initial=True)


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """The ways to rest, to close and to end."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_mentorship(by=request.user, mentorship=mentorship, **form.cleaned_data)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(
                request, "It has ended, and everybody has been told kindly. Thank you for trying."
            )
            still = mentorships_of(request.user).filter(pk=mentorship_id).exists()
            return redirect("mentorship", mentorship_id) if still else redirect("mentorships")
    context = frame(request, mentorship, "ending") | {"form": form, "topics": HelpTopic.choices}
    context["asked"] = mentorship.help_requests.filter(asked_by=request.user, answered_at=None).first()
    return render(request, "participant/ending.html", context, status=422 if form.is_bound else 200)


@require_POST
def ask_for_help(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """A quiet word to the program's manager; the other side is not told."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    topic, note = request.POST.get("topic", ""), request.POST.get("note", "")
    done = "The program’s manager will get in touch with you. Nobody else was told."
    step = lambda: actions.ask_for_help(by=request.user, mentorship=mentorship, topic=topic, note=note)  # noqa: E731
    attempt(request, step, done)
    return redirect("ending", mentorship_id)


@require_POST
def pause(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """A rest for everybody."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    done = "Paused. Nothing is expected of anybody until one of you resumes it."
    attempt(request, lambda: actions.pause_mentorship(by=request.user, mentorship=mentorship), done)
    return redirect("mentorship", mentorship_id)


@require_POST
def resume(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """On we go."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    done = "Welcome back. A good next step: plan a session."
    attempt(request, lambda: actions.resume_mentorship(by=request.user, mentorship=mentorship), done)
    return redirect("mentorship", mentorship_id)


@require_POST
def close(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """Thank and close."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    thanks = request.POST.get("thanks", "")[:4000]
    done = "Closed with thanks. What you did together stays here for you to read."
    step = lambda: actions.complete_mentorship(by=request.user, mentorship=mentorship, thanks=thanks)  # noqa: E731
    closed = attempt(request, step, done)
    return redirect("closing" if closed else "mentorship", mentorship_id)


@require_POST
def another(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """After an end: whether I would like to be matched again."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    wants = request.POST.get("wants") == "yes"
    done = "Good: you can be matched again." if wants else "Understood: you will not be matched again."
    step = lambda: actions.choose_another(by=request.user, mentorship=mentorship, wants=wants)  # noqa: E731
    attempt(request, step, done)
    return redirect("mentorship", mentorship_id)
