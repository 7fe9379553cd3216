"""What pages about mentorships show: other people's clocks, and states as words with a sign."""

import re
from datetime import datetime

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from pairwell.core import markdown
from pairwell.mentorships.people_in import Circle
from pairwell.mentorships.rules.talking import find_calls
from pairwell.mentorships.rules.times import zone_of
from pairwell.people.models import Person
from pairwell.web.templatetags.pairwell import icon

register = template.Library()

_STATES = {
    "thriving": ("green", "seedling"),
    "steady": ("azure", "circle-check"),
    "quiet": ("yellow", "moon"),
    "at_risk": ("red", "alert-triangle"),
    "upcoming": ("azure", "clock"),
    "active": ("green", "seedling"),
    "paused": ("yellow", "player-pause"),
    "completed": ("azure", "certificate"),
    "ended_early": ("secondary", "door-exit"),
    "planned": ("azure", "calendar-event"),
    "held": ("green", "check"),
    "missed": ("yellow", "hand-stop"),
    "canceled": ("secondary", "x"),
    "open": ("azure", "target"),
    "reached": ("green", "confetti"),
    "dropped": ("secondary", "leaf"),
}


@register.simple_tag
def state(value: str, label: str) -> SafeString:
    """A state as a sign and a word: never by color alone."""
    tone, symbol = _STATES.get(value, ("secondary", "flag"))
    return format_html('<span class="state state-{}">{}{}</span>', tone, icon(symbol), label)


@register.filter
def on_clock_of(moment: datetime, person: Person) -> str:
    """A moment as this person's clock shows it: "Tue 3 Dec, 16:00"."""
    there = moment.astimezone(zone_of(person.time_zone))
    return f"{there:%a} {there.day} {there:%b}, {there:%H:%M}"


@register.filter
def place_name(person: Person) -> str:
    """Where somebody's clock stands, readable: "Asia/Tokyo" is "Tokyo"."""
    return person.office or person.time_zone.rsplit("/", 1)[-1].replace("_", " ")


@register.filter
def other_clocks(circle: Circle, reader: Person) -> list[Person]:
    """One person for every other time zone in the circle."""
    seen = {reader.time_zone}
    found = []
    for person in circle.others(reader):
        if person.time_zone not in seen:
            seen.add(person.time_zone)
            found.append(person)
    return found


@register.filter
def talk(text: str, circle: Circle | str) -> SafeString:
    """A message as HTML, with the names of members who are called in it standing out."""
    html = str(markdown.render(text))
    if not isinstance(circle, Circle) or "@" not in html:
        return mark_safe(html)  # noqa: S308 - markdown.render has cleaned it
    names = {p.pk: p.full_name for p in circle.people}
    pieces, inside = [], 0
    for piece in re.split(r"(<[^>]*>)", html):
        if piece.startswith("<"):
            inside += {"<code": 1, "<a": 1, "</code": -1, "</a": -1}.get(re.split(r"[ >]", piece)[0], 0)
            pieces.append(piece)
        else:
            pieces.append(piece if inside else _called(piece, names))
    return mark_safe("".join(pieces))  # noqa: S308 - only spans of ours were added


def _called(piece: str, names: dict[int, str]) -> str:
    done, at = "", 0
    for begin, end, _ in find_calls(piece, names):
        done += f'{piece[at:begin]}<span class="call">{piece[begin:end]}</span>'
        at = end
    return done + piece[at:]


@register.filter
def plain_words(text: str) -> str:
    """Markdown as bare words, for a short look at it."""
    return " ".join(re.sub(r"[*_`#>]+", " ", text).split())


@register.filter
def is_link(place: str) -> bool:
    """Whether a session's place is an address to open."""
    return place.startswith(("https://", "http://")) and " " not in place
