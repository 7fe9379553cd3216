"""Taking a course in the browser, and writing for the library."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pairwell.library.actions import load_activities, load_courses
from pairwell.library.models import Activity, Course, Resource
from pairwell.library.queries import has_completed
from pairwell.people.models import Person
from tests.factories.mentorships import make_mentorship, make_session
from tests.factories.programs import make_enrollment, make_program

pytestmark = pytest.mark.django_db


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def text(client: Client, path: str, data: dict[str, object] | None = None) -> str:
    answer = client.get(path) if data is None else client.post(path, data, follow=True)
    return answer.content.decode()


def test_a_course_is_read_answered_and_completed(ben: Person) -> None:
    load_courses()
    client = browser(ben)
    assert "Getting the most out of a mentor" in text(client, "/courses/")
    base = "/courses/mentee-training/"
    assert "Your first meeting" in text(client, f"{base}you-steer/", {})
    assert "1 of 5 lessons read" in text(client, "/courses/")
    course = Course.objects.get(key="mentee-training")
    right = {question.key: question.right for question in course.questions.all()}
    assert "Question 1 has no answer yet" in text(client, f"{base}check/", {})
    wrong = text(client, f"{base}check/", right | {"wheel": [0], "goal": [0]})
    assert "2 of 4 right" in wrong
    assert "Not quite. The mentor brings experience" in wrong
    assert not has_completed(ben, "mentee-training")
    assert "you have completed this course" in text(client, f"{base}check/", right)
    assert has_completed(ben, "mentee-training")
    assert "Completed on" in text(client, "/courses/")


def test_what_others_answered_is_nowhere(ben: Person, cora: Person) -> None:
    load_courses()
    make_program(managed_by=cora)
    text(browser(ben), "/courses/mentee-training/you-steer/", {})
    assert "of 5 lessons read" not in text(browser(cora), "/courses/")


def activity(**changes: object) -> dict[str, object]:
    return {
        "title": "Walk and talk", "summary": "An hour outside.", "purpose": "connect", "stage": "middle",
        "formats": ["peer"], "questions": "What do you see?\nWhat do you miss?", "step_title_0": "Walk",
        "step_minutes_0": "50", "step_text_0": "", "step_title_1": "Sit down", "step_minutes_1": "10", **changes,
    }  # fmt: skip


def test_a_manager_writes_an_activity_and_sessions_keep_their_version(
    cora: Person, ada: Person, ben: Person
) -> None:
    make_program(managed_by=cora)
    client = browser(cora)
    assert "version 1" in text(client, "/library/activities/new/", activity())
    first = Activity.objects.get(key="walk-and-talk")
    session = make_session(make_mentorship(ada, ben), activity=first)
    assert "version 2" in text(client, "/library/activities/walk-and-talk/", activity(step_minutes_0="40"))
    session.refresh_from_db()
    assert session.activity is not None
    assert [step.minutes for step in session.activity.steps.all()] == [50, 10]
    assert [step.minutes for step in Activity.objects.get(key="walk-and-talk").steps.all()] == [40, 10]
    assert Activity.every.filter(key="walk-and-talk").count() == 2


def test_saving_without_a_change_makes_no_version(cora: Person) -> None:
    make_program(managed_by=cora)
    client = browser(cora)
    text(client, "/library/activities/new/", activity())
    text(client, "/library/activities/walk-and-talk/", activity())
    assert Activity.every.filter(key="walk-and-talk").count() == 1


def test_a_step_without_minutes_is_asked_about_and_nothing_typed_is_lost(cora: Person) -> None:
    make_program(managed_by=cora)
    page = text(browser(cora), "/library/activities/new/", activity(step_minutes_1=""))
    assert "How many minutes does this step take?" in page
    assert "Sit down" in page


def test_a_shipped_activity_is_the_administrators_others_take_a_copy(cora: Person, ana: Person) -> None:
    load_activities()
    make_program(managed_by=cora)
    client = browser(cora)
    assert client.get("/library/activities/life-journeys/").status_code == 404
    assert "Life journeys (copy)" in text(client, "/library/activities/life-journeys/copy/", {})
    assert browser(ana).get("/library/activities/life-journeys/").status_code == 200


def test_an_edited_activity_is_not_overwritten_by_the_next_release(ana: Person) -> None:
    load_activities()
    text(browser(ana), "/library/activities/life-journeys/", activity(title="Our journeys"))
    load_activities()
    assert Activity.objects.get(key="life-journeys").title == "Our journeys"


def test_an_activity_can_be_taken_out_and_put_back(ana: Person) -> None:
    load_activities()
    client = browser(ana)
    text(client, "/library/activities/life-journeys/retire/", {})
    assert client.get("/activities/life-journeys/").status_code == 404
    text(client, "/library/activities/life-journeys/retire/", {})
    assert client.get("/activities/life-journeys/").status_code == 200


def resource(**changes: object) -> dict[str, object]:
    words = {"title": "Reading list", "summary": "", "kind": "text", "url": "", "text": "**Read** this."}
    return {**words, "audience": "everybody", "program": "", **changes}


def test_resources_reach_their_program_and_side_only(
    cora: Person, ada: Person, ben: Person, otto: Person
) -> None:
    program = make_program(managed_by=cora)
    make_enrollment(program, ada, role="mentor")
    make_enrollment(program, ben, role="mentee")
    client = browser(cora)
    text(client, "/library/resources/new/", resource(title="For all of it", program=program.pk))
    text(
        client,
        "/library/resources/new/",
        resource(title="For mentors", program=program.pk, audience="mentors"),
    )
    seen = {person: text(browser(person), "/resources/") for person in (ada, ben, otto)}
    assert ["For all of it" in seen[p] for p in (ada, ben, otto)] == [True, True, False]
    assert ["For mentors" in seen[p] for p in (ada, ben, otto)] == [True, False, False]
    hidden = Resource.objects.get(title="For mentors")
    assert browser(ben).get(f"/resources/{hidden.pk}/").status_code == 404


def test_a_manager_hands_nothing_to_the_whole_organization(cora: Person) -> None:
    make_program(managed_by=cora)
    page = text(browser(cora), "/library/resources/new/", resource())
    assert not Resource.objects.exists()
    assert "Reading list" in page


def test_a_text_is_clean_and_a_file_is_a_download(ana: Person, otto: Person) -> None:
    client = browser(ana)
    text(client, "/library/resources/new/", resource(text="**Read** <script>alert(1)</script>"))
    upload = SimpleUploadedFile("paper.pdf", b"%PDF-1.4 <script>")
    text(client, "/library/resources/new/", resource(title="Paper", kind="file", text="", file=upload))
    words, paper = Resource.objects.get(title="Reading list"), Resource.objects.get(title="Paper")
    page = text(browser(otto), f"/resources/{words.pk}/")
    assert "<strong>Read</strong>" in page
    assert "<script>alert" not in page
    answer = browser(otto).get(f"/resources/{paper.pk}/file/")
    assert answer["Content-Disposition"] == 'attachment; filename="paper.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "link", "url": "javascript:alert(1)"}, "A link starts with https://"),
        ({"kind": "text", "text": " "}, "Write the text"),
        ({"kind": "file"}, "Choose a file"),
        ({"kind": "file", "file": SimpleUploadedFile("run.exe", b"MZ")}, "this one ends in “.exe”"),
    ],
)
def test_what_cannot_be_handed_out_is_named(ana: Person, changes: dict[str, object], said: str) -> None:
    assert said in text(browser(ana), "/library/resources/new/", resource(**changes))
