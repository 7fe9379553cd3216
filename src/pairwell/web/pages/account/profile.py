"""What I say about myself, once, for every program: read as others would, changed card by card."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.people import actions
from pairwell.people.models import Endorsement, Profile
from pairwell.people.photos import MAX_UPLOAD
from pairwell.people.queries import profile_of
from pairwell.people.queries.shown import ShownPerson, shown_person
from pairwell.web.forms import StyledForm
from pairwell.web.pages.account.profile_forms import PhotoForm, StepForm
from pairwell.web.pages.account.profile_sections import SECTIONS, Section, form_of
from pairwell.web.requests import SignedInRequest


def _sight(request: SignedInRequest) -> tuple[Profile, ShownPerson]:
    request.user.refresh_from_db(fields=["time_zone", "photo_mark"])
    profile = profile_of(request.user)
    profile.person = request.user
    return profile, shown_person(request.user, request.user)


def _card(
    section: Section, shown: ShownPerson, *, form: StyledForm | None = None, saved: bool = False
) -> dict[str, Any]:
    return {
        "section": section,
        "shown": shown,
        "form": form,
        "saved": saved,
        "is_said": section.is_said(shown),
        "read_template": f"people/{section.key}.html",
        "edit_template": f"account/profile/{section.key}.html",
    }


def whole(
    request: SignedInRequest,
    *,
    edit: str = "",
    form: StyledForm | None = None,
    step_form: StepForm | None = None,
    photo_form: PhotoForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, one of its cards open."""
    profile, shown = _sight(request)
    cards = []
    for section in SECTIONS.values():
        opened = form if section.key == edit and form else None
        if section.key == edit and opened is None:
            opened = form_of(section, profile)
        cards.append(_card(section, shown, form=opened))
    missing = [card["section"] for card in cards if not card["is_said"]]
    said = len(cards) - len(missing) + bool(shown.journey)
    context = {
        "shown": shown,
        "cards": [card for card in cards if not card["section"].side],
        "side_cards": [card for card in cards if card["section"].side],
        "missing": missing,
        "said": said - 1,
        "parts": len(cards),
        "edit": edit,
        "step_form": step_form or StepForm(auto_id="step_%s"),
        "edited_step": next(
            (step for step in shown.journey if step["id"] == edit.removeprefix("step-")), None
        ),
        "photo_form": photo_form or PhotoForm(),
    }
    return render(request, "account/profile.html", context, status=status)


@require_GET
def page(request: SignedInRequest) -> HttpResponse:
    """My profile; ?edit= opens a card."""
    edit = request.GET.get("edit", "")
    if edit.startswith("step-"):
        _, shown = _sight(request)
        step = next((step for step in shown.journey if step["id"] == edit.removeprefix("step-")), None)
        if step is not None:
            values = {**step, "start": step["from"], "end": step["to"]}
            return whole(request, edit=edit, step_form=StepForm(initial=values, auto_id="step_%s"))
    return whole(request, edit=edit)


@require_http_methods(["GET", "POST"])
def section(request: SignedInRequest, section: str) -> HttpResponse:
    """One card: open it to change, or save it."""
    known = SECTIONS.get(section)
    if known is None:
        raise Http404
    profile, shown = _sight(request)
    if request.method == "GET":
        return _opened(request, known, profile, shown)
    form = form_of(known, profile, request.POST)
    if getattr(form, "preset", "") or not form.is_valid():
        return _again(request, known, form, shown)
    try:
        more = known.save(request.user, form)
    except Refused as refused:
        form.show(refused)
        return _again(request, known, form, shown)
    return _saved(request, known, more=more)


def _opened(request: SignedInRequest, known: Section, profile: Profile, shown: ShownPerson) -> HttpResponse:
    closed = "close" in request.GET
    if not request.htmx:
        return redirect(f"{reverse('profile')}{'' if closed else f'?edit={known.key}'}#{known.key}")
    form = None if closed else form_of(known, profile)
    return render(request, "account/profile/card.html", _card(known, shown, form=form))


def _again(request: SignedInRequest, known: Section, form: StyledForm, shown: ShownPerson) -> HttpResponse:
    """The open card with what was typed, and what is wrong with it."""
    if request.htmx:
        return render(request, "account/profile/card.html", _card(known, shown, form=form))
    return whole(request, edit=known.key, form=form)


def _saved(request: SignedInRequest, known: Section, *, more: bool) -> HttpResponse:
    if not request.htmx:
        messages.success(request, "Saved. Every program you join starts from this.")
        return redirect(f"{reverse('profile')}{f'?edit={known.key}' if more else ''}#{known.key}")
    profile, shown = _sight(request)
    form = form_of(known, profile) if more else None
    return render(request, "account/profile/card.html", _card(known, shown, form=form, saved=True))


@require_POST
def step(request: SignedInRequest, step: str) -> HttpResponse:
    """Add (step "new"), save, move or remove a step of the journey; the button says which."""
    verb, me = request.POST.get("verb", "save"), request.user
    if verb in ("up", "down"):
        actions.move_step(by=me, person=me, key=step, up=verb == "up")
    elif verb == "remove":
        actions.remove_step(by=me, person=me, key=step)
        messages.success(request, "The step is removed.")
    else:
        form = StepForm(request.POST, auto_id="step_%s")
        edit = "journey" if step == "new" else f"step-{step}"
        if not form.is_valid():
            return whole(request, edit=edit, step_form=form)
        try:
            if step == "new":
                actions.add_step(by=me, person=me, step=form.values())
            else:
                actions.change_step(by=me, person=me, key=step, step=form.values())
        except Refused as refused:
            _show_step(form, refused)
            return whole(request, edit=edit, step_form=form)
        messages.success(request, "Saved. Your journey is a step clearer.")
    return redirect(f"{reverse('profile')}#journey")


def _show_step(form: StepForm, refused: Refused) -> None:
    names = {"from": "start", "to": "end"}
    for refusal in refused.refusals:
        field = names.get(refusal.field, refusal.field)
        form.add_error(field if field in form.fields else None, refusal.message)


@require_POST
def photo(request: SignedInRequest) -> HttpResponse:
    """Set or remove my photo."""
    me = request.user
    if request.POST.get("verb") == "remove":
        actions.remove_photo(by=me, person=me)
        messages.success(request, "Your photo is deleted.")
        return redirect("profile")
    form = PhotoForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["photo"]
        try:
            # One byte more than is taken is enough to refuse what is too large, at whatever size.
            content = upload.read(MAX_UPLOAD + 1)
            actions.set_photo(by=me, person=me, content=content, size=upload.size)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Your photo is saved, as a square and without the camera’s data.")
            return redirect("profile")
    return whole(request, edit="photo", photo_form=form)


@require_POST
def endorsement(request: SignedInRequest, endorsement_id: int) -> HttpResponse:
    """Hide or show what somebody said about me."""
    found = Endorsement.objects.filter(pk=endorsement_id, person=request.user).first()
    if found is None:
        raise Http404
    actions.hide_endorsement(by=request.user, endorsement=found, hidden=request.POST.get("verb") != "show")
    return redirect(f"{reverse('profile')}#endorsements")
