"""One number means one thing: every figure recomputed from the raw rows, and the same on page, file and data."""

import csv
import io
import json
import re
from datetime import timedelta
from statistics import median

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.insights.definitions import DEFINITIONS, FIELD
from pairwell.insights.figures import figures_of, figures_of_many
from pairwell.insights.story import against_plan
from pairwell.insights.tracking import rows_of
from pairwell.mentorships import actions as mentorships
from pairwell.mentorships.models import Goal, Membership, Mentorship, Session
from pairwell.mentorships.states import GoalState
from pairwell.pairing.models import Proposal
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import EnrollmentState, ProgramState
from pairwell.surveys import actions as surveys
from tests.factories.mentorships import held, make_goal, make_mentorship, make_reflection
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_invitation, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cora: Person) -> Program:
    """Nine pairs with everything in them, people who wait, and surveys whose answers are known."""
    made = make_program(managed_by=cora, state=ProgramState.ACTIVE)
    for number in range(9):
        pair = make_mentorship(make_person(), make_person(), program=made, days_ago=90 + number)
        Enrollment.objects.filter(memberships__mentorship=pair).update(
            approved_at=pair.created_at - timedelta(days=number)
        )
        for visit in range(number % 4):
            session = held(pair, days_ago=10 + 7 * visit, minutes=45 + number)
            make_reflection(session, pair.memberships.all()[0].person, 1 + (number + visit) % 5)
        make_goal(pair, pair.memberships.all()[1].person, state=list(GoalState)[number % 3])
        Proposal.objects.create(program=made, state="accepted", score=0.5 + number / 20, mentorship=pair)
        if number == 8:
            mentorships.end_mentorship(by=pair.memberships.all()[0].person, mentorship=pair, reason="time")
    make_invitation(made, make_person())
    make_enrollment(made, state=EnrollmentState.APPLIED)
    for moment, values in (("baseline", [1, 2, 2, 3, 3, 2]), ("closing", [3, 4, 4, 5, 4, 5])):
        survey = surveys.add_survey(by=None, program=made, moment=moment, audience="mentees")
        surveys.open_survey(by=None, survey=survey)
        for request, value in zip(survey.requests.all(), values, strict=False):
            given = {"skill_confidence": value, "satisfied": value, "impact": value, "recommend": value * 2}
            surveys.answer(by=request.person, request=request, given=given)
        surveys.close_survey(by=None, survey=survey)
    return made


def _in_rhythm(pair: Mentorship, sessions: list[Session]) -> bool:
    asked = ((pair.ended_at or clock.now()).date() - pair.starts_on).days // pair.cadence_days
    return 5 * sum(s.mentorship_id == pair.pk for s in sessions) >= 4 * asked


def by_hand(program: Program) -> dict[str, float]:
    """The truth, counted row by row without any of the code that is tested."""
    pairs = list(Mentorship.objects.filter(program=program))
    sessions = [
        s for s in Session.objects.all() if s.mentorship.program_id == program.pk and s.state == "held"
    ]
    members = [m for m in Membership.objects.all() if m.mentorship.program_id == program.pk]
    met = {s.mentorship_id for s in sessions}
    enrolled = list(Enrollment.objects.filter(program=program))
    useful = [r.useful for s in sessions for r in s.reflections.all()]
    firsts = [
        (min(s.starts_at for s in sessions if s.mentorship_id == p.pk).date() - p.starts_on).days
        for p in pairs
        if p.pk in met
    ]
    goals = [g for g in Goal.objects.all() if g.mentorship.program_id == program.pk]
    return {
        "asked": len({e.person_id for e in enrolled} | {i.person_id for i in program.invitations.all()}),
        "enrolled": sum(e.state == "approved" for e in enrolled),
        "matched": len({m.person_id for m in members}),
        "met": len({m.person_id for m in members if m.mentorship_id in met}),
        "active": len(
            {m.person_id for m in members if m.mentorship_id in met and m.mentorship.state == "active"}
        ),
        "finished": 0,
        "mentorships": len(pairs),
        "completed": 0,
        "ended_early": 1,
        "days_to_match": median([n for n in range(9) for _ in range(2)]),
        "days_to_first_session": median(firsts),
        "sessions": len(sessions),
        "hours": sum(s.minutes for s in sessions) / 60,
        "sessions_each": len(sessions) / 9,
        "in_rhythm": sum(_in_rhythm(p, sessions) for p in pairs) / 9,
        "goals": len(goals),
        "goals_reached": sum(g.state == "reached" for g in goals),
        "milestones": 0,
        "usefulness": sum(useful) / len(useful),
        "fit": sum(0.5 + n / 20 for n in range(9)) / 9,
        "mentees_satisfied": 5 / 6,
        "impact": 5 / 6,
        "recommend": 100 * (2 - 1) / 6,  # 6 8 8 10 8 10
        "skill_growth": 25 / 6 - 13 / 6,
    }


def test_every_figure_is_the_one_counted_by_hand(program: Program) -> None:
    found, truth = figures_of(program), by_hand(program)
    assert {key: found[key].value for key in truth} == pytest.approx(truth)
    assert {key for key in DEFINITIONS if key not in truth} == {
        "mentors_satisfied",
        "own_skills",
        "motivated",
    }
    assert all(found[key].value is None for key in ("mentors_satisfied", "own_skills", "motivated"))


def test_page_report_file_and_data_say_the_same(client: Client, cora: Person, program: Program) -> None:
    client.force_login(cora)
    figures = figures_of(program)

    def get(name: str) -> str:
        response = client.get(reverse(name, args=[program.pk]))
        body = b"".join(response) if response.streaming else response.content
        return body.decode("utf-8-sig")

    rows = {row["Key"]: row["Value"] for row in csv.DictReader(io.StringIO(get("program_figures_table")))}
    data = json.loads(get("program_figures_data"))["figures"]
    page = re.sub(r"<[^>]+>|\s+", " ", get("program_insights"))
    report = get("program_report")
    for key, figure in figures.items():
        if figure.value is None:
            assert (rows[key], data[key]["value"]) == ("", None)
            continue
        assert float(rows[key]) == pytest.approx(figure.value, abs=1e-6)
        assert data[key]["value"] == pytest.approx(figure.value)
        assert f"<b>{figure.in_words}</b>{figure.definition.label}" in report
    for key in ("hours", "sessions", "mentees_satisfied", "skill_growth", "usefulness"):
        assert figures[key].in_words in page


def test_many_programs_at_once_give_what_each_gives_alone(program: Program) -> None:
    other = make_program(state=ProgramState.ACTIVE)
    make_mentorship(program=other)
    together = figures_of_many([program, other])
    assert together == {program.pk: figures_of(program), other.pk: figures_of(other)}


def test_a_program_without_anybody_has_figures_without_a_basis() -> None:
    found = figures_of(make_program())
    assert found["days_to_match"].in_words == "–"
    assert found["asked"].value == 0


def test_every_published_figure_stands_beside_one_of_ours_with_its_source() -> None:
    assert [one.value for one in FIELD] == [0.97, 0.57, 0.73]
    assert all(one.key in DEFINITIONS and one.source and one.does_not_mean for one in FIELD)


def test_a_sponsor_reads_the_story_and_nobody_s_name(client: Client, program: Program) -> None:
    client.force_login(make_person(role="sponsor"))
    Person.objects.update(full_name="Zz Somebody")
    for name in ("program_insights", "program_report"):
        page = client.get(reverse(name, args=[program.pk])).content.decode()
        main = page[page.find("<main") :] if "<main" in page else page
        assert "Zz Somebody" not in main


def test_the_rhythm_is_the_one_the_board_shows(program: Program) -> None:
    pairs = list(Mentorship.objects.filter(program=program).order_by("pk"))
    for number, pair in enumerate(pairs[:3]):
        held_until = clock.now() - timedelta(days=number)
        Mentorship.objects.filter(pk=pair.pk).update(
            resumed_at=held_until - timedelta(days=30), cadence_days=7
        )
    Mentorship.objects.filter(pk=pairs[3].pk).update(
        state="paused", paused_at=clock.now() - timedelta(days=60)
    )
    Mentorship.objects.filter(pk=pairs[4].pk).update(starts_on=clock.today())
    rhythms = [row.rhythm for row in rows_of(program) if row.rhythm]
    figure = figures_of(program)["in_rhythm"]
    assert figure.basis == len(rhythms) < len(pairs)
    assert figure.value == sum(one.is_kept for one in rhythms) / len(rhythms)
    assert 0 < figure.value < 1


def test_a_running_program_is_told_beside_the_time_that_has_passed(program: Program) -> None:
    assert against_plan(program, figures_of(program)) == []
    program.starts_on, program.ends_on = (
        clock.today() - timedelta(days=29),
        clock.today() + timedelta(days=70),
    )
    told = {part.label: part.share for part in against_plan(program, figures_of(program))}
    assert told["Time passed: day 30 of 100"] == 0.3
    assert told["Goals reached: 3 of 9"] == pytest.approx(1 / 3)
    program.state = ProgramState.CLOSED
    assert against_plan(program, figures_of(program)) == []
