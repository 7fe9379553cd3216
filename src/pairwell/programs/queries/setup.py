"""Reads for setting a program up: who is in it, what is missing, what a move would do."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import connection

from pairwell.library.queries import course_choices
from pairwell.programs.models import Grant, Policy, Program
from pairwell.programs.rules.moves import Pool, button, button_to, state_before
from pairwell.programs.rules.setup import ReadinessItem, SetupFacts, readiness
from pairwell.programs.states import Format, ProgramRole, ProgramState

_POOLS = """
WITH places AS (
    SELECT program_id, state, count(*) AS number,
           count(*) FILTER (WHERE as_mentor) AS mentors, count(*) FILTER (WHERE as_mentee) AS mentees,
           sum(mentee_places) AS mentee_places, sum(mentor_places) AS mentor_places,
           count(*) FILTER (WHERE mentees_held + mentors_held > 0) AS placed
    FROM programs_enrollment WHERE program_id = ANY(%(programs)s) GROUP BY program_id, state
)
SELECT program.id,
       (SELECT count(*) FROM programs_invitation WHERE program_id = program.id) AS invited,
       coalesce(sum(number) FILTER (WHERE state IN ('applied', 'waitlisted')), 0) AS applied,
       coalesce(sum(number) FILTER (WHERE state = 'approved'), 0) AS approved,
       coalesce(sum(mentors) FILTER (WHERE state = 'approved'), 0) AS mentors,
       coalesce(sum(mentees) FILTER (WHERE state = 'approved'), 0) AS mentees,
       coalesce(sum(mentee_places) FILTER (WHERE state = 'approved'), 0) AS mentee_places,
       coalesce(sum(mentor_places) FILTER (WHERE state = 'approved'), 0) AS mentor_places,
       coalesce(sum(placed) FILTER (WHERE state = 'approved'), 0) AS placed,
       coalesce(sum(number), 0) AS everybody
FROM unnest(%(programs)s::bigint[]) AS program (id) LEFT JOIN places ON places.program_id = program.id
GROUP BY program.id
"""
"""Each state of each program is counted first, in one pass; then each number is a sum of a few counts."""


def pools_of(programs: Iterable[Program]) -> dict[int, Pool]:
    """Where people stand in each program, by its id: one query for any number of programs."""
    with connection.cursor() as cursor:
        cursor.execute(_POOLS, {"programs": [program.pk for program in programs]})
        return {pk: Pool(*map(int, numbers)) for pk, *numbers in cursor.fetchall()}


def pool_of(program: Program) -> Pool:
    """Where people stand in one program."""
    return pools_of([program])[program.pk]


def facts_of(program: Program) -> SetupFacts:
    """What readiness looks at, in five queries."""
    return SetupFacts(
        aim=program.aim,
        expectations=program.expectations,
        starts_on=program.starts_on,
        ends_on=program.ends_on,
        enrollment_closes_on=program.enrollment_closes_on,
        format=program.format,
        is_open=program.is_open,
        questions=program.questions.count(),
        has_policy=Policy.objects.filter(program=program).exists(),
        managers=Grant.objects.filter(program=program, role=ProgramRole.MANAGER).count(),
        pool=pool_of(program),
        by_nomination=program.by_nomination,
        join_code=program.join_code,
        is_rolling=program.is_rolling,
        circle_leaders=program.circle_leaders,
        mentor_capacity=program.mentor_capacity,
        missing_training=_missing_training(program),
        has_objective=program.objectives.filter(is_dropped=False).exists(),
    )


def _missing_training(program: Program) -> tuple[str, ...]:
    """Courses that mentors must finish and that nobody can take: they would wait for ever."""
    if not program.mentor_training:
        return ()
    offered = dict(course_choices("mentors"))
    return tuple(key for key in program.mentor_training if key not in offered)


def readiness_of(program: Program) -> list[ReadinessItem]:
    """The check list of one program."""
    return readiness(facts_of(program))


@dataclass(frozen=True)
class MovePreview:
    """What a move will do: who is told, what starts, what stops."""

    to: str
    button: str
    effects: tuple[str, ...]
    is_back: bool = False


def preview_move(program: Program, to: str, pool: Pool) -> MovePreview:
    """What moving a program would do, in sentences, before it is done."""
    effects = _EFFECTS[(program.state, to)](program, pool)
    order = list(ProgramState.values)
    return MovePreview(
        to, button(program.state, to), tuple(effects), order.index(to) < order.index(program.state)
    )


def preview_ahead(program: Program, to: str, pool: Pool) -> MovePreview:
    """What a move that is still ahead would do, as things stand now."""
    effects = _EFFECTS[(state_before(to), to)](program, pool)
    return MovePreview(to, button_to(to), tuple(effects))


def _opening(program: Program, pool: Pool) -> list[str]:
    who = (
        "Everybody in the directory sees it and can join"
        if program.is_open
        else "People you invited, and those with the code, can join"
        if program.join_code
        else "People you invited can join"
    )
    until = f" until {program.enrollment_closes_on:%d %B %Y}" if program.enrollment_closes_on else ""
    said = [f"{who}{until}."]
    if pool.invited:
        said.append(f"{_people(pool.invited)} you invited get their letter now.")
    if program.needs_approval:
        said.append("You approve each enrollment before it counts.")
    if program.asks_people_manager:
        said.append("People managers are asked to approve their reports' applications.")
    if program.by_nomination:
        said.append("People managers can nominate their reports.")
    return said


def _matching(program: Program, pool: Pool) -> list[str]:
    said = ["Nobody can join by themself any more; you can still enroll people."]
    if program.is_rolling:
        said = ["People can go on joining all the time; match those who are there."]
    if pool.applied:
        said.append(f"{_people(pool.applied)} still wait for your approval and will not be matched.")
    sides = "" if program.format == Format.PEER else f": {pool.mentors} as mentors, {pool.mentees} as mentees"
    said.append(f"{_people(pool.approved)} are ready to be matched{sides}.")
    return said


def _starting(program: Program, pool: Pool) -> list[str]:
    waiting = pool.approved - pool.placed
    said = ["The program runs: its results start to count."]
    if waiting:
        said.append(f"{_people(waiting)} have no pair yet; you can go on matching them.")
    if program.starting_text.strip():
        said.append(f"{_people(pool.approved)} get your letter at the start.")
    return said


def _closing(program: Program, pool: Pool) -> list[str]:
    said = [
        "No new pairs begin. Mentorships that still run go on until the day they end.",
        "Everything stays readable for its members, and the results stay with you.",
    ]
    if program.closing_text.strip():
        said.append(f"{_people(pool.approved)} get your letter at the end.")
    return said


_EFFECTS: dict[tuple[str, str], Callable[[Program, Pool], list[str]]] = {
    (ProgramState.DRAFT, ProgramState.ENROLLING): _opening,
    (ProgramState.MATCHING, ProgramState.ENROLLING): _opening,
    (ProgramState.ENROLLING, ProgramState.MATCHING): _matching,
    (ProgramState.MATCHING, ProgramState.ACTIVE): _starting,
    (ProgramState.ACTIVE, ProgramState.CLOSED): _closing,
    (ProgramState.CLOSED, ProgramState.ARCHIVED): lambda p, c: ["It leaves your list. Nothing is deleted."],
    (ProgramState.ENROLLING, ProgramState.DRAFT): lambda p, c: ["Nobody sees it until you open it again."],
    (ProgramState.ACTIVE, ProgramState.MATCHING): lambda p, c: ["Mentorships that run go on as they are."],
    (ProgramState.CLOSED, ProgramState.ACTIVE): lambda p, c: ["New pairs can begin again."],
    (ProgramState.ARCHIVED, ProgramState.CLOSED): lambda p, c: ["It is in your list again."],
}


def _people(number: int) -> str:
    return "1 person" if number == 1 else f"{number} people"
