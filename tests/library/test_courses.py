"""Courses: what ships, taking one, and who has completed it."""

from pathlib import Path

import pytest

from pairwell.core.errors import Refused
from pairwell.library.actions import answer_check, load_courses, mark_read, read_courses
from pairwell.library.actions.shipped_courses import flowing
from pairwell.library.models import Course, CourseProgress, Lesson, LessonRead
from pairwell.library.queries import completed_by, course_choices, has_completed
from pairwell.library.queries.courses import course_figures, course_page, courses_for
from pairwell.library.rules.courses import CourseProblem, check_course
from pairwell.people.models import Person

ROWS = read_courses()
GOOD = {
    "key": "k", "title": "T", "summary": "S", "audience": "mentors",
    "lessons": [{"key": "one", "title": "One", "text": "Words"}],
    "questions": [{"key": "q", "text": "?", "options": ["a", "b"], "right": [0]}],
}  # fmt: skip


def right_answers(course: Course) -> dict[str, list[int]]:
    return {question.key: list(question.right) for question in course.questions.all()}


@pytest.fixture
def course(db: None) -> Course:
    """The training of mentors."""
    load_courses()
    return Course.objects.get(key="mentor-training")


def test_mentors_mentees_and_managers_each_have_a_course() -> None:
    assert {row["audience"] for row in ROWS} == {"mentors", "mentees", "managers"}
    for row in ROWS:
        assert len(row["lessons"]) >= 5, row["key"]
        assert len(row["questions"]) >= 4, row["key"]
        assert all(len(lesson["text"].split()) > 100 for lesson in row["lessons"]), row["key"]
        assert all(question["because"] for question in row["questions"]), row["key"]


@pytest.mark.django_db
def test_loading_again_keeps_everybodys_progress(course: Course, ada: Person) -> None:
    mark_read(by=ada, lesson=course.lessons.first())
    Lesson.objects.filter(course=course).update(text="An older text")
    assert load_courses() == 3
    assert LessonRead.objects.count() == 1
    assert not Lesson.objects.filter(text="An older text", until=None).exists()
    page = course_page(ada, course.key)
    assert page is not None
    assert (len(page.read), page.parts.has_newer) == (1, True)


def test_a_lesson_flows_and_its_blocks_stay_apart() -> None:
    text = "One\ntwo\n\n- a\n  b\n- c\n\n> said\n> here\n\n1. first\n2. second\n"
    assert flowing(text) == "One two\n\n- a b\n- c\n\n> said here\n\n1. first\n2. second"


def test_all_right_answers_complete_the_course(course: Course, ada: Person, ben: Person) -> None:
    attempt = answer_check(by=ada, course=course, answers=right_answers(course))
    assert attempt.passed
    assert has_completed(ada, "mentor-training")
    assert not has_completed(ben, "mentor-training")
    assert completed_by([ada.pk, ben.pk], "mentor-training") == {ada.pk}


def test_one_wrong_answer_of_five_still_passes_and_two_do_not(course: Course, ada: Person) -> None:
    answers = right_answers(course)
    keys = list(answers)
    wrong = {key: [1 - min(answers[key][0], 1)] for key in keys}
    assert not answer_check(
        by=ada, course=course, answers={**answers, **dict(list(wrong.items())[:2])}
    ).passed
    assert not has_completed(ada, course.key)
    assert answer_check(by=ada, course=course, answers={**answers, keys[0]: wrong[keys[0]]}).passed


def test_half_of_the_right_options_is_not_a_right_answer(course: Course, ada: Person) -> None:
    answers = right_answers(course)
    several = next(key for key, right in answers.items() if len(right) > 1)
    attempt = answer_check(by=ada, course=course, answers={**answers, several: answers[several][:1]})
    assert attempt.right == attempt.asked - 1


def test_a_later_failure_does_not_take_the_completion_back(course: Course, ada: Person) -> None:
    answer_check(by=ada, course=course, answers=right_answers(course))
    first = CourseProgress.objects.get().completed_at
    answer_check(by=ada, course=course, answers={key: [0] for key in right_answers(course)})
    assert CourseProgress.objects.get().completed_at == first


def test_an_open_question_is_named(course: Course, ada: Person) -> None:
    answers = right_answers(course)
    answers.popitem()
    with pytest.raises(Refused, match="Question 5 has no answer yet"):
        answer_check(by=ada, course=course, answers=answers)


def test_an_option_that_does_not_exist_is_refused(course: Course, ada: Person) -> None:
    with pytest.raises(Refused, match="Question 1 does not have this option"):
        answer_check(by=ada, course=course, answers={**right_answers(course), "first-aim": [9]})


def test_a_lesson_read_twice_counts_once_and_leads_to_the_next(course: Course, ada: Person) -> None:
    lesson = course.lessons.first()
    mark_read(by=ada, lesson=lesson)
    mark_read(by=ada, lesson=lesson)
    page = course_page(ada, course.key)
    assert page is not None
    assert page.read == {lesson.pk}
    assert page.next_lesson == page.lessons[1]
    row = next(row for row in courses_for(ada) if row.course == course)
    assert (row.read, row.lessons, row.percent) == (1, 6, 14)


def test_a_course_without_a_check_is_complete_when_all_is_read(ada: Person) -> None:
    course = Course.objects.create(key="short", title="Short", summary="S")
    one, two = (
        Lesson.objects.create(course=course, key=f"l{number}", position=number, title="L", text="T")
        for number in range(2)
    )
    mark_read(by=ada, lesson=one)
    assert not has_completed(ada, "short")
    mark_read(by=ada, lesson=two)
    assert has_completed(ada, "short")


def test_a_course_that_is_no_longer_offered_is_kept_by_those_who_began(
    course: Course, ada: Person, ben: Person
) -> None:
    mark_read(by=ada, lesson=course.lessons.first())
    Course.objects.update(is_offered=False)
    assert course_page(ada, course.key) is not None
    assert course_page(ben, course.key) is None
    assert course_choices() == []


def test_managers_see_counts(course: Course, ada: Person, ben: Person) -> None:
    answer_check(by=ada, course=course, answers=right_answers(course))
    mark_read(by=ben, lesson=course.lessons.first())
    figures = next(row for row in course_figures() if row.course == course)
    assert (figures.started, figures.completed) == (2, 1)
    assert course_choices("mentors") == [("mentor-training", "Being a mentor people remember")]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "“title” must have 1 to 120"),
        ({"audience": "cats"}, "“audience” must be one of"),
        ({"lessons": []}, "at least one lesson"),
        ({"lessons": [GOOD["lessons"][0]] * 2}, "each lesson needs a key of its own"),
        ({"lessons": [{"key": "one", "title": "", "text": "x"}]}, "needs a title and a text"),
        (
            {"questions": [{"key": "q", "text": "?", "options": ["a", "b"], "right": [2]}]},
            "names the right ones",
        ),
    ],
)
def test_a_mistake_in_a_course_is_named(change: dict[str, object], said: str) -> None:
    with pytest.raises(CourseProblem, match=said):
        check_course(GOOD | change)


def test_a_file_that_is_not_toml_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("key = ", encoding="utf-8")
    with pytest.raises(CourseProblem, match=r"broken\.toml is not TOML"):
        read_courses(tmp_path)
