"""One file with everything that goes wrong in real ones: each row is imported, or refused with its reason."""

import io

import openpyxl
import pytest

from pairwell.core.errors import Refused
from pairwell.people import actions, importing
from pairwell.people.models import DirectoryImport, Person
from pairwell.people.rules.fields import guess_mapping
from pairwell.people.states import BadRows, ImportState
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db
HEADER = ["Email", "Name", "Name", "Title", "Manager"]
ROWS = [
    ["ann@x.org", "Ann Weiß", "ignored", "Head of\nSales", ""],
    ["ben@x.org", "Ben; Sato", "", "", "ann@x.org"],
    ["ANN@x.org", "Ann again", "", "", ""],
    ["no address", "No Mail", "", "", ""],
    ["", "Nobody", "", "", ""],
    ["eve@x.org", "=cmd|'/c calc'!A1", "", "", ""],
    ["eva@x.org", "", "", "", ""],
    ["cem@x.org", "Cem", "", "", "ghost@x.org"],
    ["one@x.org", "One", "", "", "two@x.org"],
    ["two@x.org", "Two", "", "", "one@x.org"],
    ["own@x.org", "Own Boss", "", "", "own@x.org"],
]
REFUSED = {
    4: "is the same as in row 2",
    5: "is not an email address",
    6: "is empty",
    7: "spreadsheet formula",
}
REFUSED |= {8: "is empty; write the name"}
WARNED = {9: "neither in this file nor in the directory", 10: "circle", 11: "circle", 12: "their own manager"}


def as_csv(separator: str, encoding: str) -> bytes:
    def quoted(cell: str) -> str:
        return f'"{cell}"' if any(sign in cell for sign in f"{separator}\n") else cell

    lines = [separator.join(map(quoted, row)) for row in [HEADER, *ROWS]]
    return "\r\n".join(lines).encode(encoding)


def as_workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in [HEADER, *ROWS]:
        book.active.append(row)
    # openpyxl would write a formula; a spreadsheet that came from a CSV holds it as text.
    for line in book.active.iter_rows():
        for cell in line:
            if cell.data_type == "f":
                cell.data_type = "s"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


FILES = {
    "utf-8": as_csv(",", "utf-8"),
    "utf-8 with a mark, semicolons": as_csv(";", "utf-8-sig"),
    "utf-16, tabs": as_csv("\t", "utf-16"),
    "latin-1, semicolons": as_csv(";", "latin-1"),
    "xlsx": as_workbook(),
}


def dry_run(content: bytes, bad_rows: str) -> DirectoryImport:
    of = actions.upload(by=None, file_name="people", content=content)
    actions.choose_mapping(by=None, of=of, mapping=guess_mapping(of.headers), bad_rows=bad_rows)
    importing.work_on(of.pk)
    of.refresh_from_db()
    return of


@pytest.mark.parametrize("kind", FILES)
def test_good_rows_come_in_and_every_other_has_its_reason(kind: str) -> None:
    of = dry_run(FILES[kind], BadRows.SKIP)
    assert (of.rows, of.to_create, of.refused) == (11, 6, 5)
    problems = {problem.row: problem for problem in of.problems.all()}
    for row, reason in {**REFUSED, **WARNED}.items():
        assert reason in problems[row].reason, (row, problems[row].reason)
        assert problems[row].is_warning == (row in WARNED)
    assert set(problems) == {*REFUSED, *WARNED}
    actions.start_import(by=None, of=of)
    importing.work_on(of.pk)
    names = set(Person.objects.values_list("full_name", flat=True))
    assert names == {"Ann Weiß", "Ben; Sato", "Cem", "One", "Two", "Own Boss"}
    assert Person.objects.get(email="ann@x.org").title == "Head of Sales"
    assert list(Person.objects.filter(manager__isnull=False).values_list("email", flat=True)) == ["ben@x.org"]


@pytest.mark.parametrize("kind", FILES)
def test_or_nothing_at_all_as_the_person_chose(kind: str) -> None:
    make_person("Here Before", email="before@x.org")
    of = dry_run(FILES[kind], BadRows.REFUSE)
    with pytest.raises(Refused, match="import nothing"):
        actions.start_import(by=None, of=of)
    importing.work_on(of.pk)
    of.refresh_from_db()
    assert of.state == ImportState.CHECKED
    assert Person.objects.count() == 1


def test_a_file_without_the_columns_that_are_needed_is_refused_before_anything_happens() -> None:
    of = actions.upload(by=None, file_name="people.csv", content=b"Title,Office\nLead,Berlin\n")
    with pytest.raises(Refused, match="email"):
        actions.choose_mapping(by=None, of=of, mapping=of.mapping, bad_rows=BadRows.SKIP)
