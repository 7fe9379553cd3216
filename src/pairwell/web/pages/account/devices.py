"""Notifications on one's devices: added by the browser itself, forgotten one by one."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from pairwell.core.errors import Refused
from pairwell.messaging.push import add_device, forget_device
from pairwell.web.requests import SignedInRequest
from pairwell.web.this_device import device_here, remember_device

_BROWSERS = ("Edg", "OPR", "Firefox", "Chrome", "Safari")
_NAMES = {"Edg": "Edge", "OPR": "Opera"}
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac", "Linux")


@require_POST
def add(request: SignedInRequest) -> HttpResponse:
    """This browser is told from now on."""
    response = redirect("my_letters")
    given = {name: request.POST.get(name, "") for name in ("endpoint", "key", "secret")}
    name = _name_of(request.headers.get("User-Agent", ""))
    try:
        device = add_device(by=request.user, name=name, before=device_here(request), **given)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        remember_device(response, device.pk)
        messages.success(request, "This device is told from now on when something new waits for you.")
    return response


@require_POST
def forget(request: SignedInRequest, device_id: int) -> HttpResponse:
    """One device is told nothing any more."""
    if not forget_device(by=request.user, device_id=device_id):
        raise Http404
    messages.success(request, "Forgotten. Nothing goes to that device any more.")
    return redirect("my_letters")


def _name_of(agent: str) -> str:
    """A browser as its person would call it: "Firefox on Windows"."""
    browser = next((name for name in _BROWSERS if name in agent), "A browser")
    system = next((name for name in _SYSTEMS if name in agent), "a device")
    return f"{_NAMES.get(browser, browser)} on {system}"
