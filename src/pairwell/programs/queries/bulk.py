"""A dry run of enrolling many: which lines can be used, and what is wrong with the others."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pairwell.core.errors import Refusal
from pairwell.core.text import fold
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.rules.joining import (
    Offer,
    Wanted,
    check_wanted,
    has_two_sides,
    may_be_enrolled,
    most_mentees,
)
from pairwell.programs.states import Format
from pairwell.programs.values import offer_of

MOST_LINES = 5000
_ROLES = {
    "mentor": (True, False), "mentors": (True, False), "leader": (True, False),
    "mentee": (False, True), "mentees": (False, True), "member": (False, True), "peer": (False, True),
    "both": (True, True), "mentor+mentee": (True, True), "mentor and mentee": (True, True),
}  # fmt: skip


@dataclass(frozen=True)
class BulkLine:
    """A line that can be used."""

    number: int
    person: Person
    wanted: Wanted


@dataclass(frozen=True)
class BulkProblem:
    """A line that can not, with the reason."""

    number: int
    raw: str
    reason: str


@dataclass(frozen=True)
class BulkPlan:
    """What a dry run found."""

    good: tuple[BulkLine, ...]
    problems: tuple[BulkProblem, ...]


def plan_bulk(program: Program, text: str) -> BulkPlan:
    """Read lines of `email, role, places` (commas, semicolons or tabs).

    A heading line may name the columns in another order, as the export of the people table does: Email,
    Role, and Places or Mentee places and Mentor places; other columns are left alone.
    role: mentor, mentee or both (may be empty for peers); places: mentees a mentor can take, or mentors
    a mentee wants; 1 (a circle's size for leaders) when empty. Two queries for any number of lines.
    """
    rows = _rows(text)
    if len(rows) > MOST_LINES:
        said = f"{len(rows):,} lines; at most {MOST_LINES:,} at a time."
        return BulkPlan((), (BulkProblem(1, "", said),))
    mails = {cells[0].lower() for _, cells in rows if cells}
    people = {person.email.lower(): person for person in Person.objects.filter(email__in=mails)}
    states = dict(
        Enrollment.objects.filter(program=program, person__in=people.values()).values_list(
            "person_id", "state"
        )
    )
    return _judge(rows, people, states, offer_of(program))


def _judge(
    rows: Sequence[tuple[int, list[str]]], people: dict[str, Person], states: dict[int, str], offer: Offer
) -> BulkPlan:
    good: list[BulkLine] = []
    problems: list[BulkProblem] = []
    seen: dict[int, int] = {}
    for number, cells in rows:
        person = people.get(cells[0].lower())
        wanted, reason = _wanted(cells, offer)
        if person is None:
            reason = f"Nobody in the directory has the address “{cells[0][:80]}”."
        elif person.pk in seen:
            reason = f"The same person as on line {seen[person.pk]}."
        else:
            seen[person.pk] = number
            reason = reason or _first(
                [may_be_enrolled(state=offer.state, is_active=person.is_active, now_in=states.get(person.pk))]
            )
        if reason or person is None or wanted is None:
            problems.append(BulkProblem(number, ", ".join(cells)[:200], reason))
        else:
            good.append(BulkLine(number, person, wanted))
    return BulkPlan(tuple(good), tuple(problems))


def _rows(text: str) -> list[tuple[int, list[str]]]:
    lines = text.replace("\x00", "").lstrip("\ufeff").splitlines()
    delimiter = max(",;\t", key=text.count)
    found = []
    order: tuple[int, int | None, int | None, int | None] | None = None
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
        if number == 1 and "@" not in line:
            order = _order_of(cells)
            continue
        if any(cells):
            found.append((number, _in_order(cells, order)))
    return found


def _order_of(heading: Sequence[str]) -> tuple[int, int | None, int | None, int | None] | None:
    """Where email, role, and places of mentors and mentees stand; None when the heading names no email."""
    names = [fold(cell) for cell in heading]
    place = {name: at for at, name in reversed(list(enumerate(names)))}
    email = next((place[name] for name in ("email", "e-mail", "mail", "address") if name in place), None)
    if email is None:
        return None
    both = place.get("places")
    return email, place.get("role"), place.get("mentee places", both), place.get("mentor places", both)


def _in_order(
    cells: Sequence[str], order: tuple[int, int | None, int | None, int | None] | None
) -> list[str]:
    if order is None:
        return list(cells)
    email, role, as_mentor, as_mentee = order

    def at(place: int | None) -> str:
        return cells[place].removeprefix("'") if place is not None and place < len(cells) else ""

    places = at(as_mentee) if at(role).lower().startswith(("mentee", "member", "peer")) else at(as_mentor)
    return [at(email), at(role), places]


def _wanted(cells: Sequence[str], offer: Offer) -> tuple[Wanted | None, str]:
    """Roles and places of a line, or the reason why it does not do."""
    word = cells[1].lower() if len(cells) > 1 else ""
    if not word and not has_two_sides(offer.format):
        word = "peer"
    if word not in _ROLES:
        said = f"“{word[:40]}” is not a role" if word else "The role is missing"
        return None, f"{said}: write mentor, mentee or both."
    as_mentor, as_mentee = _ROLES[word]
    given = cells[2] if len(cells) > 2 else ""
    if given and not (given.isascii() and given.isdigit()):
        return None, f"“{given[:40]}” is not a number of places."
    usual = most_mentees(offer) if offer.format == Format.GROUP else 1
    wanted = Wanted(
        as_mentor,
        as_mentee,
        (int(given) if given else usual) if as_mentor else 0,
        (int(given) if given and not as_mentor else 1) if as_mentee else 0,
    )
    return wanted, _first(check_wanted(offer, wanted), "places: ")


def _first(refusals: Iterable[Refusal | None], before: str = "") -> str:
    for refusal in refusals:
        if refusal is not None:
            return f"{before if refusal.code == 'places' else ''}{refusal.message}"
    return ""
