"""How mentorships of a program work: video calls, the agreement's first words, what is said at an end."""

from functools import lru_cache
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.core.errors import Refused
from pairwell.mentorships.actions import change_settings
from pairwell.mentorships.models import MentorshipSettings
from pairwell.mentorships.rules.agreement import LONGEST, SECTIONS
from pairwell.mentorships.rules.health import AT_RISK_FROM, HEAVIEST, MEANING, QUIET_FROM, WEIGHTS
from pairwell.mentorships.rules.health_trial import Trial, trial
from pairwell.mentorships.rules.video import PRESETS
from pairwell.people.permissions import administrator_or_404
from pairwell.programs.models import Program
from pairwell.programs.permissions import program_for_manager
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest


@lru_cache(maxsize=64)
def tried(weights: tuple[tuple[str, int], ...]) -> Trial:
    """What these weights find among simulated relationships; the same weights are tried once."""
    return trial(dict(weights))


class TogetherForm(StyledForm):
    """Everything that may be said in the program's own words."""

    video_template = forms.CharField(
        max_length=300,
        required=False,
        label="Link of video calls",
        help_text="{id} becomes a word of its own for every session, {mentor} the mentor's name in their mail address",
    )
    ending_words = forms.CharField(
        max_length=1000,
        required=False,
        label="What the other side is told when a mentorship ends early",
        help_text="Kind and short. Empty: “This happens often, for many reasons, and is nobody’s fault.”",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            self.fields[f"agreement_{section.key}"] = forms.CharField(
                required=False,
                max_length=LONGEST,
                label=section.title,
                widget=forms.Textarea(
                    attrs={"rows": 3, "class": "form-control", "placeholder": section.draft}
                ),
            )

        for code, meaning in MEANING.items():
            self.fields[f"weight_{code}"] = forms.IntegerField(
                min_value=0,
                max_value=HEAVIEST,
                required=False,
                label=meaning,
                initial=WEIGHTS[code],
                widget=forms.NumberInput(attrs={"class": "form-control weight-number"}),
            )

    @property
    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"weight_{code}"] for code in MEANING]

    def weights(self) -> dict[str, int]:
        """What each signal weighs, the usual where nothing was said."""
        said = {code: self.cleaned_data.get(f"weight_{code}") for code in MEANING}
        return {code: WEIGHTS[code] if weight is None else weight for code, weight in said.items()}

    @property
    def agreement_fields(self) -> list[forms.BoundField]:
        return [self[f"agreement_{section.key}"] for section in SECTIONS]

    def given(self) -> dict[str, Any]:
        """What the verb takes."""
        texts = {s.key: self.cleaned_data[f"agreement_{s.key}"] for s in SECTIONS}
        return {
            "video_template": self.cleaned_data["video_template"],
            "ending_words": self.cleaned_data["ending_words"],
            "agreement": texts,
            "health_weights": self.weights(),
        }


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """One program's own."""
    program = program_for_manager(request.user, program_id)
    return _shown(request, program)


@require_http_methods(["GET", "POST"])
def everywhere(request: SignedInRequest) -> HttpResponse:
    """The organization's, where a program says nothing."""
    administrator_or_404(request.user)
    return _shown(request, None)


def _shown(request: SignedInRequest, program: Program | None) -> HttpResponse:
    row = MentorshipSettings.objects.filter(program=program).first() or MentorshipSettings()
    start = {"video_template": row.video_template, "ending_words": row.ending_words}
    start |= {f"agreement_{key}": text for key, text in row.agreement.items()}
    weights = {**WEIGHTS, **row.health_weights}
    start |= {f"weight_{code}": weight for code, weight in weights.items()}
    form = TogetherForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            change_settings(by=request.user, program=program, **form.given())
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Saved. It holds for what is planned and agreed from now on.")
            return redirect("manage_together", program.pk) if program else redirect("admin_together")
    context = {
        "area": "manage" if program else "admin",
        "tab": "health",
        "program": program,
        "form": form,
        "presets": PRESETS,
        "trial": tried(tuple(sorted(weights.items()))),
        "at_risk_from": AT_RISK_FROM,
        "quiet_from": QUIET_FROM,
    }
    return render(request, "manager/together.html", context, status=422 if form.errors else 200)
