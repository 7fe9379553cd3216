"""Questions, answers and days of surveys, as pure decisions."""

from datetime import date, timedelta

import pytest

from pairwell.surveys.bank import bank, proposed
from pairwell.surveys.rules import asking, timing
from pairwell.surveys.rules.asking import Asked
from pairwell.surveys.states import Audience, Kind, Moment

SCALE = Asked("good", "Good?", Kind.SCALE, required=True)
RECOMMEND = Asked("recommend", "Recommend?", Kind.RECOMMEND)
CHOICE = Asked("time", "Time?", Kind.CHOICE, options=(("1", "Yes"), ("2", "No")))
TEXT = Asked("words", "Words?", Kind.TEXT)
START = date(2026, 3, 1)


def test_answers_are_read_as_what_they_are() -> None:
    given = {"good": "4", "recommend": "10", "time": "2", "words": "  Ça va  "}
    clean, wrong = asking.check_answers([SCALE, RECOMMEND, CHOICE, TEXT], given)
    assert (clean, wrong) == ({"good": 4, "recommend": 10, "time": "2", "words": "Ça va"}, [])


@pytest.mark.parametrize("value", ["0", "6", "-1", "4.5", "٤", "four", "1e0", "4" * 400])
def test_a_number_outside_the_scale_is_refused_beside_its_question(value: str) -> None:
    _, wrong = asking.check_answers([SCALE], {"good": value})
    assert [(one.field, one.message) for one in wrong] == [("q_good", "Choose a number from 1 to 5.")]


def test_a_required_question_is_asked_for_and_others_may_stay_empty() -> None:
    clean, wrong = asking.check_answers([SCALE, TEXT], {"words": " "})
    assert clean == {}
    assert [one.field for one in wrong] == ["q_good"]


def test_an_option_that_does_not_exist_and_a_novel_are_refused() -> None:
    _, wrong = asking.check_answers([CHOICE, TEXT], {"time": "3", "words": "x" * 2001})
    assert [one.field for one in wrong] == ["q_time", "q_words"]


def test_a_choice_needs_two_different_options() -> None:
    one = Asked("a", "Which?", Kind.CHOICE, options=(("1", "Yes"), ("2", "yes")))
    assert [refusal.code for refusal in asking.check_question(one)] == ["options"]


@pytest.mark.parametrize("moment", Moment.values)
@pytest.mark.parametrize("audience", [Audience.MENTEES, Audience.MENTORS])
def test_the_bank_proposes_something_for_every_moment_of_both_sides(moment: str, audience: str) -> None:
    questions = proposed(moment, audience)
    assert 2 <= len(questions) <= 10
    assert all(asking.check_question(q.asked) == [] and q.source for q in questions)


def test_the_bank_asks_nothing_at_a_moment_or_of_a_side_that_does_not_exist() -> None:
    for question in bank().values():
        assert set(question.moments) <= set(Moment.values)
        assert set(question.audiences) <= set(Audience.values)


def test_a_survey_hangs_on_the_program_s_dates() -> None:
    assert timing.due_on("program_start", 90, starts_on=START, ends_on=None) == START + timedelta(days=90)
    assert timing.due_on("program_end", -7, starts_on=START, ends_on=None) is None


@pytest.mark.parametrize(("day", "asked"), [(29, False), (30, True), (44, True), (45, False)])
def test_a_mentorship_is_asked_from_its_day_on_for_two_weeks(day: int, asked: bool) -> None:
    assert timing.is_asked_today(START, 30, START + timedelta(days=day)) is asked


@pytest.mark.parametrize(
    ("day", "reminded", "due"),
    [(3, 0, False), (4, 0, True), (5, 1, False), (9, 1, True), (13, 2, False), (15, 0, False)],
)
def test_reminders_come_after_four_and_nine_days_and_stop(day: int, reminded: int, due: bool) -> None:
    last = START + timedelta(days=14)
    assert timing.reminder_due(START, reminded, last, START + timedelta(days=day)) is due
