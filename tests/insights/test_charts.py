"""What charts show: fit against how it went, mentors' load, colors that stand apart, what paper leaves out."""

import csv
import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from pairwell.core.colors import contrast
from pairwell.insights import charts, foretold
from pairwell.insights.series import mentor_load
from pairwell.insights.story import story_of
from pairwell.mentorships.actions import end_mentorship
from pairwell.pairing.queries.calibration import FitGroup
from pairwell.people.models import Person
from pairwell.people.queries import organization
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramRole, ProgramState
from pairwell.reports.pdf import MOST_BARS, bar_color, report_pdf
from tests.factories.mentorships import make_mentorship
from tests.factories.people import make_organization, make_person
from tests.factories.programs import grant, make_enrollment, make_program
from tests.pairing.test_learning import lived

WHITE = "#ffffff"


def test_what_carries_meaning_in_a_picture_stands_apart_in_gray() -> None:
    for one, other in (
        (charts.BRAND, charts.FAINT), (charts.BRAND, WHITE), (charts.EDGE, WHITE), (charts.INK, WHITE),
    ):  # fmt: skip
        assert contrast(one, other) >= 3, (one, other)
    assert contrast("#000000", WHITE) == pytest.approx(21)
    assert contrast("#767676", WHITE) == pytest.approx(4.54, abs=0.01)  # the gray that WCAG's examples name


def test_a_pale_brand_does_not_draw_bars() -> None:
    assert bar_color("#ffe680") == charts.BRAND
    assert bar_color("#7a1f5c") == "#7a1f5c"


def test_groups_of_fit_have_names_and_claim_no_more_than_they_can() -> None:
    groups = [
        FitGroup(8, 0.31, 2),
        FitGroup(8, 0.4, 3),
        FitGroup(8, 0.52, 5),
        FitGroup(8, 0.6, 7),
        FitGroup(7, 0.74, 7),
    ]
    rows = foretold.rows_of(groups)
    assert [row.label for row in rows] == [
        "Lowest fifth, 31 %", "Second fifth, 40 %", "Third fifth, 52 %", "Fourth fifth, 60 %", "Highest fifth, 74 %",
    ]  # fmt: skip
    assert [(row.count, row.of) for row in rows] == [(one.well, one.count) for one in groups]
    assert "Highest beside lowest: +75 points" in foretold.in_words(rows)
    assert "chance" not in foretold.in_words(rows)
    alike = foretold.rows_of([FitGroup(5, 0.2 + n / 10, 3 + n % 2) for n in range(4)])
    assert [row.label for row in alike][::3] == ["Lowest quarter, 20 %", "Highest quarter, 50 %"]
    assert foretold.in_words(alike).endswith("which may well be chance.")
    assert all(len(row.label) <= charts.LONGEST for row in (*rows, *alike))


@pytest.mark.django_db
def test_a_sponsor_sees_fit_against_how_it_went_with_table_file_and_picture(
    client: Client, cora: Person
) -> None:
    make_organization()
    program, patron = lived(cora, 23), make_person()
    grant(program, patron, ProgramRole.SPONSOR)
    client.force_login(patron)
    page = client.get(reverse("program_insights", args=[program.pk])).content.decode()
    card = page[page.index('id="c-fit"') :]
    assert "Lowest quarter" in card
    file = client.get(reverse("program_chart_table", args=[program.pk, "fit"]))
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))  # type: ignore[attr-defined]
    assert rows[0] == ["Group", "Went well", "of", "Share", "95 % interval"]
    assert [int(row[2]) for row in rows[1:]] == [5, 5, 5, 5]  # 20 of 23: figures move in steps of five
    picture = client.get(reverse("program_chart_picture", args=[program.pk, "fit"])).content.decode()
    assert picture.count("chart-interval") == 4
    pdf = PdfReader(io.BytesIO(report_pdf(story_of(program), organization())))
    assert "Lowest quarter" in " ".join(part.extract_text() for part in pdf.pages)


@pytest.mark.django_db
def test_too_few_outcomes_are_no_chart_and_say_so(client: Client, cora: Person) -> None:
    program = lived(cora, 19)
    client.force_login(cora)
    page = client.get(reverse("program_insights", args=[program.pk])).content.decode()
    assert foretold.EMPTY in page
    assert "Lowest" not in page
    assert client.get(reverse("program_chart_picture", args=[program.pk, "fit"])).status_code == 404


@pytest.mark.django_db
def test_the_load_of_a_program_that_is_over_counts_all_mentees(ada: Person) -> None:
    program = make_program(state=ProgramState.ACTIVE)
    pairs = [make_mentorship(ada, make_person(), program=program) for _ in range(2)]
    make_mentorship(make_person(), make_person(), program=program)
    make_enrollment(program, role="mentor")
    for pair in pairs:
        end_mentorship(by=ada, mentorship=pair, reason="time")
    assert _told(program) == {"no mentee": 2, "1 mentee": 1}
    program.state = ProgramState.CLOSED
    assert {part.label: part.count for part in mentor_load(program, in_all=True)} == {
        "no mentee": 1, "1 mentee": 1, "2 mentees": 1,
    }  # fmt: skip


def _told(program: Program) -> dict[str, float]:
    return {part.label: part.count for part in mentor_load(program)}


@pytest.mark.django_db
def test_paper_says_how_many_groups_it_leaves_out(cora: Person) -> None:
    make_organization()
    program = make_program(managed_by=cora, state=ProgramState.ACTIVE)
    for number in range(5 * (MOST_BARS + 2)):
        make_enrollment(program, make_person(department=f"Department {number % (MOST_BARS + 2)}"))
    pdf = PdfReader(io.BytesIO(report_pdf(story_of(program), organization())))
    text = " ".join(" ".join(part.extract_text() for part in pdf.pages).split())
    assert re.search(rf"The {MOST_BARS} largest groups of {MOST_BARS + 2}\.", text)


@pytest.mark.django_db
def test_whole_numbers_of_the_estimate_have_no_point(client: Client, cora: Person) -> None:
    program = make_program(managed_by=cora, state=ProgramState.ACTIVE)
    client.force_login(cora)
    page = client.get(reverse("program_insights", args=[program.pk])).content.decode()
    assert re.search(r'name="hour"[^>]*value="60"|value="60"[^>]*name="hour"', page)
    assert 'value="0.02"' in page
    assert 'value="40000"' in page
