"""What will happen when: everything a program's dates and plans bring about, in order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from pairwell.programs.models import PlannedMove, Program
from pairwell.programs.rules.moves import button_to, moves_ahead
from pairwell.programs.states import Moment, PlannedMoveState, ProgramState


@dataclass(frozen=True)
class Happening:
    """Something that will happen. by: "itself", "you" (nobody does it otherwise) or "date" (a date passes)."""

    on: date
    at: datetime | None
    what: str
    by: str
    is_past: bool


@dataclass(frozen=True)
class MoveAhead:
    """A move the program still comes to, and when it is planned, if it is."""

    to: str
    label: str
    planned: PlannedMove | None
    failed: PlannedMove | None
    usual: date | None


def moves_of(program: Program) -> list[MoveAhead]:
    """Every move ahead with its plan: one query."""
    rows = list(
        PlannedMove.objects.filter(
            program=program, state__in=(PlannedMoveState.PLANNED, PlannedMoveState.FAILED)
        ).order_by("id")
    )
    planned = {row.to: row for row in rows if row.state == PlannedMoveState.PLANNED}
    failed = {row.to: row for row in rows if row.state == PlannedMoveState.FAILED}
    return [
        MoveAhead(str(to), button_to(to), planned.get(to), failed.get(to), usual_day(program, to))
        for to in moves_ahead(program.state)
    ]


def usual_day(program: Program, to: str) -> date | None:
    """The day that the program's dates suggest for a move."""
    closes = program.enrollment_closes_on
    days = {
        ProgramState.ENROLLING: program.enrollment_opens_on,
        ProgramState.MATCHING: closes + timedelta(days=1) if closes else None,
        ProgramState.ACTIVE: program.starts_on,
        ProgramState.CLOSED: program.ends_on + timedelta(days=1) if program.ends_on else None,
        ProgramState.ARCHIVED: program.ends_on + timedelta(days=90) if program.ends_on else None,
    }
    return days.get(ProgramState(to))


def timeline(program: Program, moves: list[MoveAhead], today: date) -> list[Happening]:
    """Everything that is to come, and the dates that have passed, in order; no query."""
    found = [*_moves(moves), *_dates(program, moves), *_surveys(program)]
    found = [_with_past(one, today) for one in found]
    return sorted(found, key=lambda one: (one.on, one.at is None, one.what))


def _with_past(one: Happening, today: date) -> Happening:
    return Happening(one.on, one.at, one.what, one.by, is_past=one.on < today)


def _moves(moves: list[MoveAhead]) -> Iterator[Happening]:
    for move in moves:
        if move.planned is not None:
            local = timezone.localtime(move.planned.at)
            yield Happening(local.date(), move.planned.at, move.label, "itself", is_past=False)
        elif move.usual is not None and move.to != ProgramState.ARCHIVED:
            yield Happening(move.usual, None, move.label, "you", is_past=False)


def _dates(program: Program, moves: list[MoveAhead]) -> Iterator[Happening]:
    closes, starts, ends = program.enrollment_closes_on, program.starts_on, program.ends_on
    if closes:
        yield Happening(closes, None, "Last day to join", "date", is_past=False)
    if starts:
        yield Happening(starts, None, "Mentorships start", "date", is_past=False)
    if ends:
        yield Happening(ends, None, "Mentorships end", "date", is_past=False)


def _surveys(program: Program) -> Iterator[Happening]:
    for row in program.surveys:
        day = survey_day(program, str(row.get("moment", "")))
        if day is not None:
            label = str(Moment(row["moment"]).label).lower()
            yield Happening(
                day, None, f"Survey {label}, of {row.get('audience', 'everybody')}", "date", is_past=False
            )


def survey_day(program: Program, moment: str) -> date | None:
    """The day of a survey: the start, a quarter and half of the way, a week before the end."""
    starts, ends = program.starts_on, program.ends_on
    if starts is None or ends is None or moment not in Moment.values:
        return None
    length = ends - starts
    days = {
        Moment.BASELINE: starts,
        Moment.PULSE: starts + length / 4,
        Moment.MIDPOINT: starts + length / 2,
        Moment.CLOSING: max(starts, ends - timedelta(days=7)),
    }
    return days[Moment(moment)]
