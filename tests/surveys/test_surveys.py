"""Asking, answering and what comes of it, on the real database."""

from collections.abc import Sequence
from datetime import timedelta
from threading import Thread

import pytest
import time_machine
from django.db import connection

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships.models import Membership
from pairwell.messaging.models import Letter, Muted
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramState
from pairwell.surveys import actions
from pairwell.surveys.models import Request, Response, Survey
from pairwell.surveys.queries.named import named_answers
from pairwell.surveys.queries.results import results_of
from pairwell.surveys.rules.asking import Asked
from pairwell.surveys.states import SurveyState
from tests.factories.mentorships import make_mentorship
from tests.factories.people import make_person
from tests.factories.programs import make_program


def a_program(pairs: int = 6, **fields: object) -> Program:
    program = make_program(
        state=ProgramState.ACTIVE,
        **{"starts_on": clock.today(), "ends_on": clock.today() + timedelta(days=180), **fields},
    )
    for number in range(pairs):
        department = "Sales" if number < 2 else "Engineering"
        make_mentorship(make_person(), make_person(department=department), program=program)
    return program


def a_survey(program: Program, **settings: object) -> Survey:
    given = {"moment": "closing", "audience": "mentees", "anchor": "program_start", "days": 0, **settings}
    return actions.add_survey(by=None, program=program, **given)  # type: ignore[arg-type]


def answer_all(survey: Survey, values: Sequence[int]) -> None:
    for request, value in zip(survey.requests.order_by("group", "id"), values, strict=False):
        actions.answer(by=request.person, request=request, given={"satisfied": str(value)})


def result(survey: Survey, key: str = "satisfied"):
    survey.refresh_from_db()
    return next(q for q in results_of(survey).questions if q.asked.key == key)


@pytest.mark.django_db
def test_the_worker_sends_a_survey_on_its_day_once_to_the_right_side() -> None:
    program = a_program(pairs=3)
    survey = a_survey(program, days=10)
    assert actions.ask_everybody_due() == 0
    with time_machine.travel(clock.now() + timedelta(days=10)):
        assert actions.ask_everybody_due() == 3
        assert actions.ask_everybody_due() == 0
    letters = Letter.objects.filter(kind="survey")
    sides = Membership.objects.filter(mentorship__program=program, role="mentee")
    mentees = set(sides.values_list("person_id", flat=True))
    assert {letter.to_id for letter in letters} == mentees == {r.person_id for r in survey.requests.all()}
    assert "This survey is anonymous" in letters[0].text
    assert "?q_satisfied=5" in letters[0].html


@pytest.mark.django_db
def test_a_program_s_declared_surveys_are_made_once() -> None:
    declared = [
        {"moment": "baseline", "audience": "mentees", "questions": ["hopes"]},
        {"moment": "closing", "audience": "mentors"},
    ]
    program = make_program(surveys=declared)
    made = actions.prepare_surveys(by=None, program=program)
    assert [(one.moment, one.audience) for one in made] == [("baseline", "mentees"), ("closing", "mentors")]
    assert [question.key for question in made[0].questions.all()] == ["hopes"]
    assert actions.prepare_surveys(by=None, program=program) == []


@pytest.mark.django_db
def test_reminders_go_to_those_who_have_not_answered_and_stop() -> None:
    survey = a_survey(a_program(pairs=3))
    actions.ask_everybody_due()
    first = survey.requests.all()[0]
    actions.answer(by=first.person, request=first, given={"satisfied": "5"})
    counts = []
    for day in (3, 4, 4, 9, 12, 15, 16):
        with time_machine.travel(clock.now() + timedelta(days=day)):
            actions.ask_everybody_due()
        counts.append(Letter.objects.filter(kind="survey").count())
    assert counts == [3, 5, 5, 7, 7, 7, 7]
    assert not Letter.objects.filter(to=first.person, subject__startswith="Still open").exists()
    survey.refresh_from_db()
    assert survey.state == SurveyState.CLOSED


@pytest.mark.django_db
def test_somebody_who_has_turned_surveys_off_gets_no_letter_but_may_answer() -> None:
    program = a_program(pairs=1)
    survey = a_survey(program)
    mentee = program.mentorships.get().memberships.get(role="mentee").person
    Muted.objects.create(person=mentee, kind="survey")
    actions.open_survey(by=None, survey=survey)
    assert not Letter.objects.filter(kind="survey").exists()
    request = survey.requests.get()
    actions.answer(by=mentee, request=request, given={"satisfied": "3"})


@pytest.mark.django_db
def test_a_rolling_survey_asks_each_mentorship_on_its_own_day() -> None:
    program = a_program(pairs=0)
    make_mentorship(program=program, days_ago=40)
    make_mentorship(program=program, days_ago=100)
    make_mentorship(program=program, days_ago=5)
    survey = a_survey(program, moment="pulse", anchor="mentorship_start", days=30)
    assert actions.ask_everybody_due() == 1
    with time_machine.travel(clock.now() + timedelta(days=25)):
        assert actions.ask_everybody_due() == 1
    assert survey.requests.count() == 2


@pytest.mark.django_db
def test_people_managers_are_asked_once_however_many_of_theirs_take_part() -> None:
    boss = make_person()
    program = a_program(pairs=0)
    for _ in range(3):
        make_mentorship(make_person(), make_person(manager=boss), program=program)
    survey = a_survey(program, moment="midpoint", audience="managers")
    assert actions.open_survey(by=None, survey=survey) == 1
    assert survey.requests.get().person == boss


@pytest.mark.django_db
def test_nothing_joins_an_anonymous_answer_to_its_person() -> None:
    survey = a_survey(a_program(pairs=5))
    actions.open_survey(by=None, survey=survey)
    answer_all(survey, [5, 4, 3, 2, 1])
    ids = {str(value) for r in survey.requests.all() for value in (r.pk, r.person_id, r.token)}
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_jsonb(t) FROM surveys_response t WHERE survey_id = %s", [survey.pk])
        for (row,) in cursor.fetchall():
            assert "request_id" in str(row)
            assert '"request_id": null' in str(row).replace("None", "null").replace("'", '"')
            assert not {str(v) for v in str(row).replace('"', " ").split()} & ids - {str(survey.pk)}
    assert set(survey.requests.values_list("answered_on", flat=True)) == {clock.today()}
    assert named_answers(survey) == []


@pytest.mark.django_db
def test_anonymous_results_are_made_once_when_the_survey_closes() -> None:
    survey = a_survey(a_program(pairs=6))
    actions.open_survey(by=None, survey=survey)
    answer_all(survey, [5, 5, 4, 4, 3, 3])
    assert result(survey).answers == 0
    actions.close_survey(by=None, survey=survey)
    shown = result(survey)
    assert (shown.answers, shown.mean, shown.agree) == (6, 4.0, 4)


@pytest.mark.django_db
def test_four_anonymous_answers_are_never_shown() -> None:
    survey = a_survey(a_program(pairs=6))
    actions.open_survey(by=None, survey=survey)
    answer_all(survey, [1, 1, 1, 1])
    actions.close_survey(by=None, survey=survey)
    assert result(survey).answers == 0
    assert result(survey).mean is None


@pytest.mark.django_db
def test_small_groups_stay_hidden_and_can_not_be_subtracted() -> None:
    survey = a_survey(a_program(pairs=12))
    actions.change_survey(by=make_person(), survey=survey, group_by="department")
    actions.open_survey(by=None, survey=survey)
    answer_all(survey, [1] * 10 + [5] * 2)  # ordered by group: ten of Engineering, two of Sales
    actions.close_survey(by=None, survey=survey)
    assert {group.label: group.mean for group in result(survey).groups} == {
        "Engineering": None,
        "Sales": None,
    }


@pytest.mark.django_db
def test_a_rolling_anonymous_survey_shows_whole_batches_while_it_is_open() -> None:
    program = a_program(pairs=0)
    for _ in range(13):
        make_mentorship(program=program, days_ago=31)
    survey = a_survey(program, moment="pulse", anchor="mentorship_start", days=30)
    actions.add_question(by=make_person(), survey=survey, asked=Asked("satisfied", "Satisfied?", "scale"))
    actions.ask_everybody_due()
    seen = []
    for request in survey.requests.all():
        actions.answer(by=request.person, request=request, given={"satisfied": "4"})
        seen.append(result(survey).answers)
    assert seen == [0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10, 10, 10]


@pytest.mark.django_db
def test_named_answers_can_be_changed_until_the_survey_closes() -> None:
    survey = a_survey(a_program(pairs=1), is_anonymous=False)
    actions.open_survey(by=None, survey=survey)
    request = survey.requests.get()
    for value in ("2", "4"):
        actions.answer(by=request.person, request=request, given={"satisfied": value})
    assert [one.answers for one in named_answers(survey)] == [
        (("All in all, I am satisfied with this mentorship.", "4 of 5"),)
    ]
    actions.close_survey(by=None, survey=survey)
    with pytest.raises(Refused, match="closed"):
        actions.answer(by=request.person, request=request, given={"satisfied": "5"})


@pytest.mark.django_db
def test_an_anonymous_answer_counts_once() -> None:
    survey = a_survey(a_program(pairs=1))
    actions.open_survey(by=None, survey=survey)
    request = survey.requests.get()
    actions.answer(by=request.person, request=request, given={"satisfied": "2"})
    with pytest.raises(Refused, match="already"):
        actions.answer(by=request.person, request=request, given={"satisfied": "2"})
    assert Response.objects.count() == 1


@pytest.mark.django_db
def test_questions_stay_as_they_are_once_somebody_was_asked(cora: Person) -> None:
    survey = a_survey(a_program(pairs=1))
    actions.open_survey(by=cora, survey=survey)
    question = survey.questions.all()[0]
    other = Asked(question.key, "Something else?", "scale")
    for attempt in (
        lambda: actions.change_question(by=cora, question=question, asked=other),
        lambda: actions.remove_question(by=cora, question=question),
        lambda: actions.add_question(by=cora, survey=survey, asked=other),
        lambda: actions.change_survey(by=cora, survey=survey, is_anonymous=False),
        lambda: actions.remove_survey(by=cora, survey=survey),
        lambda: actions.open_survey(by=cora, survey=survey),
    ):
        with pytest.raises(Refused):
            attempt()


@pytest.mark.django_db(transaction=True)
def test_two_clicks_on_send_at_once_are_one_anonymous_answer() -> None:
    survey = a_survey(a_program(pairs=1))
    actions.open_survey(by=None, survey=survey)
    request = Request.objects.select_related("person").get()
    refused: list[str] = []

    def click() -> None:
        try:
            actions.answer(by=request.person, request=request, given={"satisfied": "2"})
        except Refused as no:
            refused.append(str(no))
        finally:
            connection.close()

    clicks = [Thread(target=click) for _ in range(6)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert (Response.objects.count(), len(refused)) == (1, 5)
