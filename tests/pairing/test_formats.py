"""A program with one-on-one mentoring and circles: each run matches those who chose its format."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core.errors import Refused
from pairwell.matching import Policy
from pairwell.mentorships.models import Mentorship
from pairwell.pairing.actions import answer_proposal, send_proposals, start_run
from pairwell.pairing.actions.run import freeze_inputs
from pairwell.pairing.directory.snapshot import read_snapshot
from pairwell.pairing.engine import policy_for_engine
from pairwell.pairing.formats import every_format, policy_in, policy_of
from pairwell.pairing.jobs import perform_run
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from tests.factories.pairing import POLICY, join_circles, make_pool
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
SUGGESTED = ProposalState.SUGGESTED


@pytest.fixture
def mixed(cora: Person) -> Program:
    """Three pairs' worth of people one-on-one, and eight members with two leaders who chose circles."""
    program = make_pool(3, 3, by=cora, also_formats=["group"], circle_size=5)
    join_circles(program, places=5)
    return program


def run_of(program: Program, by: Person, format_: str = "") -> MatchRun:
    run = start_run(by=by, program=program, format_=format_)
    perform_run(run.pk)
    run.refresh_from_db()
    assert run.error == ""
    return run


def sizes(run: MatchRun) -> list[int]:
    return sorted(p.sides.count() for p in Proposal.objects.filter(run=run, state=SUGGESTED))


def test_each_run_matches_those_who_chose_its_format_and_keeps_the_others(
    mixed: Program, cora: Person
) -> None:
    pairs = run_of(mixed, cora)
    assert sizes(pairs) == [2, 2, 2]
    circles = run_of(mixed, cora, "group")
    assert sizes(circles) == [5, 5]
    assert sizes(pairs) == [2, 2, 2]
    again = run_of(mixed, cora, "group")
    assert (sizes(circles), sizes(again), sizes(pairs)) == ([], [5, 5], [2, 2, 2])
    run_of(mixed, cora)
    assert sizes(again) == [5, 5]
    chosen = set(
        Enrollment.objects.filter(proposal_sides__proposal__run=again).values_list("format", flat=True)
    )
    assert chosen == {"group"}


def test_a_circle_is_sent_answered_and_begins(mixed: Program, cora: Person) -> None:
    run = run_of(mixed, cora, "group")
    circle = Proposal.objects.filter(run=run, state=SUGGESTED).first()
    assert circle is not None
    send_proposals(by=cora, program=mixed, proposals=[circle.pk])
    for side in circle.sides.select_related("enrollment__person"):
        answer_proposal(by=side.enrollment.person, proposal=Proposal.objects.get(pk=circle.pk), accept=True)
    begun = Mentorship.objects.get()
    assert begun.memberships.count() == 5
    assert begun.memberships.filter(role="mentor").count() == 1


def test_the_policys_weights_go_along_in_the_formats_own_shape(mixed: Program) -> None:
    body = policy_in(mixed, {**POLICY, "criteria": [*POLICY["criteria"], {"key": "seniority_gap",
        "kind": "seniority_gap", "weight": 7}]}, "reverse")  # fmt: skip
    by_kind = {c["kind"]: c for c in body["criteria"]}
    assert body["format"] == "reverse"
    assert by_kind["needs_coverage"]["weight"] == 50
    circles = policy_in(mixed, POLICY, "group")
    assert circles["circles"] == {"smallest": 4, "largest": 5, "leaders": 1}


def test_a_format_that_the_program_has_not_is_refused(mixed: Program, cora: Person) -> None:
    with pytest.raises(Refused, match="does not have that format"):
        start_run(by=cora, program=mixed, format_="flash")


def test_the_studio_says_who_chose_what_and_starts_each(mixed: Program, cora: Person, client: Client) -> None:
    client.force_login(cora)
    page = client.get(reverse("studio", args=[mixed.pk])).content.decode()
    assert "2 mentors, 8 mentees" in page
    assert "3 mentors, 3 mentees" in page
    client.post(reverse("start_run", args=[mixed.pk]), {"format": "group"})
    assert MatchRun.objects.get().format == "group"


def test_the_numbers_follow_the_format_that_was_chosen(mixed: Program, client: Client) -> None:
    Program.objects.filter(pk=mixed.pk).update(state="enrolling", circle_size=3)
    client.force_login(make_person())
    address = reverse("join", args=[mixed.pk, 1])
    said = {"role": "mentor", "mentee_places": "5", "mentor_places": "1"}
    refused = client.post(address, {**said, "format": "group"}).content.decode()
    assert "Choose a number from 1 to 3" in refused
    assert client.post(address, {**said, "format": "traditional"}).status_code == 302


def test_the_policy_that_holds_is_the_one_a_run_takes_in_every_format(mixed: Program, cora: Person) -> None:
    for format_ in every_format(mixed):
        run = start_run(by=cora, program=mixed, format_=format_)
        frozen = freeze_inputs(run=run)["policy"]
        MatchRun.objects.filter(pk=run.pk).update(state="failed")
        assert Policy.from_dict(policy_of(mixed, format_)) == Policy.from_dict(frozen)
        expected = policy_for_engine(frozen)
        assert read_snapshot(mixed, "", format_).policy == expected


def test_before_anything_counts_the_usual_policy_of_the_first_format_holds_in_its_shape(
    mixed: Program,
) -> None:
    usual = Policy.default("traditional").to_dict()
    weights = {one["key"]: one["weight"] for one in usual["criteria"]}
    for empty in (True, False):
        if empty:
            mixed.policies.all().delete()
        else:
            mixed.policies.create(version=7, body={"format": "traditional", "criteria": []})
        assert policy_of(mixed) == usual
        circles = policy_of(mixed, "group")
        assert circles["format"] == "group"
        assert circles["circles"]["largest"] == 5
        kept = {one["key"]: one["weight"] for one in circles["criteria"] if one["key"] in weights}
        assert len(kept) > 3
        assert kept == {key: weights[key] for key in kept}


def test_a_body_without_a_format_means_the_program_s_own(mixed: Program) -> None:
    mixed.format = "group"
    body = {key: value for key, value in POLICY.items() if key != "format"}
    mixed.policies.all().delete()
    mixed.policies.create(version=1, body=body)
    assert policy_of(mixed)["format"] == "group"
