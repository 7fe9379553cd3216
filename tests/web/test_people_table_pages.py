"""The people table: columns, views, filters, steps that can be undone, the drawer, exports that come back."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.models import Answer, Avoidance, BulkStep, Enrollment, Program, SavedView
from tests.factories.people import make_person
from tests.factories.programs import grant, make_enrollment, make_program, make_question


@pytest.fixture
def program(cora: Person) -> Program:
    return make_program("Growing", managed_by=cora)


@pytest.fixture
def desk(client: Client, cora: Person, program: Program) -> Client:
    """The program manager's browser."""
    client.force_login(cora)
    return client


def path(name: str, program: Program, *more: object) -> str:
    return reverse(name, args=[program.pk, *more])


def test_columns_are_chosen_answers_included_but_never_those_for_matching_alone(
    desk: Client, program: Program, ben: Person
) -> None:
    row = make_enrollment(program, ben)
    for key, seen_by in (("why", "managers"), ("secret", "matching")):
        question = make_question(program, key, text=f"About {key}?", seen_by=seen_by)
        Answer.objects.create(enrollment=row, question=question, value=f"the-{key}-answer")
    page = desk.get(
        path("manage_people", program), {"column": ["email", "q:why", "q:secret"]}
    ).content.decode()
    assert "the-why-answer" in page
    assert "the-secret-answer" not in page
    assert "About secret?" not in page
    assert '<th scope="col">Department</th>' not in page


def test_rows_are_drawn_with_every_text_escaped_and_named_for_a_phone(desk: Client, program: Program) -> None:
    person = make_person('<b>"Bo"</b>', title="<i>Title</i>", department="R&D <x>")
    row = make_enrollment(program, person, note="<script>")
    question = make_question(program, "why", text='Why "<u>"?')
    Answer.objects.create(enrollment=row, question=question, value="<em>because</em>")
    page = desk.get(path("manage_people", program), {"column": ["department", "note", "state", "q:why"]})
    text = page.content.decode()
    for raw in ("<b>", "<i>", "<x>", "<script>)", "<em>", "<u>", '"Bo"'):
        assert raw not in text
    assert 'data-label="Department">R&amp;D &lt;x&gt;</td>' in text
    assert 'data-label="State"><span class="badge' in text
    assert 'data-label="Why &quot;&lt;u&gt;&quot;?">&lt;em&gt;because&lt;/em&gt;</td>' in text


def test_filters_and_columns_are_kept_under_a_name_of_ones_own(
    desk: Client, program: Program, otto: Person
) -> None:
    query = "state=waitlisted&column=email&column=nonsense%00"
    desk.post(path("keep_view", program), {"name": "In line", "query": query})
    view = SavedView.objects.get()
    assert "state=waitlisted" in view.query
    assert "In line" in desk.get(path("manage_people", program)).content.decode()
    grant(program, otto)
    other = Client()
    other.force_login(otto)
    assert "In line" not in other.get(path("manage_people", program)).content.decode()
    assert other.post(path("forget_view", program, view.pk)).status_code == 404
    desk.post(path("keep_view", program), {"name": "", "query": ""})
    desk.post(path("forget_view", program, view.pk))
    assert not SavedView.objects.exists()


def test_people_are_found_by_department_and_by_what_they_wait_for(desk: Client, program: Program) -> None:
    make_enrollment(
        program, make_person("In Sales", department="Sales"), state="applied", waits_for="training"
    )
    make_enrollment(program, make_person("In Law", department="Law"), state="applied", waits_for="decision")
    people = path("manage_people", program)
    for query, there, gone in (
        ({"department": "Sales"}, "In Sales", "In Law"),
        ({"state": "training"}, "In Sales", "In Law"),
        ({"state": "decision"}, "In Law", "In Sales"),
    ):
        page = desk.get(people, query).content.decode()
        assert there in page
        assert gone not in page


def test_a_page_past_the_end_is_the_last_one_filtered_or_not(desk: Client, program: Program) -> None:
    for number in range(53):
        department = "Research" if number < 51 else "Sales"
        make_enrollment(program, make_person(f"Person {number:02d}", department=department))
    for asked, last in (({}, "Person 52"), ({"department": "Research"}, "Person 50")):
        page = desk.get(path("manage_people", program), {**asked, "page": "40"}).content.decode()
        assert "Page 2 of 2" in page
        assert last in page
        assert "Person 49" not in page


def test_signs_in_a_search_stand_for_themselves(desk: Client, program: Program) -> None:
    make_enrollment(program, make_person("Ann 100% Lee"))
    make_enrollment(program, make_person("Bob Hundred"))
    for words, found in (("100%", 1), ("%", 1), ("_", 0), ("lee ann", 1)):
        page = desk.get(path("manage_people", program), {"words": words}).content.decode()
        assert (f"{found} found" if found else "Nobody matches") in page, words


def test_a_step_for_all_that_match_is_undone_in_one(desk: Client, program: Program, cora: Person) -> None:
    rows = [make_enrollment(program, state="applied") for _ in range(3)]
    make_enrollment(program)
    step = path("manage_people_step", program)
    page = desk.post(step, {"step": "approve", "all": "yes", "query": "state=applied"}).content.decode()
    assert "Approve 3 people?" in page
    desk.post(step, {"step": "approve", "ids": ",".join(str(row.pk) for row in rows), "confirmed": "yes"})
    assert Enrollment.objects.filter(state="approved").count() == 4
    bulk = BulkStep.objects.get()
    assert "Undo it" in desk.get(path("manage_people", program)).content.decode()
    Enrollment.objects.filter(pk=rows[0].pk).update(state="withdrawn")
    desk.post(path("undo_bulk", program, bulk.pk))
    assert Enrollment.objects.filter(state="applied").count() == 2
    assert Letter.objects.filter(state="withdrawn").count() == 2
    desk.post(path("undo_bulk", program, bulk.pk))
    assert Enrollment.objects.filter(state="applied").count() == 2
    stranger = make_person()
    grant(program, stranger)
    other = Client()
    other.force_login(stranger)
    assert other.post(path("undo_bulk", program, bulk.pk)).status_code == 404


def test_undoing_never_goes_past_the_line(desk: Client, program: Program, cora: Person) -> None:
    Program.objects.filter(pk=program.pk).update(mentee_capacity=1)
    inside = make_enrollment(program)
    waiting = make_enrollment(program, state="waitlisted")
    desk.post(
        path("manage_people_step", program), {"step": "withdraw", "ids": str(inside.pk), "confirmed": "yes"}
    )
    waiting.refresh_from_db()
    assert waiting.state == "approved"
    answer = desk.post(path("undo_bulk", program, BulkStep.objects.get().pk), follow=True)
    assert "lost the place to the waiting list" in answer.content.decode()
    inside.refresh_from_db()
    assert inside.state == "withdrawn"


def test_the_drawer_shows_a_person_with_history_and_nothing_that_is_theirs_alone(
    desk: Client, program: Program, ben: Person, ada: Person
) -> None:
    row = make_enrollment(program, ben, state="applied", note="Hello there")
    Avoidance.objects.create(enrollment=row, person=ada)
    question = make_question(program, "why", text="Why now?")
    Answer.objects.create(enrollment=row, question=question, value="It is time")
    desk.post(
        path("manage_people_step", program), {"step": "approve", "ids": str(row.pk), "confirmed": "yes"}
    )
    page = desk.get(path("manage_person", program, row.pk)).content.decode()
    for words in ("Ben Mentee", "It is time", "Hello there", "enrollment approved", "Cora Manager"):
        assert words in page, words
    assert "Ada Mentor" not in page
    part = desk.get(path("manage_person", program, row.pk), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "It is time" in part
    other = make_enrollment(make_program())
    assert desk.get(path("manage_person", program, other.pk)).status_code == 404


def test_a_workbook_goes_out_and_comes_back(
    desk: Client, program: Program, ben: Person, cora: Person
) -> None:
    make_enrollment(program, ben, role="mentor", mentee_places=3, note="=SUM(A1)\x07 <&>")
    answer = desk.get(path("manage_people_export", program), {"as": "xlsx"})
    rows = list(openpyxl.load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    line = dict(zip(rows[0], rows[1], strict=True))
    assert (line["Email"], line["Role"], line["Mentee places"]) == ("ben@example.org", "mentor", 3)
    assert line["Note"] == "=SUM(A1) <&>"
    again = make_program(managed_by=cora)
    upload = SimpleUploadedFile("people.xlsx", answer.content)
    page = desk.post(path("manage_enroll", again), {"file": upload, "on_bad_lines": "skip"})
    assert page.context["plan"].good[0].wanted.mentee_places == 3
    broken = SimpleUploadedFile("people.xlsx", b"PK not a workbook")
    wrong = desk.post(path("manage_enroll", again), {"file": broken, "on_bad_lines": "skip"})
    assert wrong.status_code == 422
    assert "damaged" in wrong.content.decode()
