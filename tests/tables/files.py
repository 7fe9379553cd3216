"""Small files for tests, and what was said about them."""

from pathlib import Path

from pairwell.tables.people import Roster, read_people
from pairwell.tables.pool import Records, combine
from pairwell.tables.reading import Sheet, read_table

EXAMPLES = Path(__file__).parents[2] / "examples"
MENTEES = "Name,Email,Wants to learn\nZoë Ünal,zoe@example.com,SQL\nDiego Ruiz,diego@example.com,Python\n"
MENTORS = "Name,Email,Expertise,How many?\nIngrid Solberg,ingrid@example.com,SQL (5),2\n"


def sheet_of(text: str, name: str = "mentees.csv", *, folder: Path) -> Sheet:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_table(path)


def people_of(text: str, side: str, folder: Path, **options: object) -> Roster:
    return read_people(sheet_of(text, f"{side}.csv", folder=folder), side, **options)


def records_of(mentees: str, mentors: str, folder: Path) -> Records:
    return combine(people_of(mentees, "mentees", folder), people_of(mentors, "mentors", folder))


def said(notices: list, level: str) -> str:
    return "\n".join(str(notice) for notice in notices if notice.level == level)


def hours_by_day(slots: list[int] | None) -> dict[int, list[int]]:
    days: dict[int, list[int]] = {}
    for slot in slots or []:
        days.setdefault(slot // 24, []).append(slot % 24)
    return {day: [hours[0], hours[-1] + 1, len(hours)] for day, hours in days.items()}
