"""A program in open formats: three times the same rows, a schema that holds, and no content of mentorships."""

import csv
import io
import json
import zipfile
from datetime import timedelta

import polars
import pytest
from django.test import Client
from django.urls import reverse

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.core.models import AuditEntry
from pairwell.insights.figures import figures_of
from pairwell.people.models import Person
from pairwell.programs.models import Answer, Enrollment, Program
from pairwell.reports.actions import ask_for_export, make_export, remove_old_exports
from pairwell.reports.exports.tables import TABLES
from pairwell.reports.models import ProgramExport
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_question
from tests.factories.world import CANARIES, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    made = make_world(3)
    Person.objects.filter(pk=made.people["ben"].pk).update(title="=1+1", office="Zürich, 李")
    secret = make_question(made.program, "secret", seen_by="matching")
    Answer.objects.create(enrollment=made.enrollment, question=secret, value="canary-for-matching")
    return made


def made_export(program: Program, by: Person) -> ProgramExport:
    asked = ask_for_export(by=by, program=program)
    make_export(asked.pk)
    asked.refresh_from_db()
    return asked


@pytest.fixture
def archive(world: World) -> zipfile.ZipFile:
    return zipfile.ZipFile(made_export(world.program, world.people["cora"]).file.open("rb"))


def test_three_formats_hold_the_same_rows(archive: zipfile.ZipFile) -> None:
    for table in TABLES:
        text = archive.read(f"csv/{table.name}.csv").decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        lines = [json.loads(line) for line in archive.read(f"jsonl/{table.name}.jsonl").splitlines()]
        frame = polars.read_parquet(io.BytesIO(archive.read(f"parquet/{table.name}.parquet")))
        assert len(rows) == len(lines) == frame.height, table.name
        assert frame.columns == [column.name for column in table.columns]
        for column in table.columns:
            if column.kind in ("string", "integer"):
                assert frame[column.name].to_list() == [line[column.name] for line in lines], column
                plain = ["" if line[column.name] is None else str(line[column.name]) for line in lines]
                assert [row[column.name].removeprefix("'") for row in rows] == plain, column
    people = [json.loads(line) for line in archive.read("jsonl/people.jsonl").splitlines()]
    assert "=1+1" in {one["title"] for one in people}
    assert "'=1+1" in archive.read("csv/people.csv").decode("utf-8-sig")


def test_the_schema_holds_for_every_row(archive: zipfile.ZipFile) -> None:
    told = json.loads(archive.read("schema.json"))["$defs"]
    kinds = {"integer": int, "string": str, "boolean": bool, "number": (int, float), "null": type(None)}
    assert sorted(told) == sorted(table.name for table in TABLES)
    for name, shape in told.items():
        for line in archive.read(f"jsonl/{name}.jsonl").splitlines():
            row = json.loads(line)
            assert list(row) == shape["required"]
            for key, value in row.items():
                allowed = tuple(kinds[kind] for kind in shape["properties"][key]["type"])
                assert isinstance(value, allowed), (name, key)


def test_no_content_and_no_private_reason_gets_out(world: World, archive: zipfile.ZipFile) -> None:
    everything = b"".join(archive.read(name) for name in archive.namelist()).decode("utf-8", "replace")
    for secret in (*CANARIES.values(), "canary-for-matching"):
        assert secret not in everything
    assert "ben@example.org" in everything
    assert "otto@example.org" not in everything


def test_the_export_holds_every_row_and_the_figures_of_the_page(
    world: World, archive: zipfile.ZipFile
) -> None:
    count = len(archive.read("jsonl/people.jsonl").splitlines())
    assert count == Enrollment.objects.filter(program=world.program).count()
    rows = [json.loads(line) for line in archive.read("jsonl/figures.jsonl").splitlines()]
    figures = figures_of(world.program)
    assert {row["key"]: row["value"] for row in rows} == {key: one.value for key, one in figures.items()}


def test_an_export_is_asked_for_once_recorded_and_taken_away_after_a_week(world: World) -> None:
    cora, program = world.people["cora"], world.program
    asked = ask_for_export(by=cora, program=program)
    with pytest.raises(Refused, match="under way already"):
        ask_for_export(by=cora, program=program)
    make_export(asked.pk)
    make_export(asked.pk)
    asked.refresh_from_db()
    assert asked.job.is_over
    storage, name = asked.file.storage, asked.file.name
    assert storage.exists(name)
    verbs = set(AuditEntry.objects.filter(thing="reports.ProgramExport").values_list("verb", flat=True))
    assert verbs == {"program export asked for", "program export made"}
    ProgramExport.objects.exclude(pk=asked.pk).delete()
    ProgramExport.objects.update(asked_at=clock.now() - timedelta(days=8))
    assert remove_old_exports() == 1
    assert not storage.exists(name)


def test_only_who_runs_the_program_downloads_it_and_that_is_recorded(client: Client, world: World) -> None:
    export = made_export(world.program, world.people["cora"])
    path = reverse("program_export_file", args=[export.pk])
    client.force_login(world.people["patron"])
    assert client.get(path).status_code == 404
    client.force_login(world.people["cora"])
    answer = client.get(path)
    assert answer["Content-Disposition"].endswith('filename="Mentoring.zip"')
    assert zipfile.is_zipfile(io.BytesIO(b"".join(answer)))  # type: ignore[arg-type]
    assert AuditEntry.objects.filter(verb="program export downloaded").count() == 1
    page = client.get(reverse("program_export", args=[world.program.pk])).content.decode()
    assert "Make an export" in page


def test_many_rows_are_written_a_few_at_a_time(world: World) -> None:
    for number in range(50):
        make_enrollment(world.program, make_person(f"Many {number}"))
    export = made_export(world.program, world.people["cora"])
    assert export.rows > 50
    assert export.size > 1000
