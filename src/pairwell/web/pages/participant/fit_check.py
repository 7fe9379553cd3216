"""Is it a good match? Privately, after the first session."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.core.errors import Refused
from pairwell.mentorships.permissions import mentorship_for_member
from pairwell.mentorships.states import SessionState
from pairwell.pairing.actions.fit_check import answer_fit_check
from pairwell.pairing.models import FitCheck
from pairwell.pairing.queries.say import say_of
from pairwell.pairing.states import FitAnswer
from pairwell.web.pages.participant.mentorship_frame import frame
from pairwell.web.requests import SignedInRequest

ANSWERS = (
    (FitAnswer.GOOD, "mood-smile", "A good match", "We get along, and it is about the right things."),
    (FitAnswer.UNDECIDED, "hourglass", "Too early to say", "Let us meet once or twice more."),
    (FitAnswer.NOT, "door-exit", "Not the right match", "It is nobody’s fault, and good to know early."),
)


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """Three answers; what the program offers for the third."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    if request.method == "POST":
        try:
            answer_fit_check(
                by=request.user,
                mentorship=mentorship,
                answer=request.POST.get("answer", ""),
                wants_talk=bool(request.POST.get("talk")),
            )
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, "Thank you. Only you see your answer.")
        return redirect("fit_check", mentorship_id)
    own = FitCheck.objects.filter(mentorship=mentorship, person=request.user).first()
    context = {
        **frame(request, mentorship, "fit"),
        "answers": ANSWERS,
        "own": own,
        "after": say_of(mentorship.program).after_fit_check,
        "has_met": mentorship.sessions.filter(state=SessionState.HELD).exists(),
    }
    return render(request, "participant/fit_check.html", context)
