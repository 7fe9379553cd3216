"""The set-up page as one uses it: sections by htmx, two managers at once, plans, the next run, templates."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.people.models import Person
from pairwell.programs.models import Answer, OwnTemplate, PlannedMove, Program
from tests.factories.programs import make_enrollment, make_policy, make_program, make_question

HTMX = {"HX-Request": "true"}


@pytest.fixture
def desk(client: Client, cora: Person) -> Client:
    """The program manager's browser."""
    client.force_login(cora)
    return client


@pytest.fixture
def program(cora: Person) -> Program:
    return make_program("Growing", managed_by=cora, state="draft")


def fields_of(desk: Client, program: Program, key: str) -> dict[str, object]:
    """What a browser would send back of a section as it is shown."""
    form = desk.get(reverse("manage_setup", args=[program.pk])).context["forms"][key]
    said = {field.html_name: field.value() for field in form}
    plain = {name: value for name, value in said.items() if value not in (None, False, [], "")}
    return {"section": key, **plain}


def test_a_section_is_saved_without_leaving_the_page(desk: Client, program: Program) -> None:
    path = reverse("manage_setup", args=[program.pk])
    said = fields_of(desk, program, "basics") | {"aim": ""}
    answer = desk.post(path, said, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Saved" in page
    assert "<html" not in page
    assert 'id="setup-ready" hx-swap-oob="true"' in page
    assert "Say what it is for</a>" in page


def test_what_was_typed_stays_when_a_section_is_refused(desk: Client, program: Program) -> None:
    path = reverse("manage_setup", args=[program.pk])
    said = fields_of(desk, program, "joining") | {
        "mentor_capacity": 2,
        "mentee_capacity": 900,
        "join_code": "abc",
    }
    answer = desk.post(path, said, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="900"' in page
    assert "6 to 20 letters" in page
    good = said | {"join_code": "grow-2027"}
    assert "2 mentors have room for 20" in desk.post(path, good, headers=HTMX).content.decode()


def test_two_managers_in_different_sections_are_not_in_each_others_way(
    desk: Client, program: Program
) -> None:
    path = reverse("manage_setup", args=[program.pk])
    mine, theirs = fields_of(desk, program, "basics"), fields_of(desk, program, "dates")
    assert desk.post(path, theirs | {"cadence_days": 21}, headers=HTMX).status_code == 200
    assert desk.post(path, mine | {"aim": "My words"}, headers=HTMX).status_code == 200
    program.refresh_from_db()
    assert (program.aim, program.cadence_days) == ("My words", 21)


def test_two_managers_in_the_same_section_see_both_texts_and_nothing_is_lost(
    desk: Client, program: Program
) -> None:
    path = reverse("manage_setup", args=[program.pk])
    mine = fields_of(desk, program, "basics") | {"aim": "My words"}
    desk.post(path, mine | {"aim": "Her words"}, headers=HTMX)
    answer = desk.post(path, mine, headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "My words" in page
    assert "Her words" in page
    program.refresh_from_db()
    assert program.aim == "Her words"


def test_enrollment_that_overlaps_the_start_is_refused_unless_it_rolls(
    desk: Client, program: Program
) -> None:
    path = reverse("manage_setup", args=[program.pk])
    late = program.starts_on + timedelta(days=9)
    said = fields_of(desk, program, "dates") | {"enrollment_closes_on": late.isoformat()}
    answer = desk.post(path, said, headers=HTMX)
    assert answer.status_code == 422
    assert "choose rolling enrollment" in answer.content.decode()
    assert desk.post(path, said | {"is_rolling": "on"}, headers=HTMX).status_code == 200


def test_the_preview_shows_what_is_being_typed_and_saves_nothing(desk: Client, program: Program) -> None:
    said = fields_of(desk, program, "basics") | {"aim": "A **bold** new aim"}
    page = desk.post(reverse("live_preview", args=[program.pk]), said).content.decode()
    assert "<strong>bold</strong>" in page
    program.refresh_from_db()
    assert program.aim == "Grow together"


def test_peers_are_not_mixed_with_other_formats(desk: Client, program: Program) -> None:
    path = reverse("manage_setup", args=[program.pk])
    said = fields_of(desk, program, "basics") | {"format": "peer", "also_formats": ["group"]}
    assert "can not be mixed" in desk.post(path, said, headers=HTMX).content.decode()
    desk.post(path, said | {"format": "traditional"}, headers=HTMX)
    program.refresh_from_db()
    assert program.also_formats == ["group"]


def test_a_move_is_planned_changed_and_called_off(desk: Client, program: Program) -> None:
    path = reverse("plan_move", args=[program.pk, "enrolling"])
    assert "This is what would happen" in desk.get(path).content.decode()
    assert "has passed" in desk.post(path, {"at": "2020-01-01T09:00"}).content.decode()
    at = clock.today() + timedelta(days=3)
    desk.post(path, {"at": f"{at}T09:30"})
    assert PlannedMove.objects.get().state == "planned"
    page = desk.get(reverse("manage_setup", args=[program.pk])).content.decode()
    assert "by itself" in page
    assert "09:30" in page
    desk.post(path, {"at": f"{at}T18:00"})
    assert PlannedMove.objects.get().at.hour == 18
    desk.post(path, {"cancel": "yes"})
    assert PlannedMove.objects.get().state == "canceled"
    assert desk.get(reverse("plan_move", args=[program.pk, "draft"])).status_code == 404


def test_the_next_run_and_a_template_are_made_from_the_page(desk: Client, program: Program) -> None:
    page = desk.get(reverse("run_again", args=[program.pk])).content.decode()
    assert "People, answers, invitations" in page
    start = program.starts_on + timedelta(days=364)
    desk.post(reverse("run_again", args=[program.pk]), {"name": "Growing 2", "starts_on": start})
    made = Program.objects.get(name="Growing 2")
    assert made.starts_on == start
    desk.post(reverse("save_template", args=[program.pk]), {"name": "Ours", "summary": "For us"})
    own = OwnTemplate.objects.get()
    assert "Ours" in desk.get(reverse("new_program")).content.decode()
    answer = desk.post(reverse("start_program", args=[own.key]), {"name": "From ours", "starts_on": start})
    assert answer.url == reverse("manage_setup", args=[Program.objects.get(name="From ours").pk])
    desk.post(reverse("remove_template", args=[own.pk]))
    assert desk.get(reverse("start_program", args=[own.key])).status_code == 404


def test_objectives_are_written_changed_and_dropped(desk: Client, program: Program) -> None:
    desk.post(reverse("new_objective", args=[program.pk]), {"title": "Keep people", "measure": "Fewer leave"})
    objective = program.objectives.get()
    change = reverse("change_objective", args=[program.pk, objective.pk])
    desk.post(change, {"title": "Keep good people", "measure": ""})
    assert "Keep good people" in desk.get(reverse("manage_setup", args=[program.pk])).content.decode()
    other = make_program()
    assert desk.post(reverse("drop_objective", args=[other.pk, objective.pk])).status_code == 404
    desk.post(reverse("drop_objective", args=[program.pk, objective.pk]))
    assert program.objectives.get().is_dropped


def question(**fields: object) -> dict[str, object]:
    return {"text": "Q?", "kind": "text", "asked": "both", "seen_by": "managers", **fields}


def test_a_question_of_every_kind_can_be_asked(desk: Client, program: Program) -> None:
    new = reverse("new_question", args=[program.pk])
    kinds = (
        "text", "longtext", "single", "multiple", "ranked", "scale", "number", "date", "yesno", "skills",
        "person", "hours", "file",
    )  # fmt: skip
    for kind in kinds:
        said = question(
            text=f"About {kind}?", kind=kind, options="One\nTwo", types=["pdf"], megabytes=3, levels="on"
        )
        assert desk.post(new, said).status_code == 302, kind
    assert [row.kind for row in program.questions.all()] == list(kinds)
    assert program.questions.get(kind="file").limits == {"megabytes": 3, "types": ["pdf"]}
    assert program.questions.get(kind="skills").limits == {"levels": True}
    page = desk.get(reverse("preview_program", args=[program.pk])).content.decode()
    assert all(f"About {kind}?" in page for kind in kinds)


def test_a_question_is_conditional_translated_and_matched_as_its_author_says(
    desk: Client, program: Program
) -> None:
    new = reverse("new_question", args=[program.pk])
    desk.post(new, question(text="Style?", kind="single", options="Calm\nFast\nLoud", used_in_matching="on"))
    said = question(
        text="Why fast?", shown_if="style=fast", shown_if_more=["style=loud"], text_de="Warum schnell?"
    )
    assert desk.post(new, said).status_code == 302
    first, second = program.questions.all()
    assert first.matched_how == "same"
    assert second.condition == {"question": "style", "answers": ["fast", "loud"]}
    assert second.translations["de"]["text"] == "Warum schnell?"
    circle = question(text="Style?", kind="single", options="Calm\nFast", shown_if="why-fast=x")
    assert desk.post(reverse("change_question", args=[program.pk, first.pk]), circle).status_code == 422
    answer = desk.post(reverse("remove_question", args=[program.pk, first.pk]))
    assert answer.url == reverse("change_question", args=[program.pk, first.pk])
    assert program.questions.count() == 2


def test_changing_an_answered_question_says_what_it_does_first(desk: Client, program: Program) -> None:
    options = [{"key": "calm", "label": "Calm"}, {"key": "fast", "label": "Fast"}]
    asked = make_question(program, "style", kind="single", options=options)
    given = Answer.objects.create(enrollment=make_enrollment(program), question=asked, value="calm")
    path = reverse("change_question", args=[program.pk, asked.pk])
    said = question(text="Pace?", kind="single", options="Fast\nSlow")
    page = desk.post(path, said).content.decode()
    assert "1 person has chosen “Calm”" in page
    asked.refresh_from_db()
    assert asked.text != "Pace?"
    assert desk.post(path, said | {"confirmed": "yes"}).status_code == 302
    asked.refresh_from_db()
    given.refresh_from_db()
    assert (asked.text, asked.revision, given.value, given.revision) == ("Pace?", 2, "calm", 1)
    assert "Earlier wordings" in desk.get(path).content.decode()
    answer = desk.post(path, question(text="Pace?", kind="number") | {"confirmed": "yes"})
    assert answer.status_code == 422
    assert "ask a new one instead" in answer.content.decode()


def test_a_question_that_matching_weighs_is_not_removed(desk: Client, program: Program) -> None:
    asked = make_question(program, "style", kind="yesno", used_in_matching=True, matched_how="same")
    body = {
        "format": "traditional",
        "criteria": [{"key": "s", "kind": "same", "field": "style", "weight": 9}],
    }
    make_policy(program, body)
    desk.post(reverse("remove_question", args=[program.pk, asked.pk]))
    assert program.questions.filter(pk=asked.pk).exists()
