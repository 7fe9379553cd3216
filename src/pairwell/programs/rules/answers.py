"""What counts as an answer to a question."""

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pairwell.core.errors import Refusal
from pairwell.programs.rules.conditions import is_shown
from pairwell.programs.rules.joining import Wanted
from pairwell.programs.rules.questions import LONGTEXT_LIMIT, TEXT_LIMIT, QuestionSpec
from pairwell.programs.states import QuestionKind

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Known:
    """What of the answers given is really there.

    skills: keys of the catalog; people: id by address and by id as text; files: facts by token.
    """

    skills: Collection[str] = ()
    people: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


def check_answers(
    specs: Sequence[QuestionSpec],
    given: Mapping[str, Any],
    wanted: Wanted,
    known: Known,
    *,
    all_required: bool = True,
) -> tuple[dict[str, Any], list[Refusal]]:
    """Clean answers by question key, and everything that is wrong with the others.

    given: raw values by question key; all_required=False lets required answers wait (a manager enrolls
    people who answer later). Questions that are not asked of this person are left out.
    """
    clean: dict[str, Any] = {}
    wrong: list[Refusal] = []
    asked = {spec.key: spec for spec in specs if spec.is_for(wanted)}
    for spec in asked.values():
        if not is_shown(spec, given, asked):
            continue
        value = given.get(spec.key)
        if is_blank(value):
            if spec.required and all_required:
                wrong.append(Refusal("required", "Please answer this question.", spec.field))
            continue
        try:
            clean[spec.key] = _READERS[QuestionKind(spec.kind)](spec, value, known)
        except ValueError as problem:
            wrong.append(Refusal("bad_answer", str(problem), spec.field))
    return clean, wrong


def is_blank(value: object) -> bool:
    """Whether nothing was said."""
    return value is None or value in ([], (), {}) or (isinstance(value, str) and not value.strip())


def _text(limit: int, value: object) -> str:
    text = str(value).strip()
    if "\x00" in text:
        raise ValueError("This contains a character that can not be stored.")
    if len(text) > limit:
        raise ValueError(f"This has {len(text):,} characters; at most {limit:,} fit.")
    return text


def _single(spec: QuestionSpec, value: object, known: Known) -> str:
    if value not in {key for key, _ in spec.options}:
        raise ValueError("Choose one of the options.")
    return str(value)


def _listed(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _multiple(spec: QuestionSpec, value: object, known: Known) -> list[str]:
    keys = [key for key, _ in spec.options]
    chosen = _listed(value)
    if any(x not in keys for x in chosen):
        raise ValueError("Choose among the options.")
    if len(set(chosen)) > spec.most():
        raise ValueError(f"Choose at most {spec.most()}.")
    return [key for key in keys if key in chosen]


def _ranked(spec: QuestionSpec, value: object, known: Known) -> list[str]:
    keys = {key for key, _ in spec.options}
    chosen = [str(x) for x in _listed(value)]
    if any(x not in keys for x in chosen):
        raise ValueError("Choose among the options.")
    if len(set(chosen)) < len(chosen):
        raise ValueError("Give each place once.")
    if len(chosen) > spec.most():
        raise ValueError(f"Put at most {spec.most()} in order.")
    return chosen


def _scale(spec: QuestionSpec, value: object, known: Known) -> int:
    number = _finite(value)
    if number not in (1, 2, 3, 4, 5):
        raise ValueError("Choose a whole number from 1 to 5.")
    return int(number)


def _finite(value: object) -> float | int:
    try:
        number = float(str(value).replace(",", "."))
    except ValueError:
        raise ValueError("Write a number, such as 3 or 2.5.") from None
    if not math.isfinite(number) or abs(number) > 1e9:
        raise ValueError("Write a number, such as 3 or 2.5.")
    return int(number) if number.is_integer() else number


def _number(spec: QuestionSpec, value: object, known: Known) -> float | int:
    number = _finite(value)
    least, most = spec.limits.get("least"), spec.limits.get("most")
    if (least is not None and number < least) or (most is not None and number > most):
        low = f"from {least:g}" if least is not None else ""
        high = f"up to {most:g}" if most is not None else ""
        raise ValueError(f"A number {low} {high}".replace("  ", " ").strip() + ", please.")
    return number


def _yes_or_no(spec: QuestionSpec, value: object, known: Known) -> bool:
    words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    found = words.get(str(value).strip().lower())
    if found is None:
        raise ValueError("Choose yes or no.")
    return found


def _date(spec: QuestionSpec, value: object, known: Known) -> str:
    try:
        day = value if isinstance(value, date) else date.fromisoformat(str(value).strip())
    except ValueError:
        raise ValueError("Write a date, such as 2027-03-31.") from None
    if not 1900 <= day.year <= 2200:
        raise ValueError("Write a date between 1900 and 2200.")
    return day.isoformat()


def _skills(spec: QuestionSpec, value: object, known: Known) -> list[str] | dict[str, list[int]]:
    """Keys; with level (1 to 5) and urgency (1 to 3) by key when the question asks for them."""
    levels = value if isinstance(value, Mapping) else {}
    chosen = list(dict.fromkeys(str(x) for x in (levels or _listed(value))))
    strangers = [x for x in chosen if x not in known.skills]
    if strangers:
        named = ", ".join(f"“{x[:60]}”" for x in strangers[:3]).replace("\x00", "")
        raise ValueError(f"Not in the skill catalog: {named}. Choose from the list.")
    if len(chosen) > spec.most():
        raise ValueError(f"{len(chosen)} skills; choose the {spec.most()} that matter most.")
    if not spec.limits.get("levels"):
        return chosen
    return {key: [_within(levels.get(key), 0, 5, 3), _within(levels.get(key), 1, 3, 2)] for key in chosen}


def _within(numbers: object, place: int, most: int, usual: int) -> int:
    try:
        number = int(numbers[place])  # type: ignore[index]
    except (TypeError, ValueError, IndexError, KeyError):
        return usual
    return min(most, max(1, number))


def _people(spec: QuestionSpec, value: object, known: Known) -> list[int]:
    said = value.replace(";", ",").split(",") if isinstance(value, str) else _listed(value)
    names = list(dict.fromkeys(str(one).strip().lower() for one in said if str(one).strip()))
    strangers = [name for name in names if name not in known.people]
    if strangers:
        raise ValueError(
            f"Nobody in the directory that you can name is “{strangers[0][:80]}”.".replace("\x00", "")
        )
    if len(names) > spec.most():
        raise ValueError(f"Name at most {spec.most()}.")
    return [known.people[name] for name in names]


def _hours(spec: QuestionSpec, value: object, known: Known) -> dict[str, list[list[int]]]:
    """{"mon": [[9, 12], [14, 17]]}, from ticked hours ("mon-9") or from the same shape."""
    if isinstance(value, Mapping):
        ticked = [
            f"{day}-{hour}" for day, spans in value.items() for span in spans for hour in range(*span[:2])
        ]
    else:
        ticked = [str(one) for one in _listed(value)]
    hours: dict[str, list[list[int]]] = {}
    for mark in sorted(set(ticked), key=_place_in_week):
        day, hour = mark.split("-")[0], int(mark.split("-")[1])
        spans = hours.setdefault(day, [])
        if spans and spans[-1][1] == hour:
            spans[-1][1] = hour + 1
        else:
            spans.append([hour, hour + 1])
    return hours


def _place_in_week(mark: str) -> int:
    day, _, hour = mark.partition("-")
    if day not in DAYS or not (hour.isascii() and hour.isdigit() and int(hour) < 24):
        raise ValueError("Choose hours of the week.")
    return DAYS.index(day) * 24 + int(hour)


def _file(spec: QuestionSpec, value: object, known: Known) -> dict[str, Any]:
    token = value.get("file") if isinstance(value, Mapping) else None
    facts = known.files.get(str(token))
    if facts is None:
        raise ValueError("This file is not here any more. Please choose it again.")
    return {"file": str(token), "name": facts["name"], "size": facts["size"]}


_Reader = Callable[[QuestionSpec, Any, Known], Any]
_READERS: dict[QuestionKind, _Reader] = {
    QuestionKind.TEXT: lambda spec, value, known: _text(TEXT_LIMIT, value),
    QuestionKind.LONGTEXT: lambda spec, value, known: _text(LONGTEXT_LIMIT, value),
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.RANKED: _ranked,
    QuestionKind.SCALE: _scale,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.YESNO: _yes_or_no,
    QuestionKind.SKILLS: _skills,
    QuestionKind.PERSON: _people,
    QuestionKind.HOURS: _hours,
    QuestionKind.FILE: _file,
}
