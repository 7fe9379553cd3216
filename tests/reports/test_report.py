"""The report as a PDF, and by mail to the sponsors: what is in it, when it goes out, who gets it."""

import io
from datetime import date, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.core.models import AuditEntry
from pairwell.insights.figures import figures_of
from pairwell.insights.story import story_of
from pairwell.messaging.models import Enclosure, Letter, Preference
from pairwell.messaging.sending import as_mail
from pairwell.people.models import Person
from pairwell.people.queries import organization
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramRole, ProgramState
from pairwell.reports.actions import plan_report, send_due_reports, send_report, stop_report
from pairwell.reports.models import ReportPlan
from pairwell.reports.pdf import report_pdf
from pairwell.reports.rules.timing import next_report
from tests.factories.mentorships import held, make_goal, make_mentorship
from tests.factories.people import make_organization, make_person
from tests.factories.programs import grant, make_program

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(cora: Person) -> Program:
    """Seven pairs that met, in departments with long names of several scripts."""
    make_organization()
    names = ("Entwicklung und Forschung für Übermorgen", "営業部", "البحث والتطوير", "Finance")
    made = make_program("Wachsen — 成長 2027", managed_by=cora, state=ProgramState.ACTIVE)
    for number in range(7):
        people = [make_person(f"Zz Canary {number} {side}", department=names[number % 4]) for side in "ab"]
        pair = make_mentorship(*people, program=made, days_ago=300)
        for visit in range(10):
            held(pair, days_ago=5 + 29 * visit)
        make_goal(pair, people[1], title="canary-goal")
    return made


@pytest.fixture
def sponsor(program: Program) -> Person:
    person = make_person("Sam Sponsor", email="sam@example.org")
    grant(program, person, ProgramRole.SPONSOR)
    return person


def read(content: bytes) -> tuple[PdfReader, str]:
    reader = PdfReader(io.BytesIO(content))
    return reader, " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_the_pdf_has_one_to_four_pages_a_title_a_language_and_no_name(program: Program) -> None:
    reader, text = read(report_pdf(story_of(program), organization()))
    assert 1 <= len(reader.pages) <= 4
    assert reader.metadata is not None
    assert reader.metadata.title == "Wachsen — 成長 2027: what came of it"
    root = reader.trailer["/Root"]
    assert root["/Lang"].startswith("en")
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert len(reader.outline) >= 1
    for secret in ("Canary", "canary-goal"):
        assert secret not in text


def test_every_number_in_the_pdf_is_the_figure_itself(program: Program) -> None:
    _, text = read(report_pdf(story_of(program), organization()))
    figures = figures_of(program)
    for key in ("enrolled", "matched", "sessions", "hours", "mentorships"):
        assert f"{figures[key].in_words} {figures[key].definition.label}" in text, key


def test_every_chart_tells_its_numbers_to_who_cannot_see_it(program: Program) -> None:
    content = report_pdf(story_of(program), organization())
    told = [
        str(one.get_object().get("/Alt", ""))
        for one in PdfReader(io.BytesIO(content)).trailer["/Root"]["/StructTreeRoot"]["/K"][0]["/K"]
    ]
    funnel = next(text for text in told if text.startswith("How far people came"))
    assert "Enrolled: 14; Matched: 14; Met: 14" in funnel
    assert b"/Subtype /Image" not in content


def test_an_empty_program_and_a_very_long_name_still_make_a_report() -> None:
    empty = make_program("N" * 140)
    reader, text = read(report_pdf(story_of(empty), organization()))
    assert len(reader.pages) <= 3
    assert "0 people have a place; nobody is matched yet." in text


@pytest.mark.parametrize(
    ("every", "after", "ends", "due"),
    [
        ("month", date(2027, 1, 31), None, date(2027, 2, 1)),
        ("month", date(2027, 12, 1), None, date(2028, 1, 1)),
        ("month", date(2027, 1, 10), date(2027, 1, 20), date(2027, 1, 21)),
        ("month", date(2027, 1, 21), date(2027, 1, 20), None),
        ("month", date(2027, 1, 10), date(2027, 1, 31), date(2027, 2, 1)),
        ("quarter", date(2027, 1, 1), None, date(2027, 4, 1)),
        ("quarter", date(2027, 11, 30), None, date(2028, 1, 1)),
        ("end", date(2027, 1, 1), date(2027, 6, 30), date(2027, 7, 1)),
        ("end", date(2027, 7, 1), date(2027, 6, 30), None),
        ("end", date(2027, 1, 1), None, None),
    ],
)
def test_the_next_report_is_on_the_right_day(
    every: str, after: date, ends: date | None, due: date | None
) -> None:
    assert next_report(every, after, ends_on=ends) == due


def test_a_planned_report_goes_to_the_sponsors_once_with_the_pdf(
    program: Program, cora: Person, sponsor: Person
) -> None:
    plan = plan_report(by=cora, program=program, every="month")
    assert plan.next_on is not None
    assert plan.next_on > clock.today()
    assert send_due_reports() == 0
    ReportPlan.objects.update(next_on=clock.today() - timedelta(days=3))
    assert send_due_reports() == 1
    assert send_due_reports() == 0
    letter = Letter.objects.get(kind="program-report")
    assert letter.to == sponsor
    message = as_mail(letter)
    mail.get_connection("django.core.mail.backends.locmem.EmailBackend").send_messages([message])
    name, content, kind = mail.outbox[0].attachments[0]
    assert (name, kind) == ("Wachsen-成長-2027.pdf", "application/pdf")
    assert content.startswith(b"%PDF")
    assert "14 people were matched" in letter.text
    assert "Canary" not in letter.text
    plan.refresh_from_db()
    assert (plan.last_on, plan.last_count) == (clock.today(), 1)
    assert plan.next_on > clock.today()
    assert AuditEntry.objects.filter(verb="report sent", program_id=program.pk).count() == 1


def test_a_report_does_not_wait_for_the_weekly_letter(
    program: Program, sponsor: Person, cora: Person
) -> None:
    Preference.objects.create(person=sponsor, weekly=True)
    assert send_report(by=cora, program=program) == 1
    assert Letter.objects.get(kind="program-report").state == "queued"
    assert send_report(by=cora, program=program) == 0


def test_all_readers_share_one_file(program: Program, sponsor: Person, cora: Person) -> None:
    grant(program, make_person(), ProgramRole.SPONSOR)
    grant(program, make_person(is_active=False), ProgramRole.SPONSOR)
    assert send_report(by=cora, program=program) == 2
    assert Enclosure.objects.count() == 1


def test_what_cannot_be_sent_is_said(program: Program, cora: Person) -> None:
    with pytest.raises(Refused, match="Name a sponsor under Team"):
        send_report(by=cora, program=program)
    with pytest.raises(Refused, match="how often"):
        plan_report(by=cora, program=program, every="daily")
    Program.objects.filter(pk=program.pk).update(ends_on=None)
    program.refresh_from_db()
    with pytest.raises(Refused, match="no last day"):
        plan_report(by=cora, program=program, every="end")
    assert stop_report(by=cora, program=program) is False


def test_the_page_plans_shows_and_stops(
    client: Client, program: Program, cora: Person, sponsor: Person
) -> None:
    client.force_login(cora)
    page = client.post(reverse("plan_report", args=[program.pk]), {"every": "quarter"}, follow=True)
    due = ReportPlan.objects.get().next_on
    assert due is not None
    text = page.content.decode()
    assert f"{due.day} {due:%B %Y}" in text
    assert "Sam Sponsor" in text
    client.post(reverse("plan_report", args=[program.pk]), {"every": ""})
    assert not ReportPlan.objects.exists()
    client.force_login(sponsor)
    assert (
        "The report by mail"
        not in client.get(reverse("program_insights", args=[program.pk])).content.decode()
    )
    answer = client.get(reverse("program_report_pdf", args=[program.pk]))
    assert answer.content.startswith(b"%PDF")
