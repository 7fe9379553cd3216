"""A program with several formats: drafts, matching again, the next best match and the directory serve each of them."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.pairing.actions import answer_proposal, send_proposals
from pairwell.pairing.actions.next_best import follow_up
from pairwell.pairing.actions.schedule import match_on_schedule
from pairwell.pairing.actions.sending_rules import set_sending_rules
from pairwell.pairing.actions.shortlist import make_shortlist
from pairwell.pairing.directory.search import Asked
from pairwell.pairing.jobs import perform_run
from pairwell.pairing.models import MatchRun, Proposal, Recommendation, Say
from pairwell.pairing.queries.compare import rule_prices
from pairwell.pairing.queries.directory import directory_page
from pairwell.pairing.queries.say import choice_of
from pairwell.pairing.rematch import preview_of
from pairwell.pairing.seeing import Viewer
from pairwell.pairing.states import RunKind, RunState
from pairwell.pairing.warm import forget_everything
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import Side
from tests.factories.pairing import POLICY, finished_run, join_circles, make_pool
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    forget_everything()


def join(program: Program, name: str, format_: str, *, leads: bool = False, places: int = 1) -> Enrollment:
    return make_enrollment(
        program, make_person(name), role="mentor" if leads else "mentee", format=format_,
        mentee_places=places if leads else 0,
    )  # fmt: skip


@pytest.fixture
def mixed(cora: Person) -> Program:
    """Three pairs' worth of people one-on-one, eight members with two leaders in circles, two pairs in reverse."""
    program = make_pool(3, 3, by=cora, also_formats=["group", "reverse"], circle_size=5)
    join_circles(program, places=5)
    for number in range(4):
        join(program, f"Turned {number}", "reverse", leads=number < 2)
    return program


def in_format(program: Program, format_: str) -> set[str]:
    rows = program.enrollments.filter(format=format_).values_list("person__full_name", flat=True)
    return set(rows)


def test_a_draft_is_tried_for_the_format_that_is_looked_at(
    mixed: Program, cora: Person, client: Client
) -> None:
    client.force_login(cora)
    address, htmx = reverse("studio_draft", args=[mixed.pk]), {"hx-request": "true"}
    for format_, figures in (("", "3 of 3"), ("group", "8 of 8"), ("reverse", "2 of 2")):
        page = client.post(address, {"format": format_}, headers=htmx).content.decode()
        assert figures in page, format_
    assert (
        "does not have that format"
        in client.post(address, {"format": "flash"}, headers=htmx).content.decode()
    )
    whole = client.post(address, {"format": "group"}).content.decode()
    assert '<option value="group" selected>' in whole


def test_the_price_of_a_rule_is_that_of_the_format(mixed: Program) -> None:
    avoided = {"key": "avoid", "kind": "avoid"}
    body = {**POLICY, "rules": [avoided]}
    assert [price.matched for price in rule_prices(mixed, body, "group")] == [8]
    assert [price.matched for price in rule_prices(mixed, body)] == [3]


def test_matching_again_is_previewed_and_done_for_each_format(
    mixed: Program, cora: Person, client: Client
) -> None:
    finished_run(mixed, cora)
    circles = finished_run(mixed, cora, format_="group")
    assert preview_of(mixed).refusal is not None
    assert preview_of(mixed, format_="group").suggested == 2
    assert preview_of(mixed).suggested == 3
    preview = preview_of(mixed, format_="reverse")
    assert preview.pairs is not None
    assert {p.learner.person.full_name for p in preview.pairs} | {
        p.leader.person.full_name for p in preview.pairs
    } == in_format(mixed, "reverse")
    client.force_login(cora)
    page = client.get(reverse("rematch", args=[mixed.pk]), {"format": "reverse"}).content.decode()
    assert "Turned 0" in page
    assert "Round 0" not in page
    assert '<input type="hidden" name="format" value="reverse">' in page
    client.post(reverse("start_run", args=[mixed.pk]), {"kind": "rematch", "format": "reverse"})
    run = MatchRun.objects.latest("pk")
    perform_run(run.pk)
    run.refresh_from_db()
    assert (run.state, run.kind, run.format, run.proposals.count()) == ("done", "rematch", "reverse", 2)
    assert circles.proposals.filter(state="suggested").count() == 2


def test_who_waited_for_a_circle_does_not_stop_the_others(mixed: Program, cora: Person) -> None:
    mixed.enrollments.filter(format="group", as_mentor=True).update(mentee_places=4)
    join(mixed, "One Too Many", "group")
    first = finished_run(mixed, cora, format_="group")
    assert first.unmatched.exists()
    again = finished_run(mixed, cora, format_="group", kind=RunKind.ANEW)
    assert (again.state, again.error) == ("done", "")
    assert preview_of(mixed, format_="reverse").refusal is None


def test_the_schedule_matches_one_format_after_the_other(mixed: Program, cora: Person) -> None:
    today = clock.today()
    Say.objects.create(program=mixed, match_every=7, match_next_on=today, changed_by=cora)
    started = []
    for _ in range(4):
        match_on_schedule()
        for run in MatchRun.objects.filter(program=mixed, state=RunState.QUEUED):
            perform_run(run.pk)
            started.append(run.format)
    assert started == ["", "group", "reverse"]
    assert Say.objects.get(program=mixed).match_next_on == today + timedelta(days=7)


def test_the_next_best_is_somebody_of_the_same_format(mixed: Program, cora: Person) -> None:
    join(mixed, "Turned Spare", "reverse", leads=True)
    set_sending_rules(
        by=cora, program=mixed, after_no="next_best", remind_after_days=3, most_tries=3, version=0
    )
    run = finished_run(mixed, cora, format_="reverse")
    proposal = run.proposals.first()
    assert proposal is not None
    send_proposals(by=cora, program=mixed, proposals=[proposal.pk])
    mentor = proposal.sides.get(role="mentor").enrollment.person
    answer_proposal(by=mentor, proposal=proposal, accept=False)
    made = follow_up(proposal_id=proposal.pk)
    assert made is not None
    assert {s.enrollment.format for s in made.sides.select_related("enrollment")} == {"reverse"}
    assert set(Proposal.objects.filter(follows=proposal)) == {made}


def test_the_directory_shows_people_of_ones_own_format(mixed: Program) -> None:
    Say.objects.create(program=mixed, mode="self")
    for format_, count in (("", 3), ("group", 2), ("reverse", 2)):
        mentee = mixed.enrollments.filter(format=format_, as_mentee=True)[0]
        viewer = Viewer(mentee.person, mixed, mentee)
        page = directory_page(viewer, Side.MENTOR, Asked())
        shown = mixed.enrollments.filter(pk__in=[card.id for card in page.cards])
        assert set(shown.values_list("format", flat=True)) == {format_}
        assert len(page.cards) == count
        assert all(card.fit is not None for card in page.cards)
        assert choice_of(mixed, mentee).takes_requests is (format_ != "group")


def test_recommendations_stay_within_a_format(mixed: Program) -> None:
    Say.objects.create(program=mixed, mode="hybrid", complete_percent=0)
    made = make_shortlist(program=mixed)
    assert made is not None
    rows = list(Recommendation.objects.values_list("enrollment__format", "chosen__format"))
    assert {mine for mine, _ in rows} == {"", "group", "reverse"}
    assert all(mine == theirs for mine, theirs in rows)


def test_members_are_moved_between_circles_of_a_mixed_program(
    mixed: Program, cora: Person, client: Client
) -> None:
    run = finished_run(mixed, cora, format_="group")
    client.force_login(cora)
    page = client.get(reverse("match_run", args=[mixed.pk, run.pk])).content.decode()
    assert "Move somebody to another circle" in page
