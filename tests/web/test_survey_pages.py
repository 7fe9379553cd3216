"""The pages of surveys, for those who ask and those who answer."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramState
from pairwell.surveys import actions
from pairwell.surveys.models import Response, Survey
from tests.factories.mentorships import make_mentorship
from tests.factories.people import make_person
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(client: Client, cora: Person) -> Program:
    client.force_login(cora)
    made = make_program(managed_by=cora, state=ProgramState.ACTIVE)
    make_mentorship(make_person("Ida Old"), make_person("Kim New"), program=made)
    return made


def sent(program: Program, **settings: object) -> Survey:
    survey = actions.add_survey(by=None, program=program, moment="closing", audience="mentees", **settings)  # type: ignore[arg-type]
    actions.open_survey(by=None, survey=survey)
    return survey


def test_a_manager_makes_a_survey_for_each_side_from_the_bank(client: Client, program: Program) -> None:
    address = reverse("manage_surveys", args=[program.pk])
    assert "Nothing is asked yet" in client.get(address).content.decode()
    answer = client.post(address, {"moment": "closing", "audience": ["mentees", "mentors"]}, follow=True)
    page = answer.content.decode()
    assert "Closing survey of mentees" in page
    assert "Closing survey of mentors" in page


def test_questions_are_written_ordered_and_removed(client: Client, program: Program) -> None:
    survey = actions.add_survey(by=None, program=program, moment="baseline", audience="mentees")
    given = {"text": "Which day suits you?", "kind": "choice", "options": "Monday\nFriday"}
    client.post(reverse("new_survey_question", args=[survey.pk]), given)
    last = survey.questions.last()
    assert last is not None
    assert [one["label"] for one in last.options] == ["Monday", "Friday"]
    client.post(reverse("move_survey_question", args=[last.pk]), {"where": "up"})
    assert list(survey.questions.all())[-2] == last
    client.post(reverse("remove_survey_question", args=[last.pk]))
    assert not survey.questions.filter(pk=last.pk).exists()


def test_a_choice_with_one_option_is_refused_beside_its_field(client: Client, program: Program) -> None:
    survey = actions.add_survey(by=None, program=program, moment="baseline", audience="mentees")
    given = {"text": "Which?", "kind": "choice", "options": "Monday"}
    page = client.post(reverse("new_survey_question", args=[survey.pk]), given).content.decode()
    assert "Write at least two different options" in page
    assert "Monday" in page


def test_somebody_answers_from_the_letter_without_signing_in(program: Program) -> None:
    survey = sent(program)
    address = reverse("answer_survey", args=[survey.requests.get().token])
    browser = Client()
    page = browser.get(address + "?q_satisfied=4").content.decode()
    assert "This survey is anonymous" in page
    assert (
        'value="4" class="form-check-group" aria-required="true" id="id_q_satisfied_3" required checked'
        in (page)
        or "checked" in page
    )
    assert Response.objects.count() == 0  # a mail program that follows links answers nothing
    page = browser.post(address, {"q_satisfied": "4", "q_better": "More time"}, follow=True).content.decode()
    assert "Thank you, Kim" in page
    assert Response.objects.get().answers == {"satisfied": 4, "better": "More time"}


def test_what_is_missing_is_said_beside_the_question_and_nothing_is_lost(program: Program) -> None:
    survey = sent(program)
    address = reverse("answer_survey", args=[survey.requests.get().token])
    answer = Client().post(address, {"q_better": "Keep these words"})
    assert answer.status_code == 422
    assert "Please answer this question." in answer.content.decode()
    assert "Keep these words" in answer.content.decode()


def test_a_secret_that_was_made_up_opens_nothing() -> None:
    assert Client().get(reverse("answer_survey", args=["made-up"])).status_code == 404


def test_somebody_who_was_switched_off_is_not_asked_any_more(program: Program) -> None:
    survey = sent(program)
    request = survey.requests.get()
    Person.objects.filter(pk=request.person_id).update(is_active=False)
    assert Client().get(reverse("answer_survey", args=[request.token])).status_code == 404


def test_named_answers_show_names_and_anonymous_ones_never(client: Client, program: Program) -> None:
    for is_anonymous in (True, False):
        survey = sent(program, is_anonymous=is_anonymous)
        request = survey.requests.get()
        actions.answer(by=request.person, request=request, given={"satisfied": "2"})
        actions.close_survey(by=None, survey=survey)
        page = client.get(reverse("manage_survey", args=[survey.pk])).content.decode()
        table = b"".join(client.get(reverse("survey_results_file", args=[survey.pk]))).decode()
        assert ("Kim New" in page) is not is_anonymous
        assert ("satisfied" in table) is not is_anonymous


def test_home_says_that_a_survey_waits(program: Program) -> None:
    survey = sent(program)
    browser = Client()
    browser.force_login(survey.requests.get().person)
    assert "asks how it is for you" in browser.get("/").content.decode()
