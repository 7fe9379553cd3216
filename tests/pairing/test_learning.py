"""Learning from outcomes: what fit foretold, proposed weights with their backtest, and nobody's single answer."""

from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships.models import Membership, Mentorship, Reflection, Session
from pairwell.mentorships.states import MemberRole, MentorshipState, SessionState
from pairwell.pairing.actions.learning import apply_learned
from pairwell.pairing.learning_rules import (
    Outcomes,
    blended,
    calibration,
    counted,
    foretold,
    outcome_of,
    propose,
)
from pairwell.pairing.models import FitCheck, Proposal
from pairwell.pairing.queries.calibration import went_well_by_fit
from pairwell.pairing.queries.learning import learned_from
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import EnrollmentState, ProgramState
from tests.factories.mentorships import make_reflection
from tests.factories.pairing import POLICY
from tests.factories.people import make_person
from tests.factories.programs import make_policy, make_program

KEYS = ("needs_coverage", "mutual_preference", "hours_overlap", "cross_unit")
PRESENT = np.array([0.5, 0.2, 0.2, 0.1])


def made_up(number: int, truth: tuple[float, ...], seed: int, noise: float = 0.12) -> Outcomes:
    """Mentorships whose outcomes follow `truth` and chance."""
    chance = np.random.default_rng(seed)
    values = chance.beta(2, 2, (number, len(truth)))
    outcomes = np.clip(values @ np.array(truth) + chance.normal(0, noise, number) + 0.15, 0, 1)
    known = np.ones_like(values, dtype=bool)
    return Outcomes(KEYS, values @ PRESENT, values, known, outcomes, PRESENT)


def test_an_outcome_is_the_mean_of_what_is_known_of_it() -> None:
    assert outcome_of(useful=5, fit=1.0, completed=True) == 1
    assert outcome_of(useful=3, fit=None, completed=False) == 0.25
    assert outcome_of(useful=None, fit=0.5, completed=None) == 0.5
    assert outcome_of(useful=None, fit=None, completed=True) is None


def test_groups_are_never_smaller_than_five_and_their_ranges_hold_the_share() -> None:
    data = made_up(23, (1, 0, 0, 0), 1)
    groups = calibration(data.scores, data.outcomes)
    assert sum(group.count for group in groups) == 23
    assert min(group.count for group in groups) >= 5
    assert all(group.low <= group.share <= group.high for group in groups)
    assert [g.score for g in groups] == sorted(g.score for g in groups)


def test_what_foretells_is_told_from_what_does_not() -> None:
    data = made_up(120, (0.8, 0.2, 0, 0), 2)
    needs, office = (foretold(data.values[:, at], data.outcomes) for at in (0, 3))
    assert needs is not None
    assert office is not None
    assert needs.is_sure
    assert needs.correlation > 0.5
    assert not office.is_sure
    assert foretold(np.full(40, 0.5), data.outcomes[:40]) is None


def test_better_weights_are_found_and_their_gain_is_tested_on_others() -> None:
    found = propose(made_up(150, (0.05, 0.05, 0.8, 0.1), 5))
    assert found is not None
    assert found.is_better
    assert found.after > found.before
    assert max(found.weights, key=lambda key: found.weights[key]) == "hours_overlap"
    assert sum(found.weights.values()) == pytest.approx(100, abs=0.5)
    assert min(found.weights.values()) >= 0


def test_chance_is_seldom_called_an_improvement() -> None:
    """The test of the test: outcomes that follow nothing."""
    called = [propose(made_up(80, (0, 0, 0, 0), seed, noise=0.2)) for seed in range(20)]
    assert sum(one is not None and one.is_better for one in called) <= 3


def test_with_little_data_nothing_is_proposed_and_steps_are_small() -> None:
    assert propose(made_up(39, (1, 0, 0, 0), 1)) is None
    assert blended([50.0], [100.0], 40) == [75.0]
    assert blended([50.0], [100.0], 100) == [100.0]
    assert [counted(n) for n in (19, 20, 24, 25)] == [15, 20, 20, 25]


def lived(cora: Person, number: int, *, state: str = ProgramState.CLOSED) -> Program:
    """A program whose mentorships went the better the more hours they had in common."""
    program = make_program("Lived through", managed_by=cora, state=state)
    make_policy(program, POLICY)
    chance = np.random.default_rng(11)
    for at in range(number):
        _one(program, chance.beta(2, 2, len(KEYS)), at)
    return program


def _one(program: Program, values: Any, at: int) -> None:
    good = bool(values[2] > 0.45)
    people = [make_person() for _ in range(2)]
    members = [
        Enrollment.objects.create(
            program=program, person=p, state=EnrollmentState.APPROVED, as_mentor=n == 0, as_mentee=n == 1
        )
        for n, p in enumerate(people)
    ]
    mentorship = Mentorship.objects.create(
        program=program, starts_on=clock.today(), ended_at=clock.now() + timedelta(minutes=at),
        state=MentorshipState.COMPLETED if good else MentorshipState.ENDED_EARLY,
    )  # fmt: skip
    Membership.objects.bulk_create(
        Membership(mentorship=mentorship, person=e.person, enrollment=e, role=role)
        for e, role in zip(members, (MemberRole.MENTOR, MemberRole.MENTEE), strict=True)
    )
    session = Session.objects.create(
        mentorship=mentorship, title="Met", starts_at=clock.now(), state=SessionState.HELD
    )
    for person in people:
        make_reflection(session, person, 5 if good else 2, line="canary-line")
    parts = [
        {"key": key, "label": key, "score": float(v), "weight": float(w), "points": float(v * w), "known": True,
         "reason": ""}
        for key, v, w in zip(KEYS, values, PRESENT, strict=True)
    ]  # fmt: skip
    Proposal.objects.create(
        program=program, state=ProposalState.ACCEPTED, score=float(values @ PRESENT), known=1.0,
        contributions=parts, mentorship=mentorship,
    )  # fmt: skip


@pytest.mark.django_db
def test_the_page_shows_figures_over_many_and_applies_only_when_told(client: Client, cora: Person) -> None:
    program = lived(cora, 63)
    target = make_program("Next run", managed_by=cora)
    make_policy(target, POLICY)
    client.force_login(cora)
    address = reverse("learning", args=[program.pk])
    page = client.get(address)
    text = page.content.decode()
    assert "From 60 mentorships" in text
    assert "canary-line" not in text
    assert target.policies.count() == 1
    lessons = {lesson.key: lesson for lesson in page.context["learned"].lessons}
    assert lessons["hours_overlap"].foretold.is_sure
    assert lessons["hours_overlap"].proposed > lessons["hours_overlap"].weight
    client.post(reverse("apply_learned", args=[program.pk]), {"program": target.pk})
    newest = target.policies.first()
    assert newest is not None
    assert newest.version == 2
    weights = {c["key"]: c["weight"] for c in newest.body["criteria"]}
    assert weights["hours_overlap"] > 20
    assert "Weights learned from 60 mentorships" in newest.note


@pytest.mark.django_db
def test_figures_move_only_when_five_more_are_over(cora: Person) -> None:
    program = lived(cora, 24)
    before = learned_from(program)
    assert before.counted == 20
    assert before.proposed is None
    _one(program, np.array([0.1, 0.1, 0.1, 0.1]), 100)
    after = learned_from(program)
    assert after.counted == 25
    Mentorship.objects.filter(program=program).order_by("-ended_at")[:1].get().delete()
    assert learned_from(program) == before


@pytest.mark.django_db
@pytest.mark.parametrize("number", [19, 20, 24, 31, 63])
def test_groups_counted_in_the_database_are_those_of_the_learning_page(cora: Person, number: int) -> None:
    program = lived(cora, number)
    lived(cora, 7)  # another program beside it
    pairs = Mentorship.objects.filter(program=program).order_by("pk")
    for at, member in enumerate(Membership.objects.filter(mentorship__in=pairs).order_by("pk")):
        answer = ("good", "undecided", "not", "")[at % 4]
        FitCheck.objects.create(mentorship=member.mentorship, person=member.person, answer=answer)
    Reflection.objects.filter(session__mentorship__in=pairs[::5]).delete()
    FitCheck.objects.filter(mentorship__in=pairs[::10]).delete()
    groups = learned_from(program).groups
    found = went_well_by_fit(program)
    assert [(one.count, one.well) for one in found] == [(g.count, round(g.share * g.count)) for g in groups]
    assert [one.score for one in found] == pytest.approx([g.score for g in groups])
    assert bool(found) == (number >= 24)  # every tenth has nothing said about it


@pytest.mark.django_db
def test_with_few_outcomes_nothing_is_shown_or_applied(client: Client, cora: Person, otto: Person) -> None:
    program = lived(cora, 12)
    client.force_login(cora)
    assert "Too few mentorships" in client.get(reverse("learning", args=[program.pk])).content.decode()
    with pytest.raises(Refused, match="too little data"):
        apply_learned(by=cora, learned_in=program, program=program)
    client.force_login(otto)
    assert client.get(reverse("learning", args=[program.pk])).status_code == 404


@pytest.mark.django_db
def test_weights_are_not_given_to_a_program_somebody_does_not_run(client: Client, cora: Person) -> None:
    program = lived(cora, 45)
    foreign = make_program()
    make_policy(foreign, POLICY)
    client.force_login(cora)
    answer = client.post(reverse("apply_learned", args=[program.pk]), {"program": foreign.pk})
    assert answer.status_code == 404
    assert foreign.policies.count() == 1
