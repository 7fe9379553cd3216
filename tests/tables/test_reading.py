"""Files in every dialect become rows of text, and what is no table is refused."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import polars
import pytest

from pairwell.tables import values, workbooks
from pairwell.tables.notices import TableRefused
from pairwell.tables.reading import read_table, sniff_delimiter
from tests.tables.files import MENTEES, said, sheet_of


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_file_reads_the_same_in_every_encoding_with_every_separator(tmp_path, encoding, delimiter):
    path = tmp_path / "mentees.csv"
    path.write_bytes(MENTEES.replace(",", delimiter).encode(encoding))

    sheet = read_table(path)

    assert sheet.header == ["Name", "Email", "Wants to learn"]
    assert sheet.rows[0] == ["Zoë Ünal", "zoe@example.com", "SQL"]


def test_quoted_newlines_separators_and_blank_lines_keep_the_spreadsheets_row_numbers(tmp_path):
    sheet = sheet_of('Name;Goals\nAda;"first; line\nsecond ""line"""\n\nBen;x\n', folder=tmp_path)

    assert sheet.rows == [["Ada", 'first; line\nsecond "line"'], ["Ben", "x"]]
    assert sheet.numbers == [2, 4]


def test_the_line_that_excel_writes_to_name_the_separator_is_obeyed(tmp_path):
    assert sheet_of("sep=|\nName|Goals\nAda|a, b; c\n", folder=tmp_path).rows == [["Ada", "a, b; c"]]


def test_a_title_above_the_column_names_is_skipped_and_said(tmp_path):
    sheet = sheet_of("Mentees 2027,,\n,,\nName,Email,Unit\nAda,a@example.com,Sales\n", folder=tmp_path)

    assert (sheet.header, sheet.numbers) == (["Name", "Email", "Unit"], [4])
    assert "row 3" in said(sheet.notices, "note")


def test_a_separator_inside_texts_does_not_win_over_the_one_between_columns():
    assert sniff_delimiter("Name;Skills\nAda;a, b, c, d\nBen;e, f\n") == ";"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "empty"),
        (b"  \n \n", "empty"),
        (b"Name,Email\n", "no people"),
        (b'Name,Goals\nAda,"never closed\n', "quotation mark"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "old Excel"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR,\x00", "neither a table"),
        (b"PK\x03\x04 but not a workbook", "damaged"),
        (b"PAR1 but not parquet", "Parquet"),
    ],
)
def test_a_file_that_is_no_table_is_refused_by_name_and_reason(tmp_path, content, expected):
    (tmp_path / "people.csv").write_bytes(content)

    with pytest.raises(TableRefused, match=expected) as refused:
        read_table(tmp_path / "people.csv")

    assert refused.value.notices[0].file == "people.csv"


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(TableRefused, match="no such file"):
        read_table(tmp_path / "nowhere.csv")


def workbook(path: Path, *sheets: tuple[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(path)
    return path


def test_a_workbook_reads_like_the_csv_of_it_and_a_sheet_can_be_named(tmp_path):
    mentors = [["Name", "Places", "Active"], ["Ingrid", 2, True], [], ["Priya", 1.0, False]]
    path = workbook(
        tmp_path / "people.xlsx", ("Mentees", [["Name", "Years"], ["Zoë", 3]]), ("Mentors", mentors)
    )

    first, named = read_table(path), read_table(f"{path}#Mentors")

    assert first.rows == [["Zoë", "3"]]
    assert '"Mentors" left out' in said(first.notices, "note")
    assert [row[:2] for row in named.rows] == [["Ingrid", "2"], ["Priya", "1"]]
    assert named.numbers == [2, 4]
    assert [values.yes_or_no(row[2]) for row in named.rows] == [True, False]


def test_a_sheet_that_is_not_in_the_workbook_is_refused_with_those_that_are(tmp_path):
    path = workbook(tmp_path / "people.xlsx", ("Mentees", [["Name"], ["Zoë"]]))

    with pytest.raises(TableRefused, match="The workbook has: Mentees"):
        read_table(f"{path}#Mentors")


def test_a_workbook_that_would_unpack_to_a_mountain_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(workbooks, "fastexcel", None)  # would fail if the file were opened
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 60_000_000)
    (tmp_path / "bomb.xlsx").write_bytes(buffer.getvalue())

    with pytest.raises(TableRefused, match="would unpack"):
        read_table(tmp_path / "bomb.xlsx")


def test_a_workbook_that_lies_about_its_size_is_refused(tmp_path):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 30_000_000)
    data = buffer.getvalue().replace(struct.pack("<I", 30_000_000), struct.pack("<I", 1_000))
    (tmp_path / "liar.xlsx").write_bytes(data)

    with pytest.raises(TableRefused, match="damaged"):
        read_table(tmp_path / "liar.xlsx")


def test_parquet_gives_lists_numbers_and_truth_values_as_text(tmp_path):
    frame = polars.DataFrame(
        {"Name": ["Ada"], "Skills": [["SQL", "Python"]], "Places": [2], "Active": [True]}
    )
    frame.write_parquet(tmp_path / "mentors.parquet")

    assert read_table(tmp_path / "mentors.parquet").rows == [["Ada", "SQL; Python", "2", "yes"]]
