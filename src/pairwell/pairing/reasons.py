"""Why two people fit, said so that both can read it: facts they have in common, never a number alone."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

Record = Mapping[str, Any]


def join_words(words: Sequence[str], most: int = 4) -> str:
    """ "a, b and c", or "a, b, c and 2 more"."""
    shown = list(words[:most]) + ([f"{len(words) - most} more"] if len(words) > most else [])
    return " and ".join([", ".join(shown[:-1]), shown[-1]]) if len(shown) > 1 else "".join(shown)


def reason(kind: str, mentee: Record, mentor: Record, *, params: Record, words: Mapping[str, str]) -> str:
    """One sentence about a criterion for a pair; "" when there is nothing to say in favor.

    words: names of skills, languages, question options and styles, by key.
    """
    say = _SAY.get(kind)
    return say(mentee, mentor, params, words) if say else ""


def _named(keys: Sequence[str], words: Mapping[str, str]) -> list[str]:
    return [words.get(str(key), str(key)) for key in keys]


def _needs(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    wanted, offered = mentee.get("skills_wanted") or {}, mentor.get("skills_offered") or {}
    shared = sorted((k for k in wanted if k in offered), key=lambda k: (-wanted[k][1], -offered[k][0], k))
    if not shared:
        return ""
    share = (
        "everything they want to learn"
        if len(shared) == len(wanted)
        else f"{len(shared)} of {len(wanted)} wanted skills"
    )
    return f"Can help with {join_words(_named(shared, words))} ({share})"


def _choices(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    ranked = mentor["id"] in mentee.get("prefers", ()), mentee["id"] in mentor.get("prefers", ())
    if all(ranked):
        return "Each asked for the other"
    if ranked[0]:
        place = list(mentee["prefers"]).index(mentor["id"]) + 1
        return f"The mentee's choice number {place}"
    return "The mentor asked for this mentee" if ranked[1] else ""


def _gap(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    if mentee.get("level") is None or mentor.get("level") is None:
        return ""
    gap = mentor["level"] - mentee["level"]
    if gap == 0:
        return "On the same level"
    steps = f"{abs(gap)} level{'s' if abs(gap) != 1 else ''}"
    return f"The mentor is {steps} ahead" if gap > 0 else f"The mentor is {steps} junior"


def _hours(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    mine, theirs = _field(mentee, mentor, params)
    asked = mine is not None or theirs is not None
    if not asked:
        mine, theirs = mentee.get("hours"), mentor.get("hours")
    shared = len(set(mine or ()) & set(theirs or ()))
    hours = "hour" if shared == 1 else "hours"
    said = (
        f"{shared} {hours} that suit{'s' if shared == 1 else ''} both"
        if asked
        else f"{shared} working {hours} in common"
    )
    return f"{said} every week" if shared else ""


def _languages(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    mine, theirs = mentee.get("languages") or {}, mentor.get("languages") or {}
    shared = sorted((k for k in mine if k in theirs), key=lambda k: (-min(mine[k], theirs[k]), k))
    return f"Both speak {join_words(_named(shared, words), 3)}" if shared else ""


def _shared(column: str, start: str) -> Callable[[Record, Record, Record, Mapping[str, str]], str]:
    def say(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
        shared = sorted(set(mentee.get(column) or ()) & set(mentor.get(column) or ()))
        return f"{start} {join_words(_named(shared, words))}" if shared else ""

    return say


def _place(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    same = mentee.get("place") and mentee.get("place") == mentor.get("place")
    return f"Both work in {mentee['place']}" if same else ""


def _cross(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    a, b = mentee.get("unit"), mentor.get("unit")
    return f"A view from another department: {b}" if a and b and a != b else ""


def _field(mentee: Record, mentor: Record, params: Record) -> tuple[Any, Any]:
    field = str(params.get("field", ""))
    return mentee.get(str(params.get("mentee_field", field))), mentor.get(
        str(params.get("mentor_field", field))
    )


def _same(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    a, b = _field(mentee, mentor, params)
    return f"Both: {words.get(str(a), str(a))}" if a is not None and a == b else ""


def _different(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    a, b = _field(mentee, mentor, params)
    return "Bring different answers" if a is not None and b is not None and a != b else ""


def _near(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    a, b = _field(mentee, mentor, params)
    if a is None or b is None:
        return ""
    return f"Both answered {a:g}" if a == b else f"Answered {a:g} and {b:g}"


def _contains(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    a, b = _field(mentee, mentor, params)
    shared = sorted(set(a or ()) & set(b or ())) if isinstance(a, list) and isinstance(b, list) else []
    return f"Both chose {join_words(_named(shared, words))}" if shared else ""


def _meaning(mentee: Record, mentor: Record, params: Record, words: Mapping[str, str]) -> str:
    return "The mentor's experience is close to the mentee's goals"


_SAY: dict[str, Callable[[Record, Record, Record, Mapping[str, str]], str]] = {
    "needs_coverage": _needs,
    "mutual_preference": _choices,
    "meaning": _meaning,
    "seniority_gap": _gap,
    "style": _shared("help", "Both like the same style of help:"),
    "shared_interests": _shared("interests", "Both like"),
    "hours_overlap": _hours,
    "language_fluency": _languages,
    "place": _place,
    "cross_unit": _cross,
    "same": _same,
    "different": _different,
    "near": _near,
    "contains": _contains,
}
