"""The programs of the demo: which, in which state, how large, and who could be in them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from pairwell.cli.company.cast import PARTS
from pairwell.people.models import Person
from pairwell.programs.actions.program import create_program_from_template
from pairwell.programs.models import Grant, Program
from pairwell.programs.states import ProgramRole, ProgramState

WHOLE = 600  # the size of company that the numbers below are meant for
MOST_TIMES = 10  # a company of 20,000 has larger programs, though not 33 times as large


@dataclass(frozen=True, slots=True)
class Plan:
    """One program. `starts` in days from today; `mentees` and `mentors` in a company of 600.

    junior, senior: levels (least, most) of the people on the mentees' and the mentors' side.
    before: the key of the run that it was made from.
    """

    key: str
    template: str
    name: str
    state: ProgramState
    starts: int
    mentees: int = 0
    mentors: int = 0
    junior: tuple[int, int] = (1, 5)
    senior: tuple[int, int] = (5, 9)
    needs_approval: bool | None = None
    invited: int = 0
    before: str = ""


S = ProgramState
PLANS: Final[tuple[Plan, ...]] = (
    Plan("growing", "first-time-manager", "Growing into leadership",
         S.MATCHING, 12, 240, 150, (2, 5), (4, 9)),
    Plan("pipeline", "leadership-pipeline", "Leadership pipeline",
         S.ACTIVE, -104, 64, 52, (3, 6), (5, 9), before="first pipeline"),
    Plan("reverse", "reverse-digital", "Reverse mentoring: digital",
         S.ACTIVE, -47, 24, 24, (6, 9), (1, 3)),
    Plan("peers", "peer-learning", "Peer learning", S.ACTIVE, -62, 44, 0, (2, 6)),
    Plan("circles", "erg-circle", "Circles of Women in Trades", S.ACTIVE, -83, 30, 5, (1, 6), (5, 9)),
    Plan("exchange", "skills-exchange", "Skills exchange",
         S.ENROLLING, 24, 58, 41, (1, 8), (2, 9), invited=30),
    Plan("women", "women-in-leadership", "Women in leadership",
         S.ENROLLING, 40, 26, 14, (3, 6), (5, 9), True, 40),
    Plan("closed", "first-time-manager", "First-time managers", S.CLOSED, -287, 116, 92, (2, 6), (5, 9)),
    Plan("archived", "new-hire-buddy", "New-hire buddies", S.ARCHIVED, -520, 18, 18, (1, 4), (2, 6)),
    Plan("parents", "erg-circle", "Circles for working parents",
         S.ENROLLING, 26, 34, 6, (1, 8), (4, 9)),
    Plan("draft", "parental-return", "Coming back after parental leave", S.DRAFT, 70),
    Plan("first pipeline", "leadership-pipeline", "Leadership pipeline",
         S.CLOSED, -468, 48, 40, (3, 6), (5, 9)),
)  # fmt: skip

RESULTS: Final[dict[str, str]] = {
    "closed": "Nine of ten pairs went to the end. What worked: a fixed slot from the first week on, and "
    "mentors who told of their own first year. What we change next time: an evening for the mentors in month "
    "two, and no start in the last week of a quarter.",
    "first pipeline": "A good first run. Pairs that met within two weeks went on to the end; the next run asks for a "
    "first session in week one.",
    "archived": "A small first run, to learn. Newcomers wanted a buddy in their own office above all; the "
    "next run weighs that more.",
}


def scaled(number: int, people: int) -> int:
    """How many take part in a company of this size."""
    return round(number * min(people / WHOLE, MOST_TIMES))


def write_programs(persons: list[Person], today: date) -> dict[str, Program]:
    """Every program from its template, run by the program manager of the cast; by the key of its plan."""
    by_part = {part.key: persons[number] for number, part in enumerate(PARTS)}
    made = {plan.key: _program(plan, by_part["administrator"], today) for plan in PLANS}
    for plan in PLANS:
        if plan.before:
            made[plan.key].earlier_run = made[plan.before]
            made[plan.key].save(update_fields=["earlier_run"])
    Grant.objects.all().delete()  # the administrator made them; the program manager runs them
    Grant.objects.bulk_create(
        Grant(program=program, person=by_part["manager"], role=ProgramRole.MANAGER)
        for program in made.values()
    )
    return made


def _program(plan: Plan, by: Person, today: date) -> Program:
    starts = today + timedelta(days=plan.starts)
    name = plan.name if plan.state == S.DRAFT else f"{plan.name} {starts.year}"
    program = create_program_from_template(by=by, template_key=plan.template, name=name, starts_on=starts)
    changes: dict[str, Any] = {"state": plan.state, "results": _results(plan)}
    if plan.needs_approval is not None:
        changes["needs_approval"] = plan.needs_approval
    if plan.state == S.ENROLLING and program.enrollment_opens_on and program.enrollment_opens_on > today:
        changes["enrollment_opens_on"] = today - timedelta(days=9)
    for field, value in changes.items():
        setattr(program, field, value)
    program.save(update_fields=list(changes))
    return program


def _results(plan: Plan) -> dict[str, str]:
    return {"summary": RESULTS[plan.key]} if plan.key in RESULTS else {}
