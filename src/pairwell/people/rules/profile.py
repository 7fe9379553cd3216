"""What a profile may say."""

from collections.abc import Mapping, Sequence

from pairwell.core.errors import Refusal

STYLES: dict[str, str] = {
    "listener": "Listens and asks",
    "teacher": "Explains and shows",
    "challenger": "Challenges and stretches",
    "connector": "Opens doors to people",
    "planner": "Plans and keeps track",
}
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MOST_SKILLS = 15


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
