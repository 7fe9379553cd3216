"""What somebody would like to hear about, how often, and when not; and the one click that stops a kind."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.messaging.chat import chat_of, forget_chat, give_chat, last_line
from pairwell.messaging.chat_sending import try_chat
from pairwell.messaging.choosing import choose_letters, muted_kinds, stop_kind
from pairwell.messaging.kinds import known_kinds
from pairwell.messaging.models import Preference
from pairwell.messaging.push import devices_of
from pairwell.messaging.push_crypto import public_key
from pairwell.messaging.stopping import asked_to_stop
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest
from pairwell.web.this_device import device_here

_HOURS = [("", "Any hour"), *[(str(hour), f"{hour:02}:00") for hour in range(24)]]


class LettersForm(StyledForm):
    """Rhythm and quiet hours; the kinds are ticked beside their descriptions."""

    weekly = forms.ChoiceField(
        choices=[("no", "As things happen"), ("yes", "One letter on Monday morning")],
        widget=forms.RadioSelect,
        label="How often?",
        help_text="Invitations and what needs your answer always come at once.",
    )
    quiet_from = forms.TypedChoiceField(
        choices=_HOURS, coerce=int, empty_value=None, required=False, label="Quiet from"
    )
    quiet_until = forms.TypedChoiceField(
        choices=_HOURS, coerce=int, empty_value=None, required=False, label="until"
    )


class ChatForm(StyledForm):
    """The address of somebody's chat: typed once, never shown again."""

    address = forms.CharField(
        max_length=1000,
        label="Address of your chat",
        help_text="A web hook of Slack, Teams, Discord, Google Chat or Webex, or an address as Apprise writes it.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    """My letters."""
    form = LettersForm(request.POST if request.method == "POST" else None, initial=_now(request))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            choose_letters(
                by=request.user,
                wanted=request.POST.getlist("kind"),
                weekly=data["weekly"] == "yes",
                quiet_from=data["quiet_from"],
                quiet_until=data["quiet_until"],
            )
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Saved. That is how you will hear from us.")
            return redirect("my_letters")
    return _shown(request, form, ChatForm())


@require_POST
def chat(request: SignedInRequest) -> HttpResponse:
    """Give, try or forget the address of one's chat; what was asked for is in the button."""
    if "forget" in request.POST:
        forget_chat(by=request.user)
        messages.success(request, "Forgotten. Nothing goes to your chat any more.")
        return redirect("my_letters")
    if "try" in request.POST:
        if try_chat(by=request.user):
            messages.success(request, "A line is on its way. Look into your chat in a moment.")
        return redirect("my_letters")
    form = ChatForm(request.POST)
    if form.is_valid():
        try:
            give_chat(by=request.user, address=form.cleaned_data["address"])
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Saved. Send a test line to see whether it arrives.")
            return redirect("my_letters")
    return _shown(request, LettersForm(initial=_now(request)), form, status=422)


def _shown(
    request: SignedInRequest, form: LettersForm, chat_form: ChatForm, status: int = 200
) -> HttpResponse:
    kinds = [kind for kind in known_kinds() if kind.key != "weekly"]
    off = muted_kinds(request.user)
    devices, here = devices_of(request.user), device_here(request)
    context = {
        "form": form,
        "chat_form": chat_form,
        "chat": chat_of(request.user),
        "last_line": last_line(request.user),
        "devices": devices,
        "is_here": here in {device.pk for device in devices},
        "here": here,
        "push_key": public_key(),
        "always": [kind for kind in kinds if kind.always],
        "choices": [(kind, kind.key not in off) for kind in kinds if not kind.always],
    }
    return render(request, "account/letters.html", context, status=status)


def _now(request: SignedInRequest) -> dict[str, Any]:
    wish = Preference.objects.filter(person=request.user).first() or Preference()
    return {
        "weekly": "yes" if wish.weekly else "no",
        "quiet_from": wish.quiet_from,
        "quiet_until": wish.quiet_until,
    }


@csrf_exempt  # mail programs post here by themselves (RFC 8058); the address is signed and only stops a kind
@login_not_required
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop letters of one kind, from a letter, without signing in."""
    person, key = asked_to_stop(token)
    kind = next((one for one in known_kinds() if one.key == key), None)
    if request.method == "POST":
        stop_kind(by=person, kind=key)
    context = {"label": kind.label if kind else "Letters like this", "is_done": request.method == "POST"}
    return render(request, "account/stop_letters.html", context)
