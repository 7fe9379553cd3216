"""Writing the ZIP: each table as CSV, JSON lines and Parquet, a JSON Schema and a README; row by row."""

import csv
import json
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, Any

import polars

from pairwell.core.jobs import Progress
from pairwell.core.spreadsheet import defuse
from pairwell.programs.models import Program
from pairwell.reports.exports.tables import TABLES, Column, Table

_POLARS = {
    "integer": polars.Int64, "number": polars.Float64, "boolean": polars.Boolean, "string": polars.String,
    "date": polars.String, "moment": polars.String,
}  # fmt: skip
_JSON = {"date": ("string", "date"), "moment": ("string", "date-time")}


def write_zip(program: Program, target: IO[bytes], report: Progress) -> dict[str, int]:
    """Write the program's export; returns the number of rows of each table.

    Only one table's files are on disk at a time, and a few rows in memory.
    """
    counts: dict[str, int] = {}
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive,
        tempfile.TemporaryDirectory() as name,
    ):
        for number, table in enumerate(TABLES):
            report(f"Writing {table.name}", number, len(TABLES))
            counts[table.name] = _write_table(program, table, archive, Path(name))
        archive.writestr("schema.json", json.dumps(schema(), indent=1, ensure_ascii=False))
        archive.writestr("README.md", _readme(program, counts))
    return counts


def _write_table(program: Program, table: Table, archive: zipfile.ZipFile, folder: Path) -> int:
    """The three files of a table; CSV cells that a spreadsheet would run are defused, the others are as they are."""
    paths = {kind: folder / f"{table.name}.{kind}" for kind in ("csv", "jsonl", "parquet")}
    names = [column.name for column in table.columns]
    rows = 0
    with (
        paths["csv"].open("w", encoding="utf-8-sig", newline="") as text,
        paths["jsonl"].open("w", encoding="utf-8") as lines,
    ):
        writer = csv.writer(text)
        writer.writerow(names)
        for row in _plain(table.rows(program)):
            writer.writerow([defuse("" if cell is None else cell) for cell in row])
            lines.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False) + "\n")
            rows += 1
    _write_parquet(table, paths["jsonl"], paths["parquet"], rows)
    for kind, path in paths.items():
        archive.write(path, f"{kind}/{path.name}")
        path.unlink()
    return rows


def _plain(rows: Any) -> Iterator[list[Any]]:
    for row in rows:
        yield [_as_text(cell) for cell in row]


def _as_text(cell: Any) -> Any:
    if isinstance(cell, datetime):
        return f"{cell.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    if isinstance(cell, date):
        return cell.isoformat()
    return cell if cell is None or isinstance(cell, bool | int | float) else str(cell)


def _write_parquet(table: Table, lines: Path, target: Path, rows: int) -> None:
    shape = {column.name: _POLARS[column.kind] for column in table.columns}
    frame = polars.scan_ndjson(lines, schema=shape) if rows else polars.LazyFrame(schema=shape)
    casts = [_cast(column) for column in table.columns if column.kind in ("date", "moment")]
    frame.with_columns(casts).sink_parquet(target)


def _cast(column: Column) -> polars.Expr:
    text = polars.col(column.name).str
    if column.kind == "date":
        return text.to_date("%Y-%m-%d")
    return text.to_datetime("%Y-%m-%dT%H:%M:%SZ", time_zone="UTC")


def schema() -> dict[str, Any]:
    """The JSON Schema of a row of each table."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$defs": {
            table.name: {
                "type": "object",
                "description": table.says,
                "properties": {column.name: _described(column) for column in table.columns},
                "required": [column.name for column in table.columns],
                "additionalProperties": False,
            }
            for table in TABLES
        },
    }


def _described(column: Column) -> dict[str, Any]:
    kind, form = _JSON.get(column.kind, (column.kind, ""))
    told: dict[str, Any] = {"type": [kind, "null"]}
    if form:
        told["format"] = form
    if column.says:
        told["description"] = column.says
    return told


def _readme(program: Program, counts: dict[str, int]) -> str:
    listed = "\n".join(f"- `{table.name}`: {table.says} {counts[table.name]:,} rows." for table in TABLES)
    return (
        f"# {program.name}\n\nEach table stands here three times: in `csv/`, in `jsonl/` (one JSON object a line) "
        "and in `parquet/`. `schema.json` says what every column is. In CSV, text that a spreadsheet would run "
        "begins with an apostrophe; the other two hold it as it is.\n\n"
        "There is no content of mentorships in it: no messages, notes or reflections, no words of goals and "
        f"sessions, no private reasons.\n\n{listed}\n"
    )
