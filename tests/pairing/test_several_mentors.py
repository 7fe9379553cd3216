"""Two leaders of a circle, several mentors at once for different needs: matched as the set-up says."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.matching.checker import verify
from pairwell.messaging.models import Letter
from pairwell.pairing.actions import save_policy, send_proposals
from pairwell.pairing.engine import instance_of
from pairwell.pairing.formats import policy_in
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.needs import own_needs
from pairwell.pairing.queries.outcome import LEADS_ALONE, proof_lines
from pairwell.pairing.warm import evaluated, warm
from pairwell.people.models import Person
from pairwell.programs.actions import update_program
from pairwell.programs.models import Program
from tests.factories.pairing import POLICY, finished_run, make_pool
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment

pytestmark = pytest.mark.django_db
NEEDS = [{"key": "field", "label": "My field"}, {"key": "career", "label": "My career"}]
EASY = {**POLICY, "rules": [{"key": "avoid", "kind": "avoid"}]}


@pytest.mark.parametrize(
    ("wanted", "offers", "given"),
    [
        ("ab", [("x", "ab"), ("y", "a")], {"x": "b", "y": "a"}),
        ("ab", [("x", "a"), ("y", "a")], {"x": "a"}),
        ("ab", [("x", ""), ("y", "a")], {"x": "b", "y": "a"}),
        ("abc", [("x", "ab"), ("y", "ab"), ("z", "abc")], {"x": "b", "y": "a", "z": "c"}),
        ("a", [("x", "c")], {}),
    ],
)
def test_each_mentor_has_a_need_of_their_own_and_the_better_come_first(
    wanted: str, offers: list[tuple[str, str]], given: dict[str, str]
) -> None:
    assert own_needs(wanted, offers) == given


def joined(program: Program, name: str, *needs: str, places: int, mentor: bool = False) -> Any:
    row = make_enrollment(program, make_person(name), role="mentor" if mentor else "mentee")
    row.needs = list(needs)
    row.mentee_places, row.mentor_places = (places, 0) if mentor else (0, places)
    row.save()
    return row


def told(run: MatchRun) -> dict[tuple[str, str], str]:
    """(mentee, mentor) -> the first reason of every suggestion."""
    found = {}
    for proposal in Proposal.objects.filter(run=run, state__in=("suggested", "sent")):
        sides = {side.role: side.enrollment.person.full_name for side in proposal.sides.all()}
        found[sides["mentee"], sides["mentor"]] = proposal.contributions[0]["reason"]
    return found


def needing(cora: Person) -> Program:
    """A program whose mentees may have two mentors, for their field and for their career."""
    program = make_pool(0, 0, by=cora, needs=NEEDS, mentor_places=2)
    save_policy(by=cora, program=program, body=EASY)
    return program


def test_a_mentee_gets_one_mentor_for_each_need_and_reads_what_for(cora: Person) -> None:
    program = needing(cora)
    joined(program, "Mia", "field", "career", places=2)
    for name, need in (("Fay", "field"), ("Flo", "field"), ("Cal", "career")):
        joined(program, name, need, places=1, mentor=True)
    run = finished_run(program, cora)
    found = told(run)
    assert sorted(found.values()) == ["For: My career", "For: My field"]
    assert found["Mia", "Cal"] == "For: My career"


def test_two_mentors_for_one_need_are_not_given_and_the_record_holds(cora: Person) -> None:
    program = needing(cora)
    joined(program, "Mia", "field", "career", places=2)
    joined(program, "Noa", "field", places=1)
    for name in ("Fay", "Flo", "Fee"):
        joined(program, name, "field", places=1, mentor=True)
    joined(program, "Cal", "career", places=1, mentor=True)
    joined(program, "Cy", "career", places=1)
    run = finished_run(program, cora)
    found = told(run)
    for who in ("Mia", "Noa", "Cy"):
        reasons = [said for (mentee, _), said in found.items() if mentee == who]
        assert len(reasons) == len(set(reasons)) >= 1
    assert run.result is not None
    assert run.inputs is not None
    assert verify(run.result, instance_of(run.inputs)).holds


def test_a_draft_shows_the_pairs_that_the_run_gives(cora: Person) -> None:
    program = needing(cora)
    for number in range(4):
        joined(program, f"Both {number}", "field", "career", places=2)
        joined(program, f"Field {number}", "field", places=2, mentor=True)
    joined(program, "Career", "career", places=1, mentor=True)
    body = program.policies.first().body
    tried = evaluated(warm(program), policy_in(program, body, ""))
    run = finished_run(program, cora)
    assert run.result is not None
    assert run.inputs is not None
    assert tried.pairs == {(pair["mentee"], pair["mentor"]) for pair in run.result["pairs"]}
    assert len(tried.pairs) == 5
    assert run.inputs["forbid"], "nothing had to be ruled out, so this shows nothing"


def test_what_is_served_is_not_looked_for_again(cora: Person) -> None:
    program = needing(cora)
    mia = joined(program, "Mia", "field", "career", places=2)
    joined(program, "Fay", "field", places=3, mentor=True)
    first = finished_run(program, cora)
    assert told(first) == {("Mia", "Fay"): "For: My field"}
    send_proposals(by=cora, program=program, proposals=[Proposal.objects.get(run=first).pk])
    joined(program, "Flo", "field", places=3, mentor=True)
    joined(program, "Cal", "career", places=3, mentor=True)
    assert told(finished_run(program, cora)) == {("Mia", "Cal"): "For: My career"}
    mia.refresh_from_db()
    assert mia.mentors_held == 1


def test_the_set_up_says_how_many_mentors_and_the_policy_follows(cora: Person) -> None:
    program = make_pool(1, 3, by=cora)
    mentee = program.enrollments.get(as_mentee=True)
    for places in (2, 3):
        program = update_program(
            by=cora, program=program, version=program.version, values={"mentor_places": places}
        )
        assert program.policies.first().body["places_per_mentee"] == places
    mentee.mentor_places = 3
    mentee.save()
    assert Proposal.objects.filter(run=finished_run(program, cora)).count() == 3


@pytest.mark.parametrize(("leaders", "odd"), [(2, True), (1, False)])
def test_the_proof_says_why_a_mentor_leads_alone(cora: Person, leaders: int, odd: bool) -> None:
    program = make_pool(12, 3, by=cora, places=4, format="group")
    values = {"circle_size": 4, "circle_leaders": leaders}
    program = update_program(by=cora, program=program, version=program.version, values=values)
    run = finished_run(program, cora)
    assert run.result is not None
    assert (LEADS_ALONE in proof_lines(run.result)) is odd
    alone = [circle for circle in run.result["circles"] if len(circle["leaders"]) == 1]
    assert len(alone) == (1 if odd else 3)


def test_circles_have_the_size_and_the_leaders_that_the_set_up_says(cora: Person, client: Client) -> None:
    program = make_pool(8, 4, by=cora, places=4, format="group")
    values = {"circle_size": 4, "circle_leaders": 2}
    program = update_program(by=cora, program=program, version=program.version, values=values)
    assert program.policies.first().body["circles"] == {"smallest": 4, "largest": 4, "leaders": 2}
    run = finished_run(program, cora)
    circles = list(Proposal.objects.filter(run=run, state="suggested"))
    counts = sorted(
        (c.sides.filter(role="mentor").count(), c.sides.filter(role="mentee").count()) for c in circles
    )
    assert counts == [(2, 4), (2, 4)]
    client.force_login(cora)
    page = client.get(reverse("match_run", args=[program.pk, run.pk])).content.decode()
    assert page.count(", mentor</span>") == 4
    send_proposals(by=cora, program=program, proposals=[circle.pk for circle in circles])
    sides = {side.role: side.enrollment.person for side in circles[0].sides.all()}
    letters = {
        who: Letter.objects.get(to=person, subject__contains="circle") for who, person in sides.items()
    }
    assert "a circle you could lead" in letters["mentor"].subject
    assert "a circle for you" in letters["mentee"].subject
    assert letters["mentee"].text.count("leads the circle") == 2
    assert letters["mentor"].text.count("leads the circle") == 1
    for who, told, others in (
        ("mentor", "You would lead this circle together", 1),
        ("mentee", "a member of", 2),
    ):
        client.force_login(sides[who])
        page = client.get(reverse("proposal", args=[circles[0].pk])).content.decode()
        assert told in page
        assert page.count("Leads the circle") == others
