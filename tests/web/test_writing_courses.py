"""Managers write short courses; whoever is in the middle loses nothing when one changes."""

from typing import Any

import pytest
from django.test import Client

from pairwell.library.actions import answer_check, load_courses, mark_read, write_course
from pairwell.library.models import Course, CourseProgress, Lesson
from pairwell.library.queries import course_choices, has_completed
from pairwell.library.queries.course_parts import parts_of
from pairwell.people.models import Person
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(cora: Person) -> Client:
    """Cora, who runs a program."""
    make_program(managed_by=cora)
    return browser(cora)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def part(prefix: str, number: int, **values: Any) -> dict[str, str]:
    return {f"{prefix}-{number}-{name}": str(value) for name, value in values.items()}


def lesson(number: int, title: str, **more: Any) -> dict[str, str]:
    words = {"key": "", "title": title, "minutes": 5, "text": f"About **{title}**.", "ORDER": number + 1}
    return part("lessons", number, **words | more)


def question(number: int, text: str, *options: str, right: int = 0, **more: Any) -> dict[str, str]:
    rows = {f"option_{n}": option for n, option in enumerate(options)} | {f"right_{right}": "on"}
    return part(
        "questions", number, **{"key": "", "text": text, "because": "", "ORDER": number + 1, **rows} | more
    )


def form(*parts: dict[str, str], version: int = 0, **words: Any) -> dict[str, str]:
    rows = {name: value for one in parts for name, value in one.items()}
    counts = {
        f"{of}-TOTAL_FORMS": str(len({name.split("-")[1] for name in rows if name.startswith(of)}))
        for of in ("lessons", "questions")
    }
    first = {f"{of}-INITIAL_FORMS": "0" for of in ("lessons", "questions")}
    values = {"title": "Listening", "summary": "How to.", "audience": "mentors", "pass_percent": "75",
              "is_offered": "on", "version": version} | words  # fmt: skip
    return counts | first | rows | {name: str(value) for name, value in values.items() if value is not None}


WHOLE = (lesson(0, "Ears"), lesson(1, "Eyes"), question(0, "How many ears?", "Two", "Nine"))


def made() -> Course:
    return Course.objects.get(key="listening")


def test_a_course_is_written_taken_and_asked_for(writer: Client, ada: Person) -> None:
    answer = writer.post("/library/courses/new/", form(*WHOLE), follow=True)
    assert "version 1" in answer.content.decode()
    assert ("listening", "Listening") in course_choices("mentors")
    client = browser(ada)
    page = client.get("/courses/listening/ears/").content.decode()
    assert "<strong>Ears</strong>" in page
    client.post("/courses/listening/ears/", {"version": 1})
    client.post("/courses/listening/eyes/", {"version": 1})
    wrong = client.post("/courses/listening/check/", {"how-many-ears": "1", "version": 1}).content.decode()
    assert "0 of 1 right" in wrong
    client.post("/courses/listening/check/", {"how-many-ears": "0", "version": 1})
    assert has_completed(ada, "listening")


def test_the_order_is_the_one_of_the_places(writer: Client) -> None:
    parts = (lesson(0, "Last", ORDER=9), lesson(1, "First", ORDER=1), lesson(2, "Middle", ORDER=5))
    writer.post("/library/courses/new/", form(*parts))
    assert [one.title for one in parts_of(made()).lessons] == ["First", "Middle", "Last"]


def changed(writer: Client, version: int = 1, **words: Any) -> Any:
    """Ears rewritten, Eyes taken out, Silence new, another question."""
    parts = (
        lesson(0, "Ears", key="ears", text="Rewritten."),
        lesson(1, "Eyes", key="eyes", DELETE="on"),
        lesson(2, "Silence"),
        question(0, "How long?", "A breath", "A day"),
    )
    data = form(*parts, version=version, **words) | {"lessons-INITIAL_FORMS": "2"}
    return writer.post("/library/courses/listening/", data, follow=True)


def test_whoever_is_in_the_middle_goes_on_with_what_they_began(
    writer: Client, ada: Person, ben: Person
) -> None:
    writer.post("/library/courses/new/", form(*WHOLE))
    client = browser(ada)
    client.post("/courses/listening/ears/", {"version": 1})
    assert "version 2" in changed(writer, pass_percent=100).content.decode()
    page = client.get("/courses/listening/").content.decode()
    assert "This course has changed since you began" in page
    assert "Eyes" in page
    assert "Silence" not in page
    assert "75 % right" in page
    assert "About <strong>Ears</strong>" in client.get("/courses/listening/ears/").content.decode()
    newcomer = browser(ben).get("/courses/listening/").content.decode()
    assert "Silence" in newcomer
    assert "Eyes" not in newcomer
    client.post("/courses/listening/check/", {"how-many-ears": "0", "version": 1})
    assert has_completed(ada, "listening")


def test_changing_over_keeps_what_was_read(writer: Client, ada: Person) -> None:
    writer.post("/library/courses/new/", form(*WHOLE))
    client = browser(ada)
    client.post("/courses/listening/ears/", {"version": 1})
    changed(writer)
    page = client.post("/courses/listening/newest/", follow=True).content.decode()
    assert "Silence" in page
    assert "Go on: Silence" in page  # Ears was read, in other words
    assert "has changed since you began" not in page
    assert "1 of 2 lessons read" in client.get("/courses/").content.decode()


def test_a_check_that_was_open_while_the_course_changed_counts_as_it_was_asked(
    writer: Client, ada: Person
) -> None:
    writer.post("/library/courses/new/", form(*WHOLE))
    client = browser(ada)
    assert "How many ears?" in client.get("/courses/listening/check/").content.decode()
    changed(writer)
    client.post("/courses/listening/check/", {"how-many-ears": "0", "version": 1})
    assert has_completed(ada, "listening")
    assert CourseProgress.objects.get().version == 1


def test_completed_stays_completed_and_the_next_release_keeps_our_words(
    writer: Client, ana: Person, ada: Person
) -> None:
    load_courses()
    shipped = Course.objects.get(key="mentor-training")
    right = {row.key: row.right for row in shipped.questions.all()}
    answer_check(by=ada, course=shipped, answers=right)
    content = {"title": "Ours", "summary": "S", "audience": "mentors",
               "lessons": [{"key": "", "title": "One", "minutes": 3, "text": "Words"}], "questions": []}  # fmt: skip
    write_course(by=ana, content=content, of=shipped, version=1)
    load_courses()
    shipped.refresh_from_db()
    assert (shipped.title, shipped.version) == ("Ours", 2)
    assert has_completed(ada, "mentor-training")


def test_a_shipped_change_is_a_version_too(ada: Person) -> None:
    load_courses()
    course = Course.objects.get(key="mentor-training")
    first = course.lessons.first()
    mark_read(by=ada, lesson=first)
    Lesson.objects.filter(pk=first.pk).update(text="An older text")
    load_courses()
    course.refresh_from_db()
    assert course.version == 2
    assert parts_of(course, 1).lessons[0].text == "An older text"
    assert parts_of(course).lessons[0].text != "An older text"
    load_courses()
    course.refresh_from_db()
    assert course.version == 2


def test_saving_without_a_change_makes_no_version_and_two_at_once_lose_nothing(writer: Client) -> None:
    writer.post("/library/courses/new/", form(*WHOLE))
    same = (lesson(0, "Ears", key="ears"), lesson(1, "Eyes", key="eyes"),
            question(0, "How many ears?", "Two", "Nine", key="how-many-ears"))  # fmt: skip
    writer.post("/library/courses/listening/", form(*same, version=1))
    assert made().version == 1
    changed(writer)
    late = changed(writer, version=1, title="Too late")
    assert late.status_code == 422
    assert "Somebody else has just changed this course" in late.content.decode()
    assert "Too late" in late.content.decode()
    assert made().title == "Listening"


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((), "at least one lesson"),
        ((lesson(0, ""),), "This field is required"),
        ((lesson(0, "Ears"), question(0, "How many?", "Two")), "at least two answers"),
        ((lesson(0, "Ears"), question(0, "How many?", "Two", "Two")), "Two answers are the same"),
        ((lesson(0, "Ears"), question(0, "How many?", "Two", "Nine", right=4)), "marked as right"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(
    writer: Client, parts: tuple[dict[str, str], ...], said: str
) -> None:
    answer = writer.post("/library/courses/new/", form(*parts, summary="Typed with care"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Typed with care" in page
    assert not Course.objects.exists()


def test_a_course_is_its_writers_and_the_administrators(writer: Client, ana: Person, ben: Person) -> None:
    load_courses()
    other = browser(ben)
    make_program(managed_by=ben)
    writer.post("/library/courses/new/", form(*WHOLE, is_offered=None))
    assert not made().is_offered
    assert other.get("/library/courses/listening/").status_code == 404
    assert other.post("/library/courses/listening/copy/").status_code == 404
    assert browser(ana).get("/library/courses/listening/").status_code == 200
    assert "Not offered" in writer.get("/courses/").content.decode()
    page = other.post("/library/courses/mentor-training/copy/", follow=True).content.decode()
    assert "your own copy" in page
    copy = Course.objects.get(title__endswith="(copy)")
    assert (copy.written_by, copy.is_offered, copy.lessons.count()) == (ben, False, 6)
