"""The pages of a pair and of a change by hand, as two managers use them."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.pairing.models import MatchRun, PairNote, Proposal
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment
from tests.factories.pairing import finished_run, make_pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cora: Person, client: Client) -> MatchRun:
    client.force_login(cora)
    return finished_run(make_pool(6, 6, by=cora), cora)


def first(run: MatchRun) -> Proposal:
    return Proposal.objects.filter(run=run, state=ProposalState.SUGGESTED).order_by("pk")[0]


def test_the_card_of_a_pair_shows_both_and_bars_that_add_up(client: Client, run: MatchRun) -> None:
    proposal = first(run)
    page = client.get(reverse("pair", args=[run.program_id, proposal.pk]))
    text = page.content.decode()
    for side in proposal.sides.all():
        assert side.enrollment.person.full_name in text
    card = page.context["card"]
    assert sum(step.points for step in card.steps) == pytest.approx(100 * proposal.score, abs=0.3)
    ends = [step.x + step.points for step in card.steps]
    assert [step.x for step in card.steps[1:]] == pytest.approx(ends[:-1], abs=0.11)
    assert "word-shared" in text
    assert "every two weeks" in text


def test_a_change_shows_its_cost_and_is_done_and_undone(client: Client, run: MatchRun) -> None:
    proposal = first(run)
    change = reverse("change_pairs", args=[run.program_id, run.pk])
    shown = client.get(change, {"kind": "unmatch", "proposal": proposal.pk}).content.decode()
    assert "People matched" in shown
    assert "1 fewer" in shown
    client.post(change, {"kind": "unmatch", "proposal": proposal.pk, "version": "1", "rest": "keep"})
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.REPLACED
    page = client.get(reverse("match_run", args=[run.program_id, run.pk])).content.decode()
    assert "Changed by hand" in page
    edit = run.edits.get()
    client.post(reverse("undo_change", args=[run.program_id, run.pk, edit.pk]), {"version": "2"})
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUGGESTED


def test_the_second_of_two_managers_is_told_and_nothing_is_overwritten(client: Client, run: MatchRun) -> None:
    change = reverse("change_pairs", args=[run.program_id, run.pk])
    one, other = Proposal.objects.filter(run=run).order_by("pk")[:2]
    for proposal in (one, other):
        form = {"kind": "unmatch", "proposal": proposal.pk, "version": "1", "rest": "keep"}
        answer = client.post(change, form)
    assert answer.status_code == 409
    assert "A colleague has changed these pairs" in answer.content.decode()
    other.refresh_from_db()
    assert other.state == ProposalState.SUGGESTED


def test_any_two_people_can_be_paired_from_why_not(client: Client, run: MatchRun) -> None:
    mentee, mentor = run.result["pairs"][0]["mentee"], run.result["pairs"][1]["mentor"]
    asked = {"tab": "why", "mentee": mentee, "mentor": mentor}
    why = client.get(reverse("match_run", args=[run.program_id, run.pk]), asked).content.decode()
    assert f"kind=pair&amp;mentee={mentee}&amp;mentor={mentor}" in why
    change = reverse("change_pairs", args=[run.program_id, run.pk])
    form = {"kind": "pair", "mentee": mentee, "mentor": mentor, "version": "1", "rest": "best"}
    assert client.post(change, form).status_code == 302
    made = Proposal.objects.get(run=run, state=ProposalState.SUGGESTED, is_locked=True)
    assert {str(s.enrollment_id) for s in made.sides.all()} == {mentee, mentor}


@pytest.mark.parametrize("show", ["low", "hours", "new", "unsure", "hand", "approved"])
def test_every_filter_of_the_table_shows_what_it_says(client: Client, run: MatchRun, show: str) -> None:
    proposal = first(run)
    changes = {
        "low": {"score": 0.1}, "hours": {"shared_hours": 0}, "unsure": {"known": 0.1},
        "hand": {"is_locked": True}, "approved": {"state": "approved"}, "new": {},
    }  # fmt: skip
    Proposal.objects.filter(run=run).update(score=0.9, known=1.0)
    Proposal.objects.filter(pk=proposal.pk).update(**changes[show])
    page = client.get(reverse("match_run", args=[run.program_id, run.pk]), {"show": show})
    expected = 6 if show == "new" else 1
    assert len(page.context["rows"]) == expected


def test_notes_are_for_managers_and_not_for_the_two(client: Client, run: MatchRun) -> None:
    proposal = first(run)
    client.post(reverse("note_pair", args=[run.program_id, proposal.pk]), {"text": "canary-note"})
    assert "canary-note" in client.get(reverse("pair", args=[run.program_id, proposal.pk])).content.decode()
    assert PairNote.objects.count() == 1
    mentee = Enrollment.objects.get(pk=int(run.result["pairs"][0]["mentee"])).person
    client.force_login(mentee)
    assert client.get(reverse("pair", args=[run.program_id, proposal.pk])).status_code == 404


def test_two_policies_stand_side_by_side(client: Client, run: MatchRun) -> None:
    address = reverse("compare", args=[run.program_id])
    assert "Choose two" in client.get(address).content.decode()
    page = client.get(address, {"left": f"run-{run.pk}", "right": "policy-1"})
    assert "keeps the same match" in page.content.decode() or "somebody else" in page.content.decode()
    broken = client.get(address, {"left": "run-999999", "right": "policy-1"})
    assert "Choose two of the list" in broken.content.decode()


def test_the_price_of_every_rule_is_told(client: Client, run: MatchRun) -> None:
    text = client.post(reverse("rule_prices", args=[run.program_id])).content.decode()
    assert "Working hours in common" in text
    assert "What each rule costs" in text
