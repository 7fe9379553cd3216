"""A program with a known truth: every figure on page, report, PDF, CSV, data and export equals it."""

import csv
import io
import json
import re
import zipfile

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from pairwell.insights.definitions import DEFINITIONS
from pairwell.insights.figures import figures_of
from pairwell.insights.figures.figure import in_words
from pairwell.people.models import Person
from pairwell.reports.actions import ask_for_export, make_export
from pairwell.reports.pdf import NUMBERS
from tests.factories.people import make_organization
from tests.insights.known_truth import make, plan_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_everywhere_is_the_truth(seed: int, client: Client, cora: Person) -> None:
    make_organization()
    plan = plan_of(seed)
    truth = plan.truth()
    program = make(plan, cora)
    assert set(truth) == set(DEFINITIONS)
    assert {key: one.value for key, one in figures_of(program).items()} == pytest.approx(truth)
    client.force_login(cora)

    def get(name: str) -> bytes:
        response = client.get(reverse(name, args=[program.pk]))
        return b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]

    rows = csv.DictReader(io.StringIO(get("program_figures_table").decode("utf-8-sig")))
    assert {row["Key"]: float(row["Value"]) for row in rows} == pytest.approx(truth, abs=1e-6)
    data = json.loads(get("program_figures_data"))["figures"]
    assert {key: one["value"] for key, one in data.items()} == pytest.approx(truth)
    asked = ask_for_export(by=cora, program=program)
    make_export(asked.pk)
    asked.refresh_from_db()
    lines = zipfile.ZipFile(asked.file.open("rb")).read("jsonl/figures.jsonl").splitlines()
    exported = {row["key"]: row["value"] for row in map(json.loads, lines)}
    assert exported == pytest.approx(truth)

    said = {key: in_words(value, DEFINITIONS[key].unit) for key, value in truth.items()}
    report = get("program_report").decode()
    page = re.sub(r"\s+", " ", get("program_insights").decode())
    pdf = PdfReader(io.BytesIO(get("program_report_pdf")))
    text = " ".join(" ".join(part.extract_text() for part in pdf.pages).split())
    for key, words in said.items():
        assert f"<b>{words}</b>{DEFINITIONS[key].label}" in report, key
        if key in NUMBERS:
            assert f"{words} {DEFINITIONS[key].label}" in text, key
    for key in ("sessions", "hours", "sessions_each", "fit", "usefulness", "recommend", "milestones"):
        label = re.escape(DEFINITIONS[key].label)
        shown = re.search(rf'<summary>{label}<.*?<div class="figure">([^<]+)</div>', page)
        assert shown, key
        assert shown.group(1) == said[key]
