"""A program beside its own earlier runs: the same figures, differences that claim no more than they can."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.insights.differences import in_points, signed
from pairwell.insights.figures import Figure, figures_of, figures_of_many
from pairwell.insights.permissions import readable_programs
from pairwell.insights.runs import KEYS, MOST, earlier_runs, line, runs_of
from pairwell.insights.statistics import Interval, share
from pairwell.people.models import Person
from pairwell.programs import actions
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramRole, ProgramState
from tests.factories.mentorships import held, make_mentorship
from tests.factories.people import make_person
from tests.factories.programs import grant, make_program

pytestmark = pytest.mark.django_db


def _meet(program: Program, pairs: int, sessions: int) -> None:
    for _ in range(pairs):
        pair = make_mentorship(make_person(), make_person(), program=program, days_ago=60)
        for visit in range(sessions):
            held(pair, days_ago=1 + 14 * visit)


def _again(program: Program, by: Person, name: str) -> Program:
    start = clock.today() - timedelta(days=60)
    made = actions.run_again(by=by, program=program, name=name, starts_on=start)
    Program.objects.filter(pk=made.pk).update(state=ProgramState.ACTIVE)
    made.refresh_from_db()
    return made


@pytest.fixture
def first(cora: Person) -> Program:
    made = make_program("Growing 2025", managed_by=cora, state=ProgramState.CLOSED)
    _meet(made, pairs=6, sessions=1)
    return made


@pytest.fixture
def second(first: Program, cora: Person) -> Program:
    made = _again(first, cora, "Growing 2026")
    _meet(made, pairs=7, sessions=4)
    return made


def test_page_and_file_hold_the_figures_of_both_runs(
    client: Client, cora: Person, first: Program, second: Program
) -> None:
    client.force_login(cora)
    page = client.get(reverse("program_insights", args=[second.pk])).content.decode()
    card = page[page.index("runs-title") : page.index("beside-title")]
    assert "Growing 2025" in card
    told = re.sub(r"<[^>]+>|\s+", " ", card)
    assert re.search(r"Sessions per mentorship +4 +1 +–", told)
    file = client.get(reverse("program_runs_table", args=[second.pk]))
    rows = {
        row["Key"]: row
        for row in csv.DictReader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig")))  # type: ignore[attr-defined]
    }
    for program in (first, second):
        for key, figure in figures_of(program).items():
            if key in rows:
                assert rows[key][program.name] == (
                    "" if figure.value is None else f"{round(figure.value, 6)}"
                )
    assert float(rows["in_rhythm"]["Change"]) == pytest.approx(1.0)
    assert set(rows) <= set(KEYS)


def test_who_may_not_read_the_earlier_run_does_not_see_it(
    client: Client, first: Program, second: Program
) -> None:
    patron = make_person()
    grant(second, patron, ProgramRole.SPONSOR)
    client.force_login(patron)
    page = client.get(reverse("program_insights", args=[second.pk])).content.decode()
    assert "runs-title" not in page
    assert "Growing 2025" not in page
    assert client.get(reverse("program_runs_table", args=[second.pk])).status_code == 404
    grant(first, patron, ProgramRole.SPONSOR)
    assert "runs-title" in client.get(reverse("program_insights", args=[second.pk])).content.decode()


def test_only_the_latest_runs_in_which_somebody_was_matched_are_shown(cora: Person, first: Program) -> None:
    runs = [first]
    for number in range(1, 5):
        runs.append(_again(runs[-1], cora, f"Run {number}"))
        _meet(runs[-1], pairs=0 if number == 3 else 1, sessions=1)
    earlier = earlier_runs(runs[-1], readable_programs(cora))
    assert [one.name for one in earlier] == ["Run 3", "Run 2", "Run 1"]
    assert len(earlier) == MOST
    shown = runs_of(runs[-1], earlier, figures_of_many([runs[-1], *earlier]))
    assert shown is not None
    assert [one.name for one in shown.programs] == ["Run 4", "Run 2", "Run 1"]
    assert earlier_runs(first, readable_programs(cora)) == []


def test_a_program_is_never_its_own_earlier_run(first: Program) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Program.objects.filter(pk=first.pk).update(earlier_run=first.pk)


def _share(key: str, count: int, of: int) -> Figure:
    found = share(count, of)
    assert found is not None
    return Figure(key, found.value, of, found.low, found.high)


def test_a_change_that_may_be_chance_is_called_so() -> None:
    sure = line("mentees_satisfied", (_share("x", 90, 100), _share("x", 50, 100)))
    assert sure.change.startswith("+40 points (95 % interval +28 to +5")
    assert sure.verdict == ""
    little = line("mentees_satisfied", (_share("x", 5, 8), _share("x", 4, 8)))
    assert little.change.startswith("+12 points")
    assert little.verdict == "may be chance"


def test_sums_are_not_subtracted_and_what_has_no_range_claims_nothing() -> None:
    assert line("goals_reached", (Figure("x", 30), Figure("x", 12))).change == ""
    days = line("days_to_match", (Figure("x", 9.0, 20), Figure("x", 21.0, 20)))
    assert (days.change, days.verdict, days.interval) == ("−12 days", "", None)
    assert (
        line("days_to_match", (Figure("x", 29.6), Figure("x", 30.4))).change == "0 days"
    )  # shown as 30 and 30
    assert line("fit", (Figure("x", 0.61), Figure("x", 0.58))).change == "+3 points"
    assert line("usefulness", (Figure("x", 4.04), Figure("x", 4.0))).change == "0.0"
    assert line("recommend", (Figure("x", None), Figure("x", 4.0))).change == ""


def test_a_wide_range_is_told_in_whole_points() -> None:
    assert in_points(Interval(0.021, -0.083, 0.124)) == "+2 points (95 % interval −8 to +12)"
    assert in_points(Interval(0.021, 0.004, 0.038)) == "+2.1 points (95 % interval +0.4 to +3.8)"
    assert in_points(Interval(0.34, 0.1, 0.58), times=1) == "+0.3 points (95 % interval +0.1 to +0.6)"
    assert (signed(-0.2), signed(0.2), signed(-1234.4)) == ("0", "0", "−1,234")
