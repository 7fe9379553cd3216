"""Who stayed, beside similar people: against published figures, a reference by matrices, and a known truth."""

from datetime import timedelta
from random import Random

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.insights.effect import FEWEST, WARNING, Cell, compare, effect_of
from pairwell.insights.statistics import difference_of_shares
from pairwell.people.actions.directory import switch_off
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramState
from tests.factories.mentorships import make_mentorship
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program


@pytest.mark.parametrize(
    ("ours", "others", "low", "high"),
    [
        ((56 / 70, 70), (48 / 80, 80), 0.0524, 0.3339),  # Newcombe (1998), table II, example a, method 10
        ((9 / 10, 10), (3 / 10, 10), 0.1705, 0.8090),  # example b
        ((10 / 10, 10), (0 / 20, 20), 0.6791, 1.0),  # example f
    ],
)
def test_the_interval_is_the_published_one(
    ours: tuple[float, float], others: tuple[float, float], low: float, high: float
) -> None:
    found = difference_of_shares(ours, others)
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_the_weighted_difference_is_that_of_weighted_least_squares() -> None:
    random = Random(7)
    cells = []
    for _ in range(12):
        ours, others = random.randint(1, 20), random.randint(1, 30)
        cells.append(Cell(ours, random.randint(0, ours), others, random.randint(0, others)))
    people = sum(cell.ours for cell in cells)
    rows = []  # (has a mentorship, stayed, weight), one for each person
    for cell in cells:
        rows += [(1, int(n < cell.ours_stay), 1.0) for n in range(cell.ours)]
        rows += [(0, int(n < cell.others_stay), cell.ours / cell.others) for n in range(cell.others)]
    table = np.array(rows)
    design = np.column_stack([np.ones(len(table)), table[:, 0]])
    weighted = design * table[:, 2:]
    _, slope = np.linalg.solve(design.T @ weighted, weighted.T @ table[:, 1])
    found = compare(cells)
    assert found.difference is not None
    assert found.difference.value == pytest.approx(slope)
    assert found.people == people
    assert found.difference.low < slope < found.difference.high


def test_whoever_has_nobody_similar_is_left_out_and_counted() -> None:
    found = compare([Cell(40, 38, 50, 40), Cell(7, 0, 0, 0), Cell(0, 0, 90, 9)])
    assert (found.people, found.similar, found.left_out) == (40, 50, 7)
    assert (found.ours, found.others) == pytest.approx((0.95, 0.8))


def test_a_mix_of_departments_does_not_look_like_an_effect() -> None:
    """Those who joined work where everybody stays; similar people stay as often, and all others do not."""
    found = compare([Cell(90, 81, 100, 90), Cell(10, 5, 900, 450)])
    assert found.difference is not None
    assert found.difference.value == pytest.approx(0)
    assert "may well be chance" in found.in_words


def test_too_few_people_give_no_number() -> None:
    for cells in ([Cell(FEWEST - 1, 5, 100, 90)], [Cell(100, 90, FEWEST - 1, 3)], []):
        found = compare(cells)
        assert found.difference is None
        assert "Shown when 30 people" in found.in_words
        assert "%" not in found.in_words


def test_the_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    random, truth, held = np.random.default_rng(3), 0.10, 0
    for _ in range(400):
        sizes = [(30, 60, 0.7), (20, 15, 0.85), (10, 40, 0.5)]
        cells = [
            Cell(a, int(random.binomial(a, p + truth)), b, int(random.binomial(b, p))) for a, b, p in sizes
        ]
        found = compare(cells).difference
        assert found is not None
        held += found.low <= truth <= found.high
    assert 0.92 <= held / 400 <= 0.99


@pytest.fixture
def program(cora: Person, ana: Person) -> Program:
    """32 pairs, similar people beside them, and each way of being in neither group; the truth is known."""
    start = clock.today() - timedelta(days=400)
    hired = start - timedelta(days=800)
    made = make_program(managed_by=cora, state=ProgramState.ACTIVE)
    alike = {"department": "Sales", "level": 4, "hired_on": hired}
    for number in range(32):
        mentor, mentee = make_person(**alike), make_person(**alike)
        make_mentorship(mentor, mentee, program=made, days_ago=400)
        if number < 4:
            switch_off(by=ana, person=mentee)
    others = [make_person(**alike) for _ in range(40)]
    for person in others[:10]:
        switch_off(by=ana, person=person)
    make_person(**{**alike, "department": "Art"})  # nobody similar has a mentorship
    make_person(**{**alike, "hired_on": clock.today()})  # was not here yet
    make_person(**{**alike, "hired_on": None})
    make_person(**alike, is_active=False)  # left, and nobody knows when: perhaps before
    make_enrollment(made, make_person(**alike))  # has a place and no match
    make_mentorship(make_person(**alike), make_person(**alike))  # in another program
    return made


@pytest.mark.django_db
def test_page_and_data_tell_the_known_truth_with_the_warning(
    client: Client, cora: Person, program: Program
) -> None:
    found = effect_of(program)
    assert (found.people, found.similar) == (64, 40)
    assert (found.ours, found.others) == pytest.approx((60 / 64, 30 / 40))
    client.force_login(cora)
    data = client.get(reverse("program_figures_data", args=[program.pk])).json()["staying"]
    assert data["difference"]["value"] == pytest.approx(60 / 64 - 30 / 40)
    assert data["warning"] == WARNING
    for name in ("program_insights", "program_report"):
        page = client.get(reverse(name, args=[program.pk])).content.decode()
        assert "94 % of 64 people with a mentorship stayed, and 75 % of 40 similar people" in page
        assert WARNING in page


@pytest.mark.django_db
def test_before_and_soon_after_the_start_nothing_is_shown(cora: Person) -> None:
    made = make_program(managed_by=cora, state=ProgramState.ACTIVE)
    assert "once mentorships have begun" in effect_of(made).refused
    make_mentorship(program=made, days_ago=30)
    assert "90 days after" in effect_of(made).refused
