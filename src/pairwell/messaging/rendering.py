"""One good-looking letter for everything: text and HTML from the same Markdown."""

import re
from dataclasses import dataclass

from django.conf import settings
from django.template.loader import render_to_string

from pairwell.core import markdown
from pairwell.core.colors import luminance
from pairwell.people.models import Organization

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_MARKS = re.compile(r"(\*\*|__|^#{1,6} )", re.MULTILINE)
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's two bodies."""

    text: str
    html: str


def absolute(url: str) -> str:
    """A path of this site as an address that works in a mail; other addresses unchanged."""
    return settings.SITE_URL + url if url.startswith("/") else url


def plain(text: str) -> str:
    """Markdown as plain text: links written out, marks for bold and headings dropped."""
    return _MARKS.sub("", _LINK.sub(r"\1 (\2)", text)).strip()


def render_letter(
    *,
    organization: Organization,
    greeting: str,
    text: str,
    action_url: str,
    action_label: str,
    stop_url: str = "",
) -> Rendered:
    """Both bodies of a letter. text: Markdown; action: the one button, absent when the address is empty."""
    color = organization.brand_color
    context = {
        "organization": organization,
        "color": color if _COLOR.fullmatch(color) else "#0b7285",
        "ink": ink_on(color),
        "greeting": greeting,
        "body": markdown.render(text),
        "plain": plain(text),
        "action_url": absolute(action_url) if action_url else "",
        "action_label": action_label or "Open Pairwell",
        "site_url": settings.SITE_URL,
        "stop_url": absolute(stop_url) if stop_url else "",
    }
    return Rendered(
        text=render_to_string("messaging/letter.txt", context),
        html=render_to_string("messaging/letter.html", context),
    )


def ink_on(color: str) -> str:
    """Black or white, whichever is easier to read on `color` (relative luminance of WCAG 2.2)."""
    if not _COLOR.fullmatch(color):
        return "#ffffff"
    return "#ffffff" if luminance(color) < 0.179 else "#111111"
