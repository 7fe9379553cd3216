"""Two managers at once: nothing is overwritten silently; the second reads what changed and loses nothing typed."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.pairing.actions import apply_plan, lock_pair, save_policy
from pairwell.pairing.arrangement import Arrangement
from pairwell.pairing.edits import plan_swap, plan_unmatch
from pairwell.pairing.models import MatchRun, Proposal, RunEdit
from pairwell.pairing.queries.changes import changes_since
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.models import Program
from tests.factories.pairing import POLICY, finished_run, make_pool
from tests.factories.people import make_person
from tests.factories.programs import grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cora: Person) -> Program:
    return make_pool(5, 5, by=cora)


@pytest.fixture
def dora(program: Program) -> Person:
    """A colleague of Cora's."""
    found = make_person("Dora Colleague")
    grant(program, found)
    return found


@pytest.fixture
def run(program: Program, cora: Person) -> MatchRun:
    return finished_run(program, cora)


def suggestions(run: MatchRun) -> list[Proposal]:
    return list(run.proposals.filter(state=ProposalState.SUGGESTED).order_by("pk"))


def swap(run: MatchRun, by: Person, first: Proposal, second: Proposal) -> RunEdit:
    run.refresh_from_db()
    plan = plan_swap(Arrangement(run), first.pk, second.pk)
    edit = apply_plan(by=by, run=run, plan=plan, version=run.version)
    run.refresh_from_db()
    return edit


def test_the_second_reads_what_changed_and_their_change_waits(
    run: MatchRun, dora: Person, client: Client
) -> None:
    client.force_login(dora)
    one, two, three, *_ = suggestions(run)
    seen = run.version
    edit = swap(run, run.requested_by, one, two)
    address = reverse("change_pairs", args=[run.program_id, run.pk])
    asked = {"kind": "unmatch", "proposal": three.pk, "version": seen, "rest": "keep"}
    refused = client.post(address, asked)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert edit.words in page
    assert "Cora" in page
    assert "Below is what your change costs now" in page
    assert RunEdit.objects.count() == 1
    assert f'name="version" value="{run.version}"' in page
    assert client.post(address, {**asked, "version": run.version}).status_code == 302
    assert RunEdit.objects.count() == 2


def test_a_change_that_a_colleagues_made_impossible_is_told_so(
    run: MatchRun, dora: Person, client: Client
) -> None:
    client.force_login(dora)
    one, two, *_ = suggestions(run)
    seen = run.version
    swap(run, run.requested_by, one, two)
    asked = {"kind": "unmatch", "proposal": one.pk, "version": seen, "rest": "keep"}
    page = client.post(reverse("change_pairs", args=[run.program_id, run.pk]), asked).content.decode()
    assert "has been changed meanwhile" in page
    assert "Below is what" not in page


def test_what_happened_since_a_version_is_told_in_order(run: MatchRun, cora: Person, dora: Person) -> None:
    one, two, three, four, _ = suggestions(run)
    first = swap(run, cora, one, two)
    seen = run.version
    plan = plan_unmatch(Arrangement(run), three.pk)
    second = apply_plan(by=dora, run=run, plan=plan, version=run.version)
    lock_pair(by=cora, run=run, proposal=four, locked=True)
    run.refresh_from_db()
    told = [(one.words, one.by) for one in changes_since(run, seen)]
    assert told == [(second.words, dora.full_name), ("A pair was locked", cora.full_name)]
    assert first.words not in dict(told)
    assert changes_since(run, run.version) == []


def form(weight: int, version: int) -> dict[str, str]:
    return {"weight-needs_coverage": str(weight), "objective": "people", "version": str(version)}


def test_a_policy_saved_meanwhile_is_not_overwritten_unseen(
    program: Program, cora: Person, dora: Person, client: Client
) -> None:
    client.force_login(dora)
    address = reverse("save_policy", args=[program.pk])
    heavier = [{**c, "weight": 80} if c["key"] == "cross_unit" else c for c in POLICY["criteria"]]
    save_policy(by=cora, program=program, body={**POLICY, "criteria": heavier, "rules": POLICY["rules"][1:]})
    typed = {**form(77, 1), "note": "because of the strategy"}
    refused = client.post(address, typed)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Cora" in page
    assert "10 became 80" in page
    assert "is no rule any more" in page
    assert 'value="77"' in page
    assert "because of the strategy" in page
    assert program.policies.count() == 2
    assert 'name="version" value="2"' in page
    assert client.post(address, {**typed, "version": "2"}).status_code == 302
    assert program.policies.first().body["criteria"][0]["weight"] == 77  # type: ignore[union-attr]


def test_two_who_save_the_same_policy_agree(program: Program, cora: Person, client: Client) -> None:
    client.force_login(cora)
    address = reverse("save_policy", args=[program.pk])
    for _ in range(2):
        assert client.post(address, form(60, 1)).status_code == 302
    assert program.policies.count() == 2


def test_what_was_written_for_letters_stays_when_a_pair_is_gone(
    run: MatchRun, dora: Person, client: Client
) -> None:
    client.force_login(dora)
    one, two, three, *_ = suggestions(run)
    seen = run.version
    edit = swap(run, run.requested_by, one, two)
    address = reverse("send_proposals", args=[run.program_id, run.pk])
    chosen = {"proposal": [one.pk, three.pk], "version": seen, "note": "Chosen with care"}
    refused = client.post(address, {**chosen, "confirmed": "1"})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Chosen with care" in page
    assert edit.words in page
    assert not run.proposals.filter(state=ProposalState.SENT).exists()
    client.post(address, {**chosen, "proposal": [three.pk], "confirmed": "1"})
    assert list(run.proposals.filter(state=ProposalState.SENT)) == [three]
