"""Pages of the ways into a program: people managers, nominations, codes, waiting, pausing, files, conditions."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pairwell.people.models import Person
from pairwell.people.queries.finding import name_with_number
from pairwell.programs.models import AnswerFile, Enrollment, Nomination, Program
from pairwell.programs.queries.joining import answers_of
from tests.factories.people import make_person, make_skill
from tests.factories.programs import make_enrollment, make_program, make_question

OPTIONS = [
    {"key": "calm", "label": "Calm"},
    {"key": "fast", "label": "Fast"},
    {"key": "loud", "label": "Loud"},
]


@pytest.fixture
def home(client: Client, ben: Person) -> Client:
    """The mentee's browser."""
    client.force_login(ben)
    return client


def browser_of(person: Person) -> Client:
    made = Client()
    made.force_login(person)
    return made


def step(program: Program, number: int) -> str:
    return reverse("join", args=[program.pk, number])


def apply(browser: Client, program: Program, **answers: object) -> str:
    """Join as a mentee; the page one lands on."""
    browser.post(step(program, 1), {"role": "mentee", "mentor_places": "1"})
    browser.post(step(program, 2), answers)
    browser.post(step(program, 3), {"avoid": ""})
    return browser.get(reverse("program", args=[program.pk])).content.decode()


def test_who_waits_reads_their_place(home: Client) -> None:
    program = make_program(mentee_capacity=1)
    make_enrollment(program)
    assert "Your place on the waiting list: <strong>1</strong>" in apply(home, program)


def test_a_people_manager_answers_and_sees_no_content(
    home: Client, ben: Person, ada: Person, otto: Person
) -> None:
    Person.objects.filter(pk=ben.pk).update(manager=ada)
    program = make_program("Growing", asks_people_manager=True)
    make_question(program, "why", text="Why?")
    assert "Your people manager has been asked" in apply(home, program, q_why="secret-words")
    boss = browser_of(ada)
    page = boss.get(reverse("my_team")).content.decode()
    assert "Ben Mentee" in page
    assert "secret-words" not in page
    approval = Enrollment.objects.get().approval
    path = reverse("answer_approval", args=[approval.pk])
    assert browser_of(otto).post(path, {"answer": "yes"}).status_code == 404
    boss.post(path, {"answer": "perhaps"})
    assert Enrollment.objects.get().state == "applied"
    boss.post(path, {"answer": "yes", "comment": "Good"})
    assert Enrollment.objects.get().state == "approved"
    assert browser_of(otto).get(reverse("my_team")).status_code == 404


def test_a_people_manager_nominates_a_report_who_can_say_no(home: Client, ben: Person, ada: Person) -> None:
    Person.objects.filter(pk=ben.pk).update(manager=ada)
    program = make_program("Growing", by_nomination=True, is_open=False)
    path = reverse("nominate", args=[program.pk])
    assert browser_of(ben).get(path).status_code == 404
    boss, stranger = browser_of(ada), make_person()
    assert boss.post(path, {"person": [stranger.pk], "side": "mentee"}).status_code == 422
    boss.post(path, {"person": [ben.pk], "side": "mentee", "because": "You ask good questions"})
    page = home.get(reverse("program", args=[program.pk])).content.decode()
    assert "You ask good questions" in page
    assert "No, thank you" in page
    nomination = Nomination.objects.get()
    assert boss.post(reverse("opt_out", args=[nomination.pk])).status_code == 404
    home.post(reverse("opt_out", args=[nomination.pk]))
    assert Nomination.objects.get().state == "opted_out"
    assert home.get(reverse("program", args=[program.pk])).status_code == 404


def test_a_link_with_a_code_changes_nothing_before_the_button(home: Client) -> None:
    program = make_program("Hidden", join_code="HIDDEN99", is_open=False)
    path = reverse("join_by_code", args=["hidden99"])
    assert "hidden99" in home.get(path).content.decode()
    assert not program.invitations.exists()
    assert home.post(reverse("enter_code"), {"code": "hidden98"}).status_code == 422
    answer = home.post(reverse("enter_code"), {"code": "hidden-99"})
    assert answer.url == reverse("program", args=[program.pk])
    assert "Hidden" in home.get(answer.url).content.decode()


def test_somebody_pauses_and_goes_on(home: Client, ben: Person) -> None:
    program = make_program()
    row = make_enrollment(program, ben)
    path = reverse("pause_enrollment", args=[program.pk])
    home.post(path, {"until": "2020-01-01"})
    row.refresh_from_db()
    assert row.paused_at is None
    home.post(path, {"until": ""})
    assert "You are paused" in home.get(reverse("program", args=[program.pk])).content.decode()
    home.post(path, {"go": "on"})
    row.refresh_from_db()
    assert row.paused_at is None


def test_every_kind_of_question_is_answered_in_the_browser(home: Client, ben: Person, ada: Person) -> None:
    program = make_program()
    make_skill("Python")
    make_question(program, "rank", kind="ranked", options=OPTIONS, required=True)
    make_question(program, "when", kind="date", required=True)
    make_question(program, "skills", kind="skills", limits={"levels": True}, required=True)
    make_question(program, "who", kind="person", required=True)
    make_question(program, "hours", kind="hours", required=True)
    make_question(program, "why", condition={"question": "pick", "answers": ["fast"]}, required=True)
    make_question(program, "pick", kind="single", options=OPTIONS)
    home.post(step(program, 1), {"role": "mentee", "mentor_places": "1"})
    page = home.post(step(program, 2), {"q_rank-calm": "1", "q_rank-fast": "1", "q_who": "nobody@x.org"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "Give each place once" in text
    assert "Nobody in the directory" in text
    assert 'id="id_q_hours_error"' in text
    said = {
        "q_rank-fast": "1", "q_rank-loud": "2", "q_when": "2027-03-01", "q_skills": ["python"],
        "q_skills-level-python": "4", "q_skills-urgency-python": "3", "q_who": "ADA@example.org",
        "q_hours": ["mon-9", "mon-10"], "q_pick": "calm",
    }  # fmt: skip
    assert home.post(step(program, 2), said).url == step(program, 3)
    page = home.get(step(program, 3)).content.decode()
    for words in (
        "1. Fast, 2. Loud",
        "Python (level 4 of 5, urgent)",
        "ADA@example.org",
        "2 hours a week",
        "Calm",
    ):
        assert words in page, words
    home.post(step(program, 3), {"avoid": ""})
    answers = answers_of(Enrollment.objects.get(person=ben))
    assert answers == {
        "rank": ["fast", "loud"], "when": "2027-03-01", "skills": {"python": [4, 3]}, "who": [ada.pk],
        "hours": {"mon": [[9, 11]]}, "pick": "calm",
    }  # fmt: skip
    change = home.get(step(program, 2)).content.decode()
    assert f'value="{name_with_number(ada)}"' in change
    assert "ada@example.org" not in change
    assert home.post(step(program, 2), said | {"q_pick": "fast"}).status_code == 422


def test_questions_are_read_in_ones_own_language(home: Client, ben: Person) -> None:
    Person.objects.filter(pk=ben.pk).update(language="de")
    program = make_program()
    make_question(program, "why", text="Why?", translations={"de": {"text": "Warum?"}})
    home.post(step(program, 1), {"role": "mentee", "mentor_places": "1"})
    page = home.get(step(program, 2)).content.decode()
    assert "Warum?" in page
    assert "Why?" not in page


def test_a_file_is_kept_and_handed_only_to_those_who_may_read_it(
    home: Client, ben: Person, cora: Person, otto: Person
) -> None:
    program = make_program(managed_by=cora)
    make_question(program, "cv", kind="file", required=True, limits={"types": ["pdf"], "megabytes": 1})
    hidden = make_question(program, "secret", kind="file", seen_by="matching")
    home.post(step(program, 1), {"role": "mentee", "mentor_places": "1"})
    fake = SimpleUploadedFile("cv.pdf", b"<script>alert(1)</script>")
    answer = home.post(step(program, 2), {"q_cv": fake})
    assert answer.status_code == 422
    assert "whatever its name says" in answer.content.decode()
    big = SimpleUploadedFile("cv.pdf", b"%PDF-" + b"x" * 1_100_000)
    assert "at most 1 MB" in home.post(step(program, 2), {"q_cv": big}).content.decode()
    good = {
        "q_cv": SimpleUploadedFile("../my cv.pdf", b"%PDF-1.7 hello"),
        "q_secret": SimpleUploadedFile("s.txt", b"psst"),
    }
    assert home.post(step(program, 2), good).url == step(program, 3)
    row = AnswerFile.objects.get(question__key="cv")
    path = reverse("answer_file", args=[row.token])
    assert browser_of(cora).get(path).status_code == 404, "a form on its way is nobody else's"
    home.post(step(program, 3), {"avoid": ""})
    given = browser_of(cora).get(path)
    assert b"".join(given.streaming_content) == b"%PDF-1.7 hello"
    assert given["Content-Disposition"] == 'attachment; filename="my cv.pdf"'
    assert given["Content-Type"] == "application/octet-stream"
    assert home.get(path).status_code == 200
    assert browser_of(otto).get(path).status_code == 404
    secret = AnswerFile.objects.get(question=hidden)
    assert browser_of(cora).get(reverse("answer_file", args=[secret.token])).status_code == 404
    row.file.delete()
    secret.file.delete()


def test_needs_and_formats_are_chosen_when_joining(home: Client, ben: Person) -> None:
    needs = [{"key": "field", "label": "My field"}, {"key": "career", "label": "My career"}]
    program = make_program(needs=needs, mentor_places=2, also_formats=["group"])
    assert home.post(step(program, 1), {"role": "mentee", "format": "group"}).status_code == 422
    home.post(step(program, 1), {"role": "mentee", "format": "group", "needs": ["field", "career"]})
    home.post(step(program, 2), {})
    assert "<dt>What for</dt><dd>My field, My career</dd>" in home.get(step(program, 3)).content.decode()
    home.post(step(program, 3), {"avoid": ""})
    row = Enrollment.objects.get(person=ben)
    assert (row.format, row.needs, row.mentor_places) == ("group", ["field", "career"], 2)
