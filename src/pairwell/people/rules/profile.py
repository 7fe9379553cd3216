"""What a profile may say."""

from collections.abc import Iterable, Mapping, Sequence

from pairwell.core.errors import Refusal
from pairwell.people.rules.languages import LANGUAGES

STYLES: dict[str, str] = {
    "listener": "Listens and asks",
    "teacher": "Explains and shows",
    "challenger": "Challenges and stretches",
    "connector": "Opens doors to people",
    "planner": "Plans and keeps track",
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_SKILLS = 15
FLUENCY: dict[int, str] = {
    1: "A few words",
    2: "Simple conversations",
    3: "Everyday work",
    4: "Fluent",
    5: "Mother tongue or like it",
}
Hours = dict[str, list[list[int]]]


def refuse_skills(levels: Mapping[str, int], *, kind: str) -> Refusal | None:
    """Few skills say more than many; levels go from 1 to 5."""
    if len(levels) > MOST_SKILLS:
        return Refusal("many", f"Choose at most {MOST_SKILLS} skills; the most important ones.", kind)
    if any(level not in range(1, 6) for level in levels.values()):
        return Refusal("level", "Levels go from 1 (first steps) to 5 (could teach it).", kind)
    return None


def refuse_hours(hours: Mapping[str, Sequence[Sequence[int]]]) -> Refusal | None:
    """Working hours are spans of whole hours within a day, each ending after it starts."""
    for day, spans in hours.items():
        fine = day in DAYS and all(len(span) == 2 and 0 <= span[0] < span[1] <= 24 for span in spans)
        if not fine:
            return Refusal("hours", "Working hours run from 0 to 24 and end after they start.", "hours")
    return None


def refuse_languages(languages: Mapping[str, int]) -> Refusal | None:
    """Languages that we know, each with a fluency from 1 to 5."""
    if any(code not in LANGUAGES for code in languages):
        return Refusal("language", "Choose a language from the list.", "languages")
    if any(fluency not in FLUENCY for fluency in languages.values()):
        return Refusal("fluency", "Say how well you speak it, from 1 to 5.", "languages")
    return None


def spans_of(cells: Iterable[str]) -> Hours:
    """Working hours of a grid's ticked cells ("mon-9" is Monday from 9 to 10); other words are ignored."""
    by_day: dict[str, set[int]] = {day: set() for day in DAYS}
    for cell in cells:
        day, _, hour = cell.partition("-")
        if day in by_day and hour.isascii() and hour.isdigit() and len(hour) < 3 and int(hour) < 24:
            by_day[day].add(int(hour))
    return {day: spans for day in DAYS if (spans := _joined(sorted(by_day[day])))}


def _joined(hours: Sequence[int]) -> list[list[int]]:
    spans: list[list[int]] = []
    for hour in hours:
        if spans and spans[-1][1] == hour:
            spans[-1][1] = hour + 1
        else:
            spans.append([hour, hour + 1])
    return spans


def cells_of(hours: Mapping[str, Sequence[Sequence[int]]]) -> set[str]:
    """The inverse of spans_of."""
    return {
        f"{day}-{hour}" for day, spans in hours.items() for start, end in spans for hour in range(start, end)
    }
