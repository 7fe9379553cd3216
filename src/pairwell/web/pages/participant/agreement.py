"""The agreement that members make together, and where they say their skills stand."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import Agreement, Mentorship
from pairwell.mentorships.permissions import mentorship_for_member
from pairwell.mentorships.queries.beginning import AgreementNow, agreement_of, standings
from pairwell.mentorships.rules.agreement import KEYS, LONGEST, SECTIONS
from pairwell.mentorships.states import Moment
from pairwell.web.forms import StyledForm
from pairwell.web.pages.participant.mentorship_frame import frame
from pairwell.web.requests import SignedInRequest, typed_number

LEVELS = (
    (1, "New to me"),
    (2, "I know the basics"),
    (3, "I can do it"),
    (4, "I do it well"),
    (5, "Others learn it from me"),
)


class AgreementForm(StyledForm):
    """A text for each section, and the rhythm."""

    cadence_days = forms.IntegerField(min_value=1, max_value=120, label="We meet about every … days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            self.fields[section.key] = forms.CharField(
                required=False,
                max_length=LONGEST,
                label=section.title,
                help_text=section.hint,
                widget=forms.Textarea(attrs={"rows": 4, "class": "form-control"}),
            )
        self.order_fields(["goals", "cadence_days", *KEYS[1:]])

    def body(self) -> dict[str, str]:
        """Section -> text."""
        return {key: self.cleaned_data.get(key, "") for key in KEYS}


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """Read it, write it, say yes."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    if request.method == "POST":
        return _written(request, mentorship)
    return _shown(request, mentorship)


def _written(request: SignedInRequest, mentorship: Mentorship) -> HttpResponse:
    form = AgreementForm(request.POST)
    if not form.is_valid():
        return _shown(request, mentorship, form=form, status=422)
    try:
        actions.change_agreement(
            by=request.user,
            mentorship=mentorship,
            body=form.body(),
            cadence_days=form.cleaned_data["cadence_days"],
            version=typed_number(request.POST.get("version")) or 0,
        )
    except actions.AgreementChanged as moved:
        return _shown(request, mentorship, form=form, theirs=moved.agreement, status=409)
    except Refused as refused:
        form.show(refused)
        return _shown(request, mentorship, form=form, status=422)
    messages.success(request, "Written down, with your yes. The others are asked for theirs.")
    return redirect("agreement", mentorship.pk)


def _shown(
    request: SignedInRequest,
    mentorship: Mentorship,
    *,
    form: AgreementForm | None = None,
    theirs: Agreement | None = None,
    status: int = 200,
) -> HttpResponse:
    context = frame(request, mentorship, "agreement")
    agreement = agreement_of(mentorship, context["circle"], request.user)
    context |= {
        "agreement": agreement,
        "members": [(p, agreement.has_signed(p)) for p in context["circle"].people],
        "form": form or AgreementForm(initial=_as_it_is(agreement)),
        "writing": form is not None or agreement.version == 0 or "write" in request.GET,
        "theirs": theirs,
    }
    return render(request, "participant/agreement.html", context, status=status)


def _as_it_is(agreement: AgreementNow) -> dict[str, Any]:
    texts = {part.section.key: part.text for part in agreement.parts}
    return {**texts, "cadence_days": agreement.cadence_days}


@require_POST
def say_yes(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """I agree to what I was shown."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    version = typed_number(request.POST.get("version")) or 0
    try:
        actions.agree(by=request.user, mentorship=mentorship, version=version)
    except actions.AgreementChanged:
        messages.error(request, "It was changed a moment ago. Here is what it says now.")
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "You agree. You can propose a change at any time.")
    return redirect("agreement", mentorship_id)


@require_http_methods(["GET", "POST"])
def skills(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """Where my skills stand, now or at the end."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    moment = Moment.END if "end" in (request.GET.get("moment"), request.POST.get("moment")) else Moment.BEGIN
    context = frame(request, mentorship, "agreement")
    rows = standings(mentorship, context["circle"], request.user)
    error = ""
    if request.method == "POST":
        levels = {s.skill.pk: typed_number(request.POST.get(f"level-{s.skill.pk}")) or 0 for s in rows}
        share = request.POST.get("share") == "yes"
        try:
            actions.say_levels(
                by=request.user, mentorship=mentorship, moment=moment, share=share,
                levels={pk: level for pk, level in levels.items() if level},
            )  # fmt: skip
        except Refused as refused:
            error = str(refused)
        else:
            messages.success(request, "Noted. At the end you will see how far you have come.")
            return redirect("closing" if moment == Moment.END else "mentorship", mentorship_id)
    context |= {
        "moment": moment,
        "error": error,
        "levels": LEVELS,
        "standings": [(s, s.after if moment == Moment.END else s.before) for s in rows],
        "shares": any(
            mentorship.skill_levels.filter(person=request.user, moment=moment).values_list("is_shared")[:1]
        ),
    }
    return render(request, "participant/skill_levels.html", context, status=422 if error else 200)
