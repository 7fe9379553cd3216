"""Where figures stand: on the page, in both reports, in the files, in the data and in the export."""

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from pairwell.insights.definitions import DEFINITIONS
from pairwell.insights.figures import figures_of
from pairwell.insights.figures.figure import in_words
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.reports.actions import ask_for_export, make_export
from pairwell.reports.pdf import NUMBERS

ON_THE_PAGE = (
    "days_to_match", "days_to_first_session", "mentorships", "sessions", "hours", "sessions_each", "in_rhythm",
    "goals_reached", "milestones", "fit", "mentees_satisfied", "mentors_satisfied", "recommend", "usefulness",
    "skill_growth", "ended_early",
)  # fmt: skip
IN_THE_FUNNEL = ("asked", "enrolled", "matched", "met", "active", "finished")


def insist_on(truth: Mapping[str, float | None], program: Program, manager: Person, client: Client) -> None:
    """Every figure everywhere equals the truth."""
    assert set(truth) == set(DEFINITIONS)
    assert {key: one.value for key, one in figures_of(program).items()} == pytest.approx(truth)
    client.force_login(manager)

    def get(name: str) -> bytes:
        response = client.get(reverse(name, args=[program.pk]))
        assert response.status_code == 200
        return b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]

    rows = csv.DictReader(io.StringIO(get("program_figures_table").decode("utf-8-sig")))
    table = {row["Key"]: float(row["Value"]) if row["Value"] else None for row in rows}
    assert table == pytest.approx(truth, abs=1e-6)
    data = json.loads(get("program_figures_data"))["figures"]
    assert {key: one["value"] for key, one in data.items()} == pytest.approx(truth)
    asked = ask_for_export(by=manager, program=program)
    make_export(asked.pk)
    asked.refresh_from_db()
    lines = zipfile.ZipFile(asked.file.open("rb")).read("jsonl/figures.jsonl").splitlines()
    assert {row["key"]: row["value"] for row in map(json.loads, lines)} == pytest.approx(truth)
    _read(truth, get)


def _read(truth: Mapping[str, float | None], get: Callable[[str], bytes]) -> None:
    """The same in what people read, in words."""
    said = {key: in_words(value, DEFINITIONS[key].unit) for key, value in truth.items()}
    report, page = (
        re.sub(r"\s+", " ", get(name).decode()) for name in ("program_report", "program_insights")
    )
    pdf = PdfReader(io.BytesIO(get("program_report_pdf")))
    text = " ".join(" ".join(part.extract_text() for part in pdf.pages).split())
    for key, words in said.items():
        label, there = DEFINITIONS[key].label, truth[key] is not None
        assert (f"<b>{words}</b>{label}" in report) == there, key
        if key in NUMBERS:
            assert (f"{words} {label}" in text) == there, key
    for key in ON_THE_PAGE:
        label = re.escape(DEFINITIONS[key].label)
        shown = re.search(rf'<summary>{label}<.*?<div class="figure">([^<]+)</div>', page)
        assert shown, key
        assert shown.group(1) == said[key], key
    for key in IN_THE_FUNNEL:
        head = f'<b>{DEFINITIONS[key].label}</b><span class="figure">{truth[key] or 0:.0f}</span>'
        assert head in page, key
