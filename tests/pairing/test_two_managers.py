"""Two managers at once: nothing is overwritten silently; the second reads what changed and loses nothing typed."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.pairing.actions import apply_plan, lock_pair, save_policy
from pairwell.pairing.actions.say import change_say
from pairwell.pairing.actions.sending_rules import set_sending_rules
from pairwell.pairing.arrangement import Arrangement
from pairwell.pairing.edits import plan_swap, plan_unmatch
from pairwell.pairing.models import MatchRun, Proposal, RunEdit, Say, SendingRules
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


def test_what_follows_a_no_comes_back_as_it_was_typed_with_the_colleagues_beside_it(
    program: Program, cora: Person, dora: Person, client: Client
) -> None:
    client.force_login(dora)
    address = reverse("save_sending_rules", args=[program.pk])
    set_sending_rules(
        by=cora, program=program, after_no="next_best", remind_after_days=11, most_tries=4, version=0
    )
    typed = {"after_no": "manager", "remind_after_days": "27", "most_tries": "8", "version": "0"}
    refused = client.post(address, typed)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Cora Manager has saved this while you were changing it" in page
    for theirs in ("<li>Send the next best match by itself</li>", "<li>4 proposals to one", "after 11 days"):
        assert theirs in page
    for mine in ('value="27"', 'value="8"', 'value="manager" checked', 'name="version" value="1"'):
        assert mine in page
    assert SendingRules.objects.get(program=program).most_tries == 4
    assert client.post(address, {**typed, "version": "1"}).status_code == 302
    assert SendingRules.objects.get(program=program).most_tries == 8


def test_a_number_that_makes_no_sense_stays_in_the_form_with_the_reason(
    program: Program, cora: Person, client: Client
) -> None:
    client.force_login(cora)
    typed = {"after_no": "next_best", "remind_after_days": "99", "most_tries": "2", "version": "0"}
    refused = client.post(reverse("save_sending_rules", args=[program.pk]), typed)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert "Remind after 0 to 60 days" in page
    assert 'value="99"' in page
    assert 'value="next_best" checked' in page
    assert not SendingRules.objects.filter(program=program).exists()


def test_how_people_are_matched_is_not_overwritten_unseen_and_can_be_saved_on_top(
    program: Program, cora: Person, dora: Person, client: Client
) -> None:
    client.force_login(dora)
    address = reverse("manage_say", args=[program.pk])
    start = Say.objects.filter(program=program).first() or Say(program=program)
    same = {"complete_percent": 50, "per_person": 5, "after_fit_check": "talk", "match_every": 0}
    change_say(
        by=cora, program=program, mode="self", is_blind=True, request_days=9, version=start.version, **same
    )
    typed = {**same, "mode": "managed", "request_days": 21, "version": start.version}
    refused = client.post(address, typed)
    page = refused.content.decode()
    assert refused.status_code == 409
    assert "Saved is now, by Cora Manager" in page
    assert "Days to answer a request: 9" in page
    assert 'value="21"' in page
    assert f'name="version" value="{start.version + 1}"' in page
    assert Say.objects.get(program=program).mode == "self"
    assert client.post(address, {**typed, "version": start.version + 1}).status_code == 302
    assert Say.objects.get(program=program).mode == "managed"
