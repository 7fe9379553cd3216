"""The people of a program: table, bulk steps, export, inviting, enrolling many."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Invitation, Program
from pairwell.programs.states import EnrollmentState
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program


@pytest.fixture
def program(cora: Person) -> Program:
    return make_program("Growing", managed_by=cora)


@pytest.fixture
def desk(client: Client, cora: Person, program: Program) -> Client:
    """The program manager's browser."""
    client.force_login(cora)
    return client


def path(name: str, program: Program) -> str:
    return reverse(name, args=[program.pk])


def test_people_are_found_by_words_role_and_state(
    desk: Client, program: Program, ada: Person, ben: Person
) -> None:
    make_enrollment(program, ada, role="mentor")
    make_enrollment(program, ben, state="applied")
    people = path("manage_people", program)
    for query, there, gone in (
        ({"words": "ADA"}, "Ada Mentor", "Ben Mentee"),
        ({"role": "mentee"}, "Ben Mentee", "Ada Mentor"),
        ({"state": "applied"}, "Ben Mentee", "Ada Mentor"),
        ({"state": "free"}, "Ada Mentor", "Ben Mentee"),
    ):
        page = desk.get(people, query).content.decode()
        assert there in page
        assert gone not in page
    assert "Nobody matches" in desk.get(people, {"words": "x\x00y"}).content.decode()


def test_the_table_asks_the_same_for_1_3_and_100_people(
    desk: Client, program: Program, django_assert_max_num_queries: object
) -> None:
    counts = []
    for more in (1, 2, 97):
        for _ in range(more):
            make_enrollment(program)
        with django_assert_max_num_queries(18) as captured:  # type: ignore[operator]
            desk.get(path("manage_people", program))
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]


def test_a_bulk_step_is_shown_before_it_is_done(desk: Client, program: Program) -> None:
    rows = [make_enrollment(program, state="applied") for _ in range(3)]
    step = path("manage_people_step", program)
    said = {"step": "approve", "enrollment": [row.pk for row in rows[:2]]}
    page = desk.post(step, said).content.decode()
    assert "Approve 2 people?" in page
    assert Enrollment.objects.filter(state="applied").count() == 3
    desk.post(step, {**said, "confirmed": "yes"})
    assert Enrollment.objects.filter(state="approved").count() == 2
    assert Letter.objects.count() == 2


def test_steps_for_nobody_or_of_no_kind_do_nothing(desk: Client, program: Program) -> None:
    row = make_enrollment(make_program(), state="applied")
    step = path("manage_people_step", program)
    for said in (
        {"step": "approve"},
        {"step": "explode", "enrollment": [row.pk]},
        {"step": "approve", "enrollment": ["x", row.pk]},
    ):
        assert desk.post(step, {**said, "confirmed": "yes"}).status_code == 302
    row.refresh_from_db()
    assert row.state == EnrollmentState.APPLIED


def test_withdrawing_takes_people_out(desk: Client, program: Program) -> None:
    row = make_enrollment(program)
    said = {"step": "withdraw", "enrollment": [row.pk], "confirmed": "yes"}
    desk.post(path("manage_people_step", program), said)
    row.refresh_from_db()
    assert row.state == EnrollmentState.WITHDRAWN


def test_the_export_has_everybody_and_no_formula_runs(desk: Client, program: Program) -> None:
    make_enrollment(program, make_person("=cmd|' /C calc'!A0", title=" +cmd"), note="@SUM(A1)")
    answer = desk.get(path("manage_people_export", program))
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    head, row = list(csv.reader(io.StringIO(text)))
    cells = dict(zip(head, row, strict=True))
    assert cells["Name"].startswith("'=")
    assert cells["Title"].startswith("'")
    assert cells["Note"].startswith("'@")
    assert "attachment" in answer["Content-Disposition"]


def test_people_are_invited_by_ticking_by_search_and_by_pasting(
    desk: Client, program: Program, ada: Person, ben: Person
) -> None:
    make_person("In Paris", office="Paris")
    invite = path("manage_invite", program)
    assert "Ada Mentor" in desk.get(invite, {"words": "ada"}).content.decode()
    desk.post(invite, {"how": "ticked", "person": [ada.pk, "x"]})
    desk.post(invite, {"how": "all", "office": "Paris"})
    desk.post(invite, {"how": "pasted", "pasted": "Ben <BEN@example.org>;"})
    asked = set(Invitation.objects.values_list("person__full_name", flat=True))
    assert asked == {"Ada Mentor", "In Paris", "Ben Mentee"}
    assert Letter.objects.count() == 3


def test_addresses_that_nobody_has_are_named_and_the_others_invited(
    desk: Client, program: Program, ben: Person
) -> None:
    pasted = "ben@example.org, ghost@example.org"
    answer = desk.post(path("manage_invite", program), {"how": "pasted", "pasted": pasted})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "<li>ghost@example.org</li>" in page
    assert Invitation.objects.get().person == ben


def test_the_invite_page_asks_the_same_for_many_people(
    desk: Client, program: Program, django_assert_max_num_queries: object
) -> None:
    counts = []
    for more in (1, 2, 97):
        for _ in range(more):
            make_person(department="D", office="O")
        with django_assert_max_num_queries(15) as captured:  # type: ignore[operator]
            desk.get(path("manage_invite", program))
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]


def test_many_are_enrolled_after_a_dry_run(desk: Client, program: Program, ada: Person, ben: Person) -> None:
    text = "ada@example.org,mentor,2\nghost@example.org,mentee\nben@example.org,mentee"
    enroll = path("manage_enroll", program)
    page = desk.post(enroll, {"text": text, "on_bad_lines": "skip"}).content.decode()
    assert "2 can be enrolled" in page
    assert "Nobody in the directory has the address" in page
    assert not Enrollment.objects.exists()
    desk.post(enroll, {"text": text, "on_bad_lines": "skip", "confirmed": "yes"})
    assert Enrollment.objects.count() == 2


def test_nobody_is_enrolled_while_a_line_is_wrong_when_so_chosen(
    desk: Client, program: Program, ada: Person
) -> None:
    said = {
        "text": "ada@example.org,mentor\nx@example.org,boss",
        "on_bad_lines": "refuse",
        "confirmed": "yes",
    }
    answer = desk.post(path("manage_enroll", program), said)
    assert answer.status_code == 422
    assert not Enrollment.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_file_in_any_usual_encoding_is_read(
    encoding: str, desk: Client, program: Program, ada: Person
) -> None:
    file = SimpleUploadedFile("people.csv", "email;role;café\nada@example.org;mentor;\n".encode(encoding))
    page = desk.post(path("manage_enroll", program), {"file": file, "on_bad_lines": "skip"}).content.decode()
    assert "1 can be enrolled" in page


def test_an_empty_form_says_what_to_do(desk: Client, program: Program) -> None:
    answer = desk.post(path("manage_enroll", program), {"text": " ", "on_bad_lines": "skip"})
    assert "Paste some lines, or choose a file." in answer.content.decode()
