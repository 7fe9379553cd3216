"""Which device a browser is: a signed cookie that outlives the session in which the device was added."""

from typing import Final

from django.conf import settings
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

COOKIE: Final = "device"
AGE_SECONDS: Final = 400 * 24 * 3600
"""As long as browsers keep a cookie."""


def device_here(request: HttpRequest) -> int | None:
    """The id of the device that this browser was when somebody last added it; it may be gone by now."""
    try:
        return int(request.get_signed_cookie(COOKIE, salt=COOKIE) or "")
    except (KeyError, BadSignature, ValueError):
        return None


def remember_device(response: HttpResponse, device_id: int) -> None:
    """This browser is that device from now on."""
    response.set_signed_cookie(
        COOKIE, str(device_id), salt=COOKIE, max_age=AGE_SECONDS,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
