"""A reason is told only as people were promised: hidden parts, secret answers and ranked wishes stay where they are."""

from typing import Any

import pytest

from pairwell.messaging.models import Letter
from pairwell.pairing.actions import save_policy, send_proposals
from pairwell.pairing.directory.snapshot import snapshot_of
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.queries.pair_card import pair_card
from pairwell.pairing.queries.pairs import pair_rows
from pairwell.pairing.queries.participant import my_proposal
from pairwell.pairing.sharing import MANAGERS, STRANGERS, Audience, columns_read, may_be_told
from pairwell.pairing.states import RunState
from pairwell.people.models import Person, Profile
from pairwell.people.rules.visibility import FIELDS
from pairwell.programs.models import Answer, Program, RankedChoice
from pairwell.programs.states import SeenBy
from tests.factories.pairing import POLICY, finished_run, make_pool
from tests.factories.programs import make_question

ALL = frozenset(FIELDS)


def test_a_reason_draws_on_the_columns_its_criterion_compares() -> None:
    assert columns_read("needs_coverage", {}, ()) == ["skills_offered", "skills_wanted"]
    assert columns_read("same", {"field": "city"}, {"city"}) == ["question:city"]
    assert columns_read("mutual_preference", {}, ()) == []


@pytest.mark.parametrize(
    ("row", "hidden", "by_managers", "by_match", "by_strangers"),
    [
        ({"kind": "shared_interests", "reads": ["interests"]}, set(), True, True, True),
        ({"kind": "shared_interests", "reads": ["interests"]}, {"interests"}, False, False, False),
        ({"kind": "place", "reads": ["place"]}, {"interests"}, True, True, True),
        ({"kind": "same", "reads": ["question:open"]}, set(), True, True, False),
        ({"kind": "same", "reads": ["question:closed"]}, set(), True, False, False),
        ({"kind": "mutual_preference", "reads": []}, set(), True, False, False),
        ({"kind": "same", "reads": ["a column nobody promised anything about"]}, set(), False, False, False),
        ({"reason": "of a time when nothing was noted"}, set(), False, False, False),
    ],
)
def test_who_may_read_what(
    row: dict[str, Any], hidden: set[str], by_managers: bool, by_match: bool, by_strangers: bool
) -> None:
    seen = ALL - hidden
    assert may_be_told(row, seen, MANAGERS) is by_managers
    assert may_be_told(row, seen, Audience(questions=frozenset({"open"}))) is by_match
    assert may_be_told(row, seen, STRANGERS) is by_strangers


def answered(program: Program, key: str, seen_by: str) -> None:
    options = [{"key": f"c-{key}", "label": f"canary of {key}"}]
    how = {"kind": "single", "used_in_matching": True, "matched_how": "same"}
    question = make_question(program, key, options=options, seen_by=seen_by, **how)
    for enrollment in program.enrollments.all():
        Answer.objects.create(enrollment=enrollment, question=question, value=f"c-{key}")


def matched(cora: Person) -> tuple[Program, Proposal]:
    """One pair who asked for each other, have a hidden interest in common, and answered three questions alike."""
    program = make_pool(1, 1, by=cora)
    one, other = program.enrollments.order_by("id")
    RankedChoice.objects.create(enrollment=one, chosen=other, rank=1)
    Profile.objects.filter(person__enrollments__program=program).update(interests=["Canary birds"])
    Profile.objects.filter(person=one.person).update(visibility={"interests": "me"})
    for key, seen_by in (("alone", SeenBy.MATCHING), ("staff", SeenBy.MANAGERS), ("us", SeenBy.PARTNERS)):
        answered(program, key, seen_by)
    same = [{"key": key, "kind": "same", "field": key, "weight": 10} for key in ("alone", "staff", "us")]
    interests = {"key": "shared_interests", "kind": "shared_interests", "weight": 10}
    body = {**POLICY, "criteria": [*POLICY["criteria"], interests, *same]}
    save_policy(by=cora, program=program, body=body)
    assert finished_run(program, cora).error == ""
    return program, Proposal.objects.get(program=program)


@pytest.mark.django_db
def test_the_two_read_only_what_was_promised(cora: Person) -> None:
    program, proposal = matched(cora)
    outcome = send_proposals(by=cora, program=program, proposals=[proposal.pk])
    assert outcome.left_out == ()
    person = program.enrollments.filter(as_mentor=True).get().person
    page = " ".join(my_proposal(Proposal.objects.get(), person).reasons)
    letter = Letter.objects.get(to=person).text
    for said in (page, letter):
        for secret in ("canary of alone", "canary of staff", "Canary birds", "choice number"):
            assert secret not in said
    assert page


@pytest.mark.django_db
def test_managers_read_no_hidden_part_and_no_answer_that_is_for_the_matching_alone(cora: Person) -> None:
    program, proposal = matched(cora)
    card = pair_card(program, proposal.pk)
    (row,) = pair_rows([proposal])
    said = " ".join([*(step.reason for step in card.steps), *(part.reason for part in row.parts)])
    assert "canary of alone" not in str(proposal.contributions)
    assert "Canary birds" not in said
    assert "canary of staff" in said
    assert "choice number 1" in said
    assert [side.interests for side in card.sides if not side.interests] == [()]


@pytest.mark.django_db
def test_the_directory_says_nothing_that_draws_on_answers(cora: Person) -> None:
    program, _ = matched(cora)
    one, other = program.enrollments.order_by("id")
    _, _, parts = snapshot_of(program).why(one.pk, other.pk)
    said = " ".join(str(part["reason"]) for part in parts)
    assert said.strip()
    assert "anary" not in said


@pytest.mark.django_db
def test_a_wish_for_a_criterion_that_is_gone_does_not_stop_a_run(cora: Person) -> None:
    program = make_pool(2, 2, by=cora)
    program.enrollments.filter(as_mentee=True).update(matters_most="a criterion of last year")
    save_policy(by=cora, program=program, body={**POLICY, "matters_most_share": 0.3})
    run = finished_run(program, cora)
    assert (run.state, run.error) == (RunState.DONE, "")
    assert MatchRun.objects.get().proposals.count() == 2
