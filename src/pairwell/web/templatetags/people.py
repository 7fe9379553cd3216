"""How hours, zones and levels of people are said."""

from collections.abc import Mapping, Sequence

from django import template

from pairwell.core import clock
from pairwell.people.models import Profile
from pairwell.people.queries.shown import ShownPerson
from pairwell.people.rules.profile import DAYS
from pairwell.people.rules.visibility import Closeness, may_see

register = template.Library()
_SHORT = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@register.filter
def zone_name(zone: str) -> str:
    """ "Europe/Berlin" as "Berlin (Europe)"."""
    area, _, city = zone.replace("_", " ").rpartition("/")
    return f"{city} ({area})" if area else city


@register.filter
def for_program(profile: Profile | None, field: str) -> str:
    """A field of a profile as somebody in the same program may read it; empty where they may not."""
    return _seen(profile, field, Closeness.PROGRAM)


@register.filter
def for_partner(profile: Profile | None, field: str) -> str:
    """A field of a profile as a mentorship partner may read it; empty where they may not."""
    return _seen(profile, field, Closeness.PARTNER)


def _seen(profile: Profile | None, field: str, near: Closeness) -> str:
    if not profile or not may_see(field, profile.visibility, near):
        return ""
    return str(getattr(profile, field))


@register.filter
def wall_clock(shown: ShownPerson) -> str:
    """The time on their wall, "14:05", where they show it."""
    now = shown.local_time(clock.now())
    return f"{now:%H:%M}" if now else ""


@register.filter
def hours_in_words(hours: Mapping[str, Sequence[Sequence[int]]]) -> list[tuple[str, str]]:
    """Days with the same hours together: [("Mon–Thu", "9:00–17:00"), ("Fri", "9:00–13:00")]."""
    groups: list[tuple[list[int], str]] = []
    for number, day in enumerate(DAYS):
        spans = ", ".join(f"{start}:00–{end}:00" for start, end in hours.get(day, ()))
        if not spans:
            continue
        if groups and groups[-1][1] == spans and groups[-1][0][-1] == number - 1:
            groups[-1][0].append(number)
        else:
            groups.append(([number], spans))
    return [(_days(numbers), spans) for numbers, spans in groups]


def _days(numbers: Sequence[int]) -> str:
    first, last = _SHORT[numbers[0]], _SHORT[numbers[-1]]
    return first if len(numbers) == 1 else f"{first}–{last}"
