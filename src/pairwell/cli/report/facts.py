"""Why a criterion speaks for a pair, in a few words taken from what both people said."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from pairwell.matching.policy import Criterion
from pairwell.tables.vocabulary import LANGUAGES

Record = Mapping[str, Any]
_SHOWN = 4


def fact(criterion: Criterion, mentee: Record, mentor: Record) -> str:
    """A short phrase, or "" when there is nothing to tell; `unknown` answers give ""."""
    tell = _TELL.get(criterion.kind)
    return tell(mentee, mentor) if tell else ""


def _needs(mentee: Record, mentor: Record) -> str:
    wanted, offered = list(mentee.get("skills_wanted", ())), set(mentor.get("skills_offered", ()))
    met = [skill for skill in wanted if skill in offered]
    if not wanted:
        return ""
    if not met:
        return f"none of {listed(wanted)}"
    if len(met) == len(wanted):
        return f"{'all: ' if len(met) > 1 else ''}{listed(met)}"
    return f"{len(met)} of {len(wanted)}: {listed(met)}"


def _chosen(mentee: Record, mentor: Record) -> str:
    asked = _rank(mentee, mentor)
    named = _rank(mentor, mentee)
    told = [f"mentee's {_ordinal(asked)} choice"] if asked else []
    told += [f"mentor's {_ordinal(named)} choice"] if named else []
    return ", ".join(told) or ("not among those named" if mentee.get("prefers") else "")


def _rank(own: Record, other: Record) -> int:
    prefers = list(own.get("prefers", ()))
    return prefers.index(other.get("id")) + 1 if other.get("id") in prefers else 0


def _ordinal(number: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(number, f"{number}th")


def _hours(mentee: Record, mentor: Record) -> str:
    if not mentee.get("hours") or not mentor.get("hours"):
        return ""
    shared = len(set(mentee["hours"]) & set(mentor["hours"]))
    return f"{shared} hour{'s' if shared != 1 else ''} a week"


def _languages(mentee: Record, mentor: Record) -> str:
    shared = [code for code in mentee.get("languages", ()) if code in mentor.get("languages", ())]
    return listed(LANGUAGES.get(code, code).split()[0].capitalize() for code in shared)


def _interests(mentee: Record, mentor: Record) -> str:
    return listed(entry for entry in mentee.get("interests", ()) if entry in set(mentor.get("interests", ())))


def _seniority(mentee: Record, mentor: Record) -> str:
    if "level" not in mentee or "level" not in mentor:
        return ""
    gap = mentor["level"] - mentee["level"]
    steps = f"{abs(gap):g} step{'' if abs(gap) == 1 else 's'}"
    return "same level" if not gap else f"mentor {steps} {'above' if gap > 0 else 'below'}"


def _both(name: str) -> Callable[[Record, Record], str]:
    def tell(mentee: Record, mentor: Record) -> str:
        here, there = mentee.get(name), mentor.get(name)
        if not here or not there:
            return ""
        return f"both {here}" if here == there else f"{here} and {there}"

    return tell


def listed(entries: Iterable[str]) -> str:
    """At most four entries, and how many more."""
    shown = list(entries)
    rest = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + rest


_TELL: dict[str, Callable[[Record, Record], str]] = {
    "needs_coverage": _needs,
    "mutual_preference": _chosen,
    "hours_overlap": _hours,
    "language_fluency": _languages,
    "shared_interests": _interests,
    "seniority_gap": _seniority,
    "place": _both("place"),
    "cross_unit": _both("unit"),
}
