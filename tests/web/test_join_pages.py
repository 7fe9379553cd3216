"""Finding a program, joining it in three steps, leaving it; and the library of activities."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from pairwell.library.actions import load_activities
from pairwell.people.models import Person, ProfileSkill
from pairwell.programs.models import Enrollment, EnrollmentDraft, Program
from pairwell.programs.queries.joining import answers_of
from pairwell.programs.states import EnrollmentState
from tests.factories.people import make_skill, wants
from tests.factories.programs import (
    make_enrollment,
    make_invitation,
    make_policy,
    make_program,
    make_question,
)


@pytest.fixture
def home(client: Client, ben: Person) -> Client:
    """The mentee's browser."""
    client.force_login(ben)
    return client


@pytest.fixture
def program(cora: Person) -> Program:
    made = make_program("Growing", managed_by=cora)
    make_question(made, "why", text="Why now?", required=True)
    make_question(made, "learn", kind="skills", text="What to learn?", asked="mentee")
    make_question(made, "teach", text="What to teach?", asked="mentor", required=True)
    make_policy(made, {"format": "traditional", "criteria": [{"key": "needs", "kind": "needs_coverage"}]})
    return made


def join(program: Program, step: int) -> str:
    return reverse("join", args=[program.pk, step])


def test_somebody_joins_in_three_steps(home: Client, ben: Person, program: Program, otto: Person) -> None:
    wants(ben, "Negotiation")
    make_skill("Public speaking")
    assert "Join this program" in home.get(reverse("program", args=[program.pk])).content.decode()
    assert home.post(join(program, 1), {"role": "mentee", "mentor_places": "1"}).url == join(program, 2)
    page = home.get(join(program, 2)).content.decode()
    assert 'value="negotiation" selected' in page
    assert "What to teach?" not in page
    said = {"q_why": "It is time", "q_learn": ["negotiation", "public-speaking"]}
    assert home.post(join(program, 2), said).url == join(program, 3)
    page = home.get(join(program, 3)).content.decode()
    assert "Negotiation, Public speaking" in page
    assert "They can teach what I want to learn" in page
    last = {"avoid": otto.email, "note": "Hello", "matters_most": "needs", "update_profile": "on"}
    assert home.post(join(program, 3), last).url == reverse("program", args=[program.pk])
    row = Enrollment.objects.get(person=ben)
    assert answers_of(row) == {"why": "It is time", "learn": ["negotiation", "public-speaking"]}
    assert (row.state, row.matters_most, row.note) == (EnrollmentState.APPROVED, "needs", "Hello")
    assert row.avoidances.get().person == otto
    assert ProfileSkill.objects.filter(profile__person=ben, kind="wanted").count() == 2


def test_the_profile_stays_when_so_wished(home: Client, ben: Person, program: Program) -> None:
    make_skill("Public speaking")
    home.post(join(program, 1), {"role": "mentee", "mentor_places": "1"})
    home.post(join(program, 2), {"q_why": "x", "q_learn": ["public-speaking"]})
    home.post(join(program, 3), {"avoid": ""})
    assert Enrollment.objects.filter(person=ben).exists()
    assert not ProfileSkill.objects.exists()


def test_nothing_typed_is_lost_going_back_and_forth_or_being_wrong(home: Client, program: Program) -> None:
    home.post(join(program, 1), {"role": "both", "mentee_places": "3", "mentor_places": "1"})
    answer = home.post(join(program, 2), {"q_why": "", "q_teach": "Patience"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'id="id_q_why_error"' in page
    assert 'href="#id_q_why"' in page
    assert "Patience" in page
    assert "Patience" in home.get(join(program, 2)).content.decode()
    assert home.post(join(program, 2), {"q_why": "Soon", "q_teach": "", "go": "back"}).url == join(program, 1)
    assert 'value="3" selected' in home.get(join(program, 1)).content.decode()
    assert "Soon" in home.get(join(program, 2)).content.decode()


def test_a_file_is_kept_when_another_answer_is_wrong_and_one_that_was_refused_is_asked_for_again(
    home: Client, program: Program
) -> None:
    make_question(program, "plan", kind="file", text="Your plan?")
    home.post(join(program, 1), {"role": "mentee", "mentor_places": "1"})
    plan = SimpleUploadedFile("plan.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")
    answer = home.post(join(program, 2), {"q_why": "", "q_plan": plan})
    assert answer.status_code == 422
    for page in (answer.content.decode(), home.get(join(program, 2)).content.decode()):
        assert "plan.pdf</a>" in page
        assert "kept as soon as you press Next" in page
    wrong = SimpleUploadedFile("plan.exe", b"MZ", "application/octet-stream")
    answer = home.post(join(program, 2), {"q_why": "Soon", "q_plan": wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "a browser does not send one twice by itself" in page
    assert "plan.pdf</a>" in page
    assert 'value="Soon"' in page
    assert home.post(join(program, 2), {"q_why": "Soon"}).url == join(program, 3)
    assert "plan.pdf" in home.get(join(program, 3)).content.decode()


def test_nobody_skips_ahead(home: Client, program: Program) -> None:
    assert home.get(join(program, 3)).url == join(program, 1)
    assert home.get(join(program, 4)).status_code == 404


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"role": "king"},
        {"role": "mentor", "mentee_places": "99"},
        {"role": "mentor", "mentee_places": "²"},
        {"role": "mentee", "mentor_places": "7"},
        {"role": "mentor\x00"},
    ],
)
def test_impossible_roles_and_places_are_refused(
    said: dict[str, str], home: Client, program: Program
) -> None:
    answer = home.post(join(program, 1), said)
    assert answer.status_code == 422
    assert "Please look at this again" in answer.content.decode()


@pytest.mark.parametrize("why", ["a\x00b", "x" * 10_000])
def test_bad_bytes_and_long_texts_are_refused_beside_the_field(
    why: str, home: Client, program: Program
) -> None:
    home.post(join(program, 1), {"role": "mentee", "mentor_places": "1"})
    answer = home.post(join(program, 2), {"q_why": why})
    assert answer.status_code == 422
    assert 'id="id_q_why_error"' in answer.content.decode()


def test_an_unknown_address_to_avoid_is_said(home: Client, program: Program) -> None:
    home.post(join(program, 1), {"role": "mentee", "mentor_places": "1"})
    home.post(join(program, 2), {"q_why": "x"})
    page = home.post(join(program, 3), {"avoid": "ghost@example.org"}).content.decode()
    assert "Nobody in the directory has the address ghost@example.org" in page
    assert not Enrollment.objects.exists()


def test_a_question_that_became_required_meanwhile_is_named_at_the_end(
    home: Client, program: Program
) -> None:
    home.post(join(program, 1), {"role": "mentee", "mentor_places": "1"})
    home.post(join(program, 2), {"q_why": "x"})
    make_question(program, "new", text="Brand new?", required=True)
    page = home.post(join(program, 3), {"avoid": ""}).content.decode()
    assert "Brand new? Please answer this question." in page


def test_clicking_twice_enrolls_once(home: Client, program: Program) -> None:
    home.post(join(program, 1), {"role": "mentee", "mentor_places": "1"})
    home.post(join(program, 2), {"q_why": "x"})
    home.post(join(program, 3), {"avoid": ""})
    home.post(join(program, 3), {"avoid": ""})
    assert Enrollment.objects.count() == 1
    assert not EnrollmentDraft.objects.exists()


def test_answers_can_be_changed_after_joining(home: Client, ben: Person, program: Program) -> None:
    row = make_enrollment(program, ben)
    assert home.get(join(program, 1)).url == join(program, 2)
    home.post(join(program, 2), {"q_why": "Later words"})
    page = home.get(join(program, 3)).content.decode()
    assert "Save what I said" in page
    home.post(join(program, 3), {"avoid": "", "note": "n"})
    assert answers_of(row) == {"why": "Later words"}
    assert not EnrollmentDraft.objects.exists()


@pytest.mark.parametrize("format_", ["peer", "group", "reverse", "flash"])
def test_every_format_can_be_joined(format_: str, home: Client, ben: Person) -> None:
    program = make_program(format=format_)
    assert home.get(join(program, 1)).status_code == 200
    home.post(join(program, 1), {"role": "mentee", "mentor_places": "1"})
    assert "no questions for you" in home.get(join(program, 2)).content.decode()
    home.post(join(program, 2), {})
    home.post(join(program, 3), {"avoid": ""})
    assert Enrollment.objects.get().as_mentee


def test_where_approval_is_needed_an_application_is_sent(home: Client, ben: Person) -> None:
    program = make_program(needs_approval=True)
    home.post(join(program, 1), {"role": "mentee", "mentor_places": "1"})
    home.post(join(program, 2), {})
    assert "Send my application" in home.get(join(program, 3)).content.decode()
    home.post(join(program, 3), {"avoid": ""})
    page = home.get(reverse("program", args=[program.pk])).content.decode()
    assert "Waiting for approval" in page


def test_one_leaves_after_reading_what_it_does(home: Client, ben: Person, program: Program) -> None:
    row = make_enrollment(program, ben)
    leave = reverse("leave_program", args=[program.pk])
    assert "Leave this program?" in home.get(leave).content.decode()
    home.post(leave)
    row.refresh_from_db()
    assert row.state == EnrollmentState.WITHDRAWN
    assert home.post(leave).status_code == 404


def test_drafts_and_closed_circles_are_nothing_to_strangers(home: Client, ben: Person) -> None:
    hidden = [make_program(state="draft"), make_program(is_open=False), make_program(state="archived")]
    invited = make_program(is_open=False)
    make_invitation(invited, ben)
    for program in hidden:
        assert home.get(reverse("program", args=[program.pk])).status_code == 404
        assert home.get(join(program, 1)).status_code == 404
    assert home.get(join(invited, 1)).status_code == 200


def test_who_is_declined_or_late_reads_why(home: Client, ben: Person) -> None:
    program = make_program()
    make_enrollment(program, ben, state="declined")
    assert "was declined" in home.get(reverse("program", args=[program.pk])).content.decode()
    assert home.get(join(program, 1)).status_code == 409


def test_my_programs_and_those_i_can_join_ask_the_same_for_many(
    home: Client, ben: Person, django_assert_max_num_queries: object
) -> None:
    counts = []
    for more in (1, 2, 97):
        for _ in range(more):
            make_enrollment(make_program(), ben)
            make_program()
        with django_assert_max_num_queries(14) as captured:  # type: ignore[operator]
            home.get(reverse("programs"))
        counts.append(len(captured))
    assert counts[0] == counts[1] == counts[2]


def test_activities_are_found_by_words_and_can_be_read(home: Client) -> None:
    assert "The library is empty" in home.get(reverse("activities")).content.decode()
    load_activities()
    page = home.get(reverse("activities"), {"words": "life journeys"}).content.decode()
    assert "Life journeys" in page
    assert "First conversation" not in page
    assert (
        "No activity has all of these" in home.get(reverse("activities"), {"words": "qqq"}).content.decode()
    )
    assert "Finish the drawings" in home.get(reverse("activity", args=["life-journeys"])).content.decode()
    assert home.get(reverse("activity", args=["nope"])).status_code == 404
