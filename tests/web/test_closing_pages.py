"""Pages of goals and projects, closing well, certificates, help and weights."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from fontTools.ttLib import TTFont

from pairwell.core import clock
from pairwell.core.pdf_fonts import faces, missing
from pairwell.mentorships import actions
from pairwell.mentorships.models import Certificate, GoalFile, HelpRequest, Mentorship, MentorshipSettings
from pairwell.people.models import Person
from pairwell.people.states import OrganizationRole
from pairwell.web.certificate_pdf import certificate_pdf
from tests.factories.mentorships import held, make_goal, make_mentorship
from tests.factories.people import make_person
from tests.factories.programs import grant

pytestmark = pytest.mark.django_db


@pytest.fixture
def mentorship(ada: Person, ben: Person) -> Mentorship:
    made = make_mentorship(ada, ben)
    held(made, days_ago=2)
    return made


def test_a_project_has_steps_files_a_result_and_is_looked_at_again(
    client: Client,
    mentorship: Mentorship,
    ada: Person,
    ben: Person,
    tmp_path: Path,
    settings: Any,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    client.force_login(ben)
    form = {"title": "Get better at talks", "owner": str(ben.pk), "is_project": "on", "steps": "First"}
    client.post(reverse("goals", args=[mentorship.pk]), form)
    goal = mentorship.goals.get()
    path = reverse("goal_page", args=[goal.pk])
    page = client.get(path).content.decode()
    assert "A project of yours together" in page
    assert "Say how you will know" in page
    upload = io.BytesIO(b"<script>alert(1)</script>")
    upload.name = "draft.html"
    client.post(reverse("attach_file", args=[goal.pk]), {"file": upload})
    client.force_login(ada)
    answer = client.get(reverse("goal_file", args=[GoalFile.objects.get().pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    assert b"".join(answer.streaming_content) == b"<script>alert(1)</script>"
    bad = client.post(reverse("goal_result", args=[goal.pk]), {"result_link": "javascript:alert(1)"})
    assert bad.status_code == 422
    client.post(reverse("goal_result", args=[goal.pk]), {"result": "It **runs**"})
    assert "<strong>runs</strong>" in client.get(path).content.decode()
    client.post(reverse("review_goal", args=[goal.pk]), {"verdict": "reached", "line": "Done"})
    assert "Reached" in client.get(path).content.decode()


def test_closing_goes_step_by_step_to_the_certificate(
    client: Client, mentorship: Mentorship, ben: Person
) -> None:
    goal = make_goal(mentorship, ben)
    client.force_login(ben)
    path = reverse("closing", args=[mentorship.pk])
    assert "Your goals, one by one" in client.get(path).content.decode()
    review = {"verdict": "reached", "back": "closing"}
    assert client.post(reverse("review_goal", args=[goal.pk]), review)["Location"] == path
    client.post(reverse("wish_next", args=[mentorship.pk]), {"wish": "mentor"})
    answer = client.post(reverse("close_mentorship", args=[mentorship.pk]), {"thanks": "Thank you"})
    assert answer["Location"] == path
    page = client.get(path).content.decode()
    assert "You have closed it well" in page
    assert "Programs that look for mentors" in page
    pdf = client.get(reverse("certificate", args=[mentorship.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert len(pdf.content) < 400_000


def test_anybody_checks_a_code_and_sees_name_program_and_dates_alone(
    client: Client, mentorship: Mentorship, ada: Person, ben: Person
) -> None:
    actions.complete_mentorship(by=ben, mentorship=mentorship, thanks="canary")
    made = actions.issue_certificate(by=ben, mentorship=mentorship)
    page = client.get(reverse("check_certificate", args=[made.code])).content.decode()
    assert "This certificate is genuine" in page
    assert "Ben Mentee" in page
    assert mentorship.program.name in page
    for secret in ("canary", ada.full_name, ben.email, "session", "mentee"):
        assert secret not in page, secret
    wrong = client.get(reverse("check_any_certificate"), {"code": "AAAA-BBBB-CCCC"})
    assert wrong.status_code == 404
    typed = client.get(reverse("check_any_certificate"), {"code": made.code.lower().replace("-", " ")})
    assert "genuine" in typed.content.decode()


@pytest.mark.parametrize("name", ["Fọláṣadé Adéyẹmí", "Оксана Бондар", "Νίκος Παπάς", "Nguyễn Thị Ánh"])
def test_names_of_many_scripts_are_drawn_with_glyphs_that_exist(name: str) -> None:
    assert faces(), "this machine has no fonts that the certificate could use"
    assert missing(name) == set()
    made = Certificate(
        code="AAAA-BBBB-CCCC", name=name, program_name="Program", role="mentee", starts_on="2026-01-05",
        ends_on="2026-06-05", sessions=8, minutes=480,
    )  # fmt: skip
    made.starts_on = made._meta.get_field("starts_on").to_python(made.starts_on)
    made.ends_on = made._meta.get_field("ends_on").to_python(made.ends_on)
    made.issued_at = clock.now()
    assert certificate_pdf(made, organization="Northwind", address="https://a.example").startswith(b"%PDF")


def test_coverage_is_read_from_the_fonts_themselves() -> None:
    face = faces()[0]
    assert ord("A") in face.covers
    assert face.covers == frozenset(TTFont(face.path).getBestCmap())


def test_help_is_asked_quietly_and_read_by_the_programs_own_manager_alone(
    client: Client, mentorship: Mentorship, ada: Person, ben: Person, cora: Person
) -> None:
    grant(mentorship.program, cora)
    client.force_login(ben)
    ask = {"topic": "fit", "note": "canary-help"}
    answer = client.post(reverse("ask_for_help", args=[mentorship.pk]), ask, follow=True)
    assert "You asked on" in answer.content.decode()
    board = reverse("manage_health", args=[mentorship.program_id])
    readers = {"manager": cora, "owner": make_person(role=OrganizationRole.OWNER), "other member": ada}
    read = {}
    for who, person in readers.items():
        client.force_login(person)
        pages = [board, reverse("mentorship", args=[mentorship.pk]), reverse("ending", args=[mentorship.pk])]
        read[who] = any("canary-help" in client.get(path).content.decode() for path in pages)
    assert read == {"manager": True, "owner": False, "other member": False}
    client.force_login(readers["owner"])
    assert client.post(reverse("answer_help", args=[HelpRequest.objects.get().pk])).status_code == 404
    client.force_login(cora)
    client.post(reverse("answer_help", args=[HelpRequest.objects.get().pk]))
    assert "canary-help" not in client.get(board).content.decode()


def test_weights_change_the_board_and_show_what_they_find(
    client: Client, mentorship: Mentorship, cora: Person
) -> None:
    grant(mentorship.program, cora)
    client.force_login(cora)
    path = reverse("manage_together", args=[mentorship.program_id])
    page = client.get(path).content.decode()
    assert "of failing pairs are found" in page
    assert client.post(path, {"weight_silence": "9"}).status_code == 422
    client.post(path, {"weight_no_goal": "0", "weight_silence": "5"})
    weights = MentorshipSettings.objects.get().health_weights
    assert weights == {"no_goal": 0, "silence": 5}
