"""Reads of the library."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from pairwell.core.text import fold
from pairwell.library.models import Activity
from pairwell.library.states import Purpose


@dataclass(frozen=True)
class Shelf:
    """Activities of one purpose."""

    purpose: str
    label: str
    activities: tuple[Activity, ...]


def activities() -> QuerySet[Activity]:
    """Every activity with its `minutes` in all, in the order of the library."""
    return Activity.objects.annotate(minutes=Sum("steps__minutes", default=0))


def shelves(*, words: str = "", purpose: str = "", format_: str = "") -> list[Shelf]:
    """Activities by purpose that contain every word and suit the format, in one query; no empty shelf."""
    wanted = fold(words).split()
    found = [row for row in activities() if _suits(row, wanted, purpose, format_)]
    rows = [(p, [row for row in found if row.purpose == p.value]) for p in Purpose]
    return [Shelf(p.value, str(p.label), tuple(inside)) for p, inside in rows if inside]


def _suits(row: Activity, wanted: Iterable[str], purpose: str, format_: str) -> bool:
    if purpose in Purpose.values and row.purpose != purpose:
        return False
    if format_ and row.formats and format_ not in row.formats:
        return False
    text = fold(f"{row.title} {row.summary} {' '.join(row.questions)} {row.get_stage_display()}")
    return all(word in text for word in wanted)


def activity(key: str) -> Activity | None:
    """One activity with its steps, or None."""
    return activities().prefetch_related("steps").filter(key=key).first()


def activities_by_key(keys: Iterable[str]) -> list[Activity]:
    """Activities in the order of the keys; keys that are not there are left out."""
    wanted = list(keys)
    found = {row.key: row for row in activities().filter(key__in=wanted)}
    return [found[key] for key in wanted if key in found]
