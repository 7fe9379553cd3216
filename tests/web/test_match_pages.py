"""The match studio and the pages of proposals, as a manager and as those who are asked."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.pairing.actions import send_proposals
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.states import ProposalState, RunState
from pairwell.people.models import Person
from pairwell.programs.models import Policy
from tests.factories.pairing import finished_run, make_pair, make_pool

pytestmark = pytest.mark.django_db


def studio_form(policy: Policy, **changes: str) -> dict[str, str]:
    form = {f"weight-{c['key']}": str(c["weight"]) for c in policy.body["criteria"]}
    form |= {f"rule-{r['key']}": "on" for r in policy.body["rules"]}
    return {**form, "objective": "fair", **changes}


def test_the_studio_saves_weights_as_a_new_version(client: Client, cora: Person) -> None:
    program = make_pool(3, 3, by=cora)
    client.force_login(cora)
    form = studio_form(program.policies.get(), **{"weight-cross_unit": "0", "weight-place": "7,5"})
    assert client.post(reverse("save_policy", args=[program.pk]), form).status_code == 302
    newest = program.policies.first()
    assert newest is not None
    assert newest.version == 2
    weights = {c["key"]: c["weight"] for c in newest.body["criteria"]}
    assert "cross_unit" not in weights
    assert weights["place"] == 7.5
    page = client.get(reverse("studio", args=[program.pk])).content.decode()
    assert "What they want to learn" in page


def test_a_weight_that_is_no_number_is_named(client: Client, cora: Person) -> None:
    program = make_pool(1, 1, by=cora)
    client.force_login(cora)
    form = studio_form(program.policies.get(), **{"weight-place": "much"})
    page = client.post(reverse("save_policy", args=[program.pk]), form)
    assert "not a number" in page.content.decode()
    assert program.policies.count() == 1


def test_from_the_studio_to_sent_proposals(client: Client, cora: Person) -> None:
    program = make_pool(4, 3, by=cora)
    client.force_login(cora)
    client.post(reverse("start_run", args=[program.pk]))
    waiting = MatchRun.objects.get(program=program)
    assert waiting.state == RunState.QUEUED
    assert "Waiting" in client.get(reverse("match_run", args=[program.pk, waiting.pk])).content.decode()
    MatchRun.objects.all().delete()
    run = finished_run(program, cora)
    address = reverse("match_run", args=[program.pk, run.pk])
    for view, words in (("pairs", "Mentee"), ("unmatched", "full"), ("proof", "best possible")):
        assert words in client.get(address, {"tab": view}).content.decode()
    sending = reverse("send_proposals", args=[program.pk, run.pk])
    preview = client.post(sending, {"all": "1"}).content.decode()
    assert "a mentor for you" in preview
    assert not Proposal.objects.filter(state=ProposalState.SENT).exists()
    client.post(sending, {"all": "1", "confirmed": "1"})
    assert Proposal.objects.filter(state=ProposalState.SENT).count() == 3


def test_why_not_says_what_the_pair_would_cost(client: Client, cora: Person) -> None:
    run = finished_run(make_pool(3, 3, by=cora), cora)
    client.force_login(cora)
    pair = run.result["pairs"][0]
    other = next(p["mentor"] for p in run.result["pairs"] if p["mentor"] != pair["mentor"])
    asked = {"tab": "why", "mentee": pair["mentee"], "mentor": other}
    page = client.get(reverse("match_run", args=[run.program_id, run.pk]), asked)
    assert page.status_code == 200
    assert page.context["answer"] is not None
    assert page.context["answer"].total_lost >= 0 or page.context["answer"].fit.broken


@pytest.mark.parametrize("name", ["studio", "match_run"])
def test_nobody_but_the_programs_manager_sees_the_studio(
    client: Client, cora: Person, otto: Person, name: str
) -> None:
    run = finished_run(make_pool(2, 2, by=cora), cora)
    client.force_login(otto)
    args = [run.program_id] if name == "studio" else [run.program_id, run.pk]
    assert client.get(reverse(name, args=args)).status_code == 404


def test_a_side_accepts_on_the_page_and_the_other_declines_in_private(
    client: Client, cora: Person, ada: Person, ben: Person, otto: Person
) -> None:
    proposal = make_pair(cora, ada, ben)
    send_proposals(by=cora, program=proposal.program, proposals=[proposal.pk])
    address = reverse("proposal", args=[proposal.pk])
    client.force_login(otto)
    assert client.get(address).status_code == 404
    client.force_login(ada)
    assert "Can help with Topic 1" in client.get(address).content.decode()
    client.post(address, {"answer": "accept"})
    client.force_login(ben)
    client.post(address, {"answer": "decline", "reason": "canary-reason"})
    proposal.refresh_from_db()
    assert proposal.sides.get(enrollment__person=ben).private_reason == "canary-reason"
    assert proposal.state == ProposalState.DECLINED
    client.force_login(ada)
    assert "canary-reason" not in client.get(address).content.decode()
    assert "canary-reason" not in client.get(reverse("notices")).content.decode()


def test_a_suggestion_that_was_not_sent_is_nobodys_business(
    client: Client, cora: Person, ada: Person, ben: Person
) -> None:
    proposal = make_pair(cora, ada, ben)
    client.force_login(ada)
    assert client.get(reverse("proposal", args=[proposal.pk])).status_code == 404


def test_the_table_of_pairs_takes_a_constant_number_of_queries(
    client: Client, cora: Person, django_assert_max_num_queries
) -> None:
    counts = []
    for size in (3, 20):
        run = finished_run(make_pool(size, size, by=cora), cora)
        client.force_login(cora)
        with django_assert_max_num_queries(40) as queries:
            client.get(reverse("match_run", args=[run.program_id, run.pk]))
        counts.append(len(queries))
    assert counts[0] == counts[1]
