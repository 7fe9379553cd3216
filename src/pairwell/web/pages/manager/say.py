"""How people are matched in a program: who decides how much, and what happens by itself."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.core.errors import Refused
from pairwell.pairing.actions.say import change_say
from pairwell.pairing.models import Say
from pairwell.pairing.queries.say import say_of
from pairwell.pairing.queries.say_overview import overview_of
from pairwell.pairing.say_rules import SCHEDULES
from pairwell.pairing.states import AfterFitCheck, MatchingMode
from pairwell.programs.models import Program
from pairwell.programs.permissions import program_for_manager
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest

MODES = (
    (MatchingMode.HYBRID, "People rank, the engine settles",
     "Everybody sees who could fit and ranks favorites; a match run settles it with both sides' ranks. Recommended."),
    (MatchingMode.SELF, "People ask each other",
     "Mentees ask mentors with a short note; a request that is not answered goes on to their next choice."),
    (MatchingMode.MANAGED, "You match",
     "People do not see each other before they are matched. What they said when they joined counts."),
)  # fmt: skip


class SayForm(StyledForm):
    """The whole choice."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    mode = forms.ChoiceField(choices=MatchingMode.choices, label="Who decides")
    is_blind = forms.BooleanField(
        required=False,
        label="Both say yes privately",
        help_text="Instead of requests: each says yes or no alone. Two yeses are a match; nobody learns of a no.",
    )
    request_days = forms.IntegerField(
        label="Days to answer a request", help_text="Then the next choice is asked, by itself."
    )
    complete_percent = forms.IntegerField(
        label="Recommend people once so many percent of the profiles are complete",
        help_text="Skills and a line about themselves. Before that, recommendations would be poor.",
    )
    per_person = forms.IntegerField(
        label="People recommended to each",
        help_text="Spread, so that nobody is recommended to everybody.",
    )
    after_fit_check = forms.ChoiceField(
        choices=AfterFitCheck.choices,
        label="After the first session, when somebody says it is not the right match",
        help_text="Both are asked privately. Their answers are theirs; you see counts from five answers up.",
    )
    match_every = forms.TypedChoiceField(
        choices=list(SCHEDULES.items()),
        coerce=int,
        label="Match those who are free by itself",
        help_text="For programs that people join all the time. Standing pairs stay; you look before anything is sent.",
    )


def _on_top_of(program: Program, typed: QueryDict) -> SayForm:
    """The form as it was typed, over what a colleague has saved: sent again, it takes the place of theirs."""
    form = SayForm({**typed.dict(), "version": say_of(program).version})
    form.is_valid()
    return form


def saved_now(say: Say) -> list[str]:
    """What is saved, in words: for whoever typed something else meanwhile."""
    fields = SayForm.base_fields
    words = [dict(MatchingMode.choices)[say.mode]]
    words += [str(fields["is_blind"].label)] if say.is_blind else []
    words += [
        f"{fields[name].label}: {getattr(say, name)}"
        for name in ("request_days", "complete_percent", "per_person")
    ]
    words += [f"{fields['after_fit_check'].label}: {say.get_after_fit_check_display()}"]
    return [*words, f"{fields['match_every'].label}: {SCHEDULES[say.match_every]}"]


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """The choice, and how much has come of it."""
    program = program_for_manager(request.user, program_id)
    say = say_of(program)
    names = [name for name in SayForm.base_fields if name != "version"]
    overtaken = False
    form = SayForm(request.POST or None, initial={name: getattr(say, name) for name in (*names, "version")})
    if request.method == "POST" and form.is_valid():
        try:
            change_say(by=request.user, program=program, **form.cleaned_data)
        except Refused as refused:
            overtaken = any(one.code == "stale" for one in refused.refusals)
            form = _on_top_of(program, request.POST) if overtaken else form
            form.show(refused)
        else:
            messages.success(request, "Saved. It holds from now on.")
            return redirect("manage_say", program_id)
    context: dict[str, Any] = {
        "area": "manage",
        "tab": "match",
        "program": program,
        "say": say,
        "form": form,
        "modes": MODES,
        "mode": form["mode"].value(),
        "overview": overview_of(program),
        "now": saved_now(say) if overtaken else [],
    }
    return render(request, "manager/say.html", context, status=409 if overtaken else 200)
