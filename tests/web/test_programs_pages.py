"""The manager's list of programs, making one, and setting it up."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from pairwell.core.clock import today
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramState
from pairwell.programs.templates_catalog import templates
from tests.factories.programs import make_enrollment, make_program, make_question


@pytest.fixture
def desk(client: Client, cora: Person) -> Client:
    """The program manager's browser."""
    client.force_login(cora)
    return client


@pytest.fixture
def program(cora: Person) -> Program:
    return make_program("Growing", managed_by=cora)


def section(program: Program, key: str, **values: object) -> dict[str, object]:
    now = {
        "basics": {"name": program.name, "aim": program.aim, "expectations": "", "format": program.format},
        "dates": {
            "starts_on": program.starts_on,
            "ends_on": program.ends_on,
            "cadence_days": 14,
            "session_minutes": 60,
        },
        "joining": {"is_open": "on", "mentor_places": 1, "circle_size": 6, "answer_days": 7},
        "letters": {"invitation_text": ""},
    }[key]
    return {"section": key, "version": program.version, **now, **values}


MANAGER_PAGES = (
    "manage_setup", "preview_program", "new_question", "manage_people", "manage_people_export",
    "manage_enroll", "manage_invite",
)  # fmt: skip


@pytest.mark.parametrize("name", MANAGER_PAGES)
def test_a_stranger_finds_nothing_where_the_manager_finds_a_page(
    name: str, client: Client, desk: Client, program: Program, otto: Person
) -> None:
    path = reverse(name, args=[program.pk])
    assert desk.get(path).status_code == 200
    client.force_login(otto)
    assert client.get(path).status_code == 404


def test_participants_and_managers_of_other_programs_are_strangers(
    client: Client, program: Program, ben: Person, otto: Person
) -> None:
    make_enrollment(program, ben)
    make_program(managed_by=otto)
    for person in (ben, otto):
        client.force_login(person)
        assert client.get(reverse("manage_setup", args=[program.pk])).status_code == 404
    client.force_login(ben)
    assert client.get(reverse("manage_programs")).status_code == 404
    assert client.get(reverse("new_program")).status_code == 404


def test_a_ready_program_says_what_counts_in_it_and_why(client: Client, ana: Person) -> None:
    client.force_login(ana)
    page = client.get(reverse("start_program", args=["career-change"])).content.decode()
    assert "<dt>Which field attracts you, or which do you know from inside?, 35 %</dt>" in page
    assert "The mentor has to know the field from inside." in page
    assert "Who decides about pay can not be who one admits doubts to." in page


def test_a_draft_is_made_from_a_template(desk: Client, program: Program) -> None:
    gallery = desk.get(reverse("new_program")).content.decode()
    assert all(escape(template.name) in gallery for template in templates())
    path = reverse("start_program", args=["peer-learning"])
    assert "Make it yours" in desk.get(path).content.decode()
    start = today() + timedelta(days=50)
    answer = desk.post(path, {"name": "Learning in pairs", "starts_on": start.isoformat()})
    made = Program.objects.get(name="Learning in pairs")
    assert answer.url == reverse("manage_setup", args=[made.pk])
    assert (made.state, made.starts_on) == (ProgramState.DRAFT, start)


@pytest.mark.parametrize("starts_on", ["", "yesterday", "2026-02-31"])
def test_a_start_that_is_no_date_is_said_beside_the_field(
    starts_on: str, desk: Client, program: Program
) -> None:
    answer = desk.post(
        reverse("start_program", args=["peer-learning"]), {"name": "A", "starts_on": starts_on}
    )
    assert answer.status_code == 422
    assert 'id="id_starts_on_error"' in answer.content.decode()


def test_an_unknown_template_is_not_found(desk: Client, program: Program) -> None:
    assert desk.get(reverse("start_program", args=["nope"])).status_code == 404


def test_each_section_is_saved_by_itself(desk: Client, program: Program) -> None:
    path = reverse("manage_setup", args=[program.pk])
    for key, field, value in (
        ("basics", "name", "Growing more"),
        ("dates", "cadence_days", 21),
        ("joining", "answer_days", 9),
        ("letters", "invitation_text", "Come!"),
    ):
        program.refresh_from_db()
        assert desk.post(path, section(program, key, **{field: value})).status_code == 302
        program.refresh_from_db()
        assert getattr(program, field) == value
    assert program.version == 5


def test_dates_out_of_order_are_said_and_what_was_typed_stays(desk: Client, program: Program) -> None:
    path = reverse("manage_setup", args=[program.pk])
    wrong = section(program, "dates", starts_on="2031-05-05", ends_on="2031-05-04")
    answer = desk.post(path, wrong)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The program must end on or after the day it starts" in page
    assert 'value="2031-05-04"' in page


def test_who_saves_second_sees_both_texts(desk: Client, program: Program) -> None:
    path = reverse("manage_setup", args=[program.pk])
    stale = section(program, "basics", aim="My words")
    desk.post(path, section(program, "basics", aim="Her words"))
    answer = desk.post(path, stale)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "My words" in page
    assert "Her words" in page
    assert 'name="version" value="2"' in page
    desk.post(path, {**stale, "version": 2})
    program.refresh_from_db()
    assert program.aim == "My words"


def test_bad_bytes_and_long_texts_are_refused_and_nothing_is_saved(desk: Client, program: Program) -> None:
    path = reverse("manage_setup", args=[program.pk])
    for aim in ("a\x00b", "x" * 10_000):
        assert desk.post(path, section(program, "basics", aim=aim)).status_code == 422
    assert desk.post(path, {"section": "nonsense"}).status_code == 404
    program.refresh_from_db()
    assert program.version == 1


def test_a_form_is_built_question_by_question(desk: Client, program: Program) -> None:
    new = reverse("new_question", args=[program.pk])
    said = {"text": "What do you want?", "kind": "single", "options": "Calm\nSpeed", "asked": "mentee"}
    desk.post(new, said)
    question = program.questions.get()
    assert question.options == [{"key": "calm", "label": "Calm"}, {"key": "speed", "label": "Speed"}]
    change = reverse("change_question", args=[program.pk, question.pk])
    assert "Calm\nSpeed" in desk.get(change).content.decode()
    desk.post(change, {**said, "options": "Speed\nRest"})
    question.refresh_from_db()
    assert [option["key"] for option in question.options] == ["speed", "rest"]
    assert "What do you want?" in desk.get(reverse("preview_program", args=[program.pk])).content.decode()
    desk.post(reverse("remove_question", args=[program.pk, question.pk]))
    assert not program.questions.exists()


def test_a_question_with_an_unknown_kind_or_no_options_is_refused(desk: Client, program: Program) -> None:
    new = reverse("new_question", args=[program.pk])
    said = {"text": "Why?", "kind": "telepathy", "asked": "both"}
    assert desk.post(new, said).status_code == 422
    answer = desk.post(new, {**said, "kind": "multiple", "options": "One"})
    assert "at least two options" in answer.content.decode()


def test_questions_of_another_program_can_not_be_reached(desk: Client, program: Program) -> None:
    other = make_question(make_program())
    for name in ("change_question", "remove_question", "move_question"):
        assert desk.post(reverse(name, args=[program.pk, other.pk])).status_code == 404


def test_opening_shows_what_will_happen_before_it_does(desk: Client, cora: Person, ben: Person) -> None:
    draft = make_program("Soon", managed_by=cora, state="draft")
    desk.post(reverse("manage_invite", args=[draft.pk]), {"how": "ticked", "person": [ben.pk]})
    move = reverse("move_program", args=[draft.pk, "enrolling"])
    assert "1 person you invited get their letter now" in desk.get(move).content.decode()
    assert not Letter.objects.exists()
    desk.post(move)
    draft.refresh_from_db()
    assert draft.state == ProgramState.ENROLLING
    assert Letter.objects.get().to == ben
    assert desk.post(move).status_code == 302
    assert Letter.objects.count() == 1


def test_a_program_that_is_not_ready_says_what_is_missing(desk: Client, cora: Person) -> None:
    draft = make_program(managed_by=cora, state="draft", aim="")
    answer = desk.post(reverse("move_program", args=[draft.pk, "enrolling"]))
    assert answer.status_code == 409
    assert "say what it is for" in answer.content.decode()


def test_the_list_shows_what_needs_attention(desk: Client, program: Program) -> None:
    make_enrollment(program, state="applied")
    page = desk.get(reverse("manage_programs")).content.decode()
    assert "1 waiting for your approval" in page


def test_the_list_asks_the_same_for_1_3_and_100_programs(
    desk: Client, cora: Person, program: Program, django_assert_max_num_queries: object
) -> None:
    path = reverse("manage_programs")
    counts = []
    for more in (0, 2, 97):
        for _ in range(more):
            make_enrollment(make_program(managed_by=cora), state="applied")
        with django_assert_max_num_queries(14) as captured:  # type: ignore[operator]
            desk.get(path)
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]
