"""The story of a program on one page: the same for managers, sponsors, the report and the files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import zip_longest

from pairwell.core import clock
from pairwell.core.at_once import at_once
from pairwell.insights import charts, foretold, groups, series
from pairwell.insights.charts import Chart
from pairwell.insights.definitions import FIELD, Published
from pairwell.insights.effect import Effect, effect_of
from pairwell.insights.figures import Figure, figures_of_many
from pairwell.insights.figures.people import FUNNEL
from pairwell.insights.runs import Runs, runs_of
from pairwell.insights.series import Part
from pairwell.programs.models import Program
from pairwell.programs.states import OVER, ProgramState

RUNNING = (ProgramState.ACTIVE, ProgramState.MATCHING)


@dataclass(frozen=True, slots=True)
class Beside:
    """One of our figures beside the field's published one."""

    ours: Figure
    field: Published


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the page shows. runs: the program beside its earlier ones, if any were asked for.

    made_at: when the numbers were read; they are never older than the page.
    """

    program: Program
    figures: Mapping[str, Figure]
    funnel: tuple[Part, ...]
    charts: tuple[Chart, ...]
    beside: tuple[Beside, ...]
    sentences: tuple[str, ...]
    effect: Effect
    plan: tuple[Part, ...]
    runs: Runs | None
    made_at: datetime


def story_of(program: Program, earlier: Sequence[Program] = ()) -> Story:
    """Read everything once, all of one moment; some twenty queries, whatever the program's size."""
    made_at = clock.now()
    every, effect, *drawn = at_once(
        partial(figures_of_many, [program, *earlier]),
        partial(effect_of, program),
        *(partial(draw, program) for draw in _CHARTS),
    )
    figures = every[program.pk]
    return Story(
        program,
        figures,
        funnel_of(figures),
        tuple(sorted(_in_order(drawn), key=lambda chart: not chart.svg)),
        tuple(Beside(figures[field.key], field) for field in FIELD),
        tuple(sentences(figures)),
        effect,
        tuple(against_plan(program, figures)),
        runs_of(program, earlier, every),
        made_at,
    )


def against_plan(program: Program, figures: Mapping[str, Figure]) -> list[Part]:
    """How far a running program is beside the time that has passed; nothing for one that is over or has no dates."""
    if program.state not in RUNNING or not program.starts_on or not program.ends_on:
        return []
    whole = (program.ends_on - program.starts_on).days + 1
    passed = min(whole, (clock.today() - program.starts_on).days + 1)
    if passed < 1:
        return []
    number = {key: figure.value or 0.0 for key, figure in figures.items()}
    rows = [Part(f"Time passed: day {passed} of {whole}", passed, passed / whole)]
    for of, done, label in (
        ("matched", "met", "People matched who have met"),
        ("goals", "goals_reached", "Goals reached"),
    ):
        if number[of]:
            told = f"{label}: {number[done]:,.0f} of {number[of]:,.0f}"
            rows.append(Part(told, number[done], number[done] / number[of]))
    rhythm = figures["in_rhythm"]
    if rhythm.value is not None:
        rows.append(Part(f"Mentorships in rhythm: {rhythm.in_words}", rhythm.value, rhythm.value))
    return rows


def funnel_of(figures: Mapping[str, Figure]) -> tuple[Part, ...]:
    """The steps from invited to completed, in people."""
    steps = [(figures[key].definition.label, figures[key].value or 0.0) for key in FUNNEL]
    most = max(count for _, count in steps) or 1.0
    return tuple(Part(label, count, count / most) for label, count in steps)


def charts_of(program: Program) -> list[Chart]:
    """Every chart of a program."""
    return _in_order(at_once(*(partial(draw, program) for draw in _CHARTS)))


def _in_order(drawn: Sequence[Sequence[Chart]]) -> list[Chart]:
    """One chart of each reading, then the others: by department before by office."""
    return [chart for row in zip_longest(*drawn) for chart in row if chart]


def _sessions(program: Program) -> list[Chart]:
    chart = charts.bars(
        "sessions",
        "Sessions by month",
        "Sessions held, meetings elsewhere included.",
        series.sessions_by_month(program),
        unit="Sessions",
        empty="Bars appear once pairs have met.",
    )
    return [chart]


def _load(program: Program) -> list[Chart]:
    over = program.state in OVER
    chart = charts.bars(
        "load",
        "Mentors’ load",
        "How many mentees each mentor had in all." if over else "How many mentees each mentor has now.",
        series.mentor_load(program, in_all=over),
        unit="Mentors",
        empty="Nobody has a place as a mentor yet.",
    )
    return [chart]


def _endings(program: Program) -> list[Chart]:
    chart = charts.bars(
        "endings",
        "Why mentorships ended early",
        "Reasons in groups, shown from five endings up.",
        series.ending_reasons(program),
        unit="Endings",
        empty="Fewer than five mentorships ended early.",
    )
    return [chart]


def _fit(program: Program) -> list[Chart]:
    groups_by_fit = foretold.by_fit(program)
    chart = charts.shares(
        "fit",
        "Did fit foretell how it went?",
        foretold.in_words(groups_by_fit),
        groups_by_fit,
        what="Went well",
        empty=foretold.EMPTY,
    )
    return [chart]


def _matched(program: Program) -> list[Chart]:
    return [
        charts.shares(
            f"matched-{way}",
            f"Matched, by {groups.WAYS[way].lower()}",
            "Share of those with a place who were matched. Groups below five people are put together.",
            rows,
            what="Matched",
            empty="Nobody has a place yet.",
        )
        for way, rows in groups.matched_by(program).items()
    ]


def _joined(program: Program) -> list[Chart]:
    return [
        charts.shares(
            f"joined-{way}",
            f"Joined, by {groups.WAYS[way].lower()}",
            "Share of everybody in the directory who has joined: who is not reached yet?",
            rows,
            what="Joined",
            empty="The directory is empty.",
        )
        for way, rows in groups.joined_by(program).items()
    ]


#: As they stand on the page; each reads for itself.
_CHARTS = (_sessions, _load, _endings, _fit, _matched, _joined)


def sentences(figures: Mapping[str, Figure]) -> list[str]:
    """What an executive reads first: three or four sentences, none of them without a number behind it."""
    number = {key: figure.value or 0 for key, figure in figures.items()}
    found = []
    if number["matched"]:
        found.append(
            f"{number['matched']:,.0f} people were matched, and {number['met']:,.0f} of them have met "
            f"at least once."
        )
    else:
        found.append(f"{number['enrolled']:,.0f} people have a place; nobody is matched yet.")
    if number["sessions"]:
        found.append(
            f"They held {number['sessions']:,.0f} sessions, {number['hours']:,.0f} hours together, "
            f"and reached {number['goals_reached']:,.0f} of {number['goals']:,.0f} goals."
        )
    for key, side in (("mentees_satisfied", "mentees"), ("mentors_satisfied", "mentors")):
        if figures[key].value is not None:
            found.append(
                f"{figures[key].in_words} of the {side} who answered are satisfied "
                f"(95 % interval {figures[key].between}, {figures[key].basis} answers)."
            )
    grown = figures["skill_growth"]
    if grown.value is not None and grown.low is not None and grown.low > 0:
        found.append(f"Mentees’ confidence in the skill they came for grew by {grown.value:.1f} points of 5.")
    if number["ended_early"]:
        found.append(f"{number['ended_early']:,.0f} mentorships ended early, without blame.")
    return found
