"""A people file from upload to undo, on the real database."""

import io

import openpyxl
import pytest

from pairwell.core.errors import Refused
from pairwell.people import actions, importing
from pairwell.people.models import DirectoryImport, Person, Profile
from pairwell.people.rules.fields import guess_mapping
from pairwell.people.states import BadRows, ImportState
from tests.factories.people import make_person
from tests.factories.planner import rows_expected

pytestmark = pytest.mark.django_db
HEADER = "Email,Name,Title,Manager\n"


def dry_run(content: str | bytes, name: str = "people.csv", bad_rows: str = BadRows.SKIP) -> DirectoryImport:
    data = content.encode() if isinstance(content, str) else content
    of = actions.upload(by=None, file_name=name, content=data)
    actions.choose_mapping(by=None, of=of, mapping=guess_mapping(of.headers), bad_rows=bad_rows)
    importing.work_on(of.pk)
    of.refresh_from_db()
    return of


def imported(content: str | bytes, name: str = "people.csv") -> DirectoryImport:
    of = dry_run(content, name)
    actions.start_import(by=None, of=of)
    importing.work_on(of.pk)
    of.refresh_from_db()
    return of


def undone(of: DirectoryImport) -> DirectoryImport:
    actions.start_undo(by=None, of=of)
    importing.work_on(of.pk)
    of.refresh_from_db()
    return of


def test_a_dry_run_counts_and_changes_nothing() -> None:
    of = dry_run(HEADER + "a@x.org,A,,\nnot an email,B,,\n")
    assert (of.state, of.to_create, of.refused) == (ImportState.CHECKED, 1, 1)
    assert not Person.objects.exists()
    problem = of.problems.get()
    assert (problem.row, problem.column) == (3, "Email")


def test_an_import_adds_people_with_profiles_and_managers() -> None:
    of = imported(HEADER + "a@x.org,Ann,Engineer,b@x.org\nb@x.org,Bea,Lead,\n")
    assert of.state == ImportState.DONE
    ann = Person.objects.get(email="a@x.org")
    assert ann.manager is not None
    assert (ann.manager.email, ann.title) == ("b@x.org", "Engineer")
    assert ann.profile.pk
    assert "engineer" in ann.search
    assert not ann.has_usable_password()


def test_after_a_large_import_the_database_knows_how_many_people_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 20)
    before = rows_expected(Person)
    imported(HEADER + "".join(f"p{n}@x.org,Person {n},,\n" for n in range(19)))
    assert rows_expected(Person) == before
    imported(HEADER + "".join(f"q{n}@x.org,Person {n},,\n" for n in range(20)))
    assert rows_expected(Person) == rows_expected(Profile) == 39


def test_an_empty_cell_never_erases_what_the_directory_knows() -> None:
    make_person("Ann", email="a@x.org", title="Engineer")
    dry_run(HEADER + "a@x.org,Ann B,,\n")
    imported(HEADER + "a@x.org,Ann B,,\n")
    ann = Person.objects.get(email="a@x.org")
    assert (ann.full_name, ann.title) == ("Ann B", "Engineer")


def test_importing_the_same_file_again_finds_nothing_to_do() -> None:
    text = HEADER + "a@x.org,Ann,,b@x.org\nb@x.org,Bea,,\n"
    imported(text)
    of = dry_run(text)
    assert (of.to_create, of.to_update, of.unchanged) == (0, 0, 2)
    with pytest.raises(Refused, match="nothing to import"):
        actions.start_import(by=None, of=of)


def test_a_new_manager_alone_counts_as_a_change() -> None:
    imported(HEADER + "a@x.org,Ann,,b@x.org\nb@x.org,Bea,,\nc@x.org,Cem,,\n")
    of = dry_run(HEADER + "a@x.org,Ann,,c@x.org\n")
    assert of.to_update == 1


def test_nothing_at_all_is_imported_when_the_person_chose_that() -> None:
    of = dry_run(HEADER + "a@x.org,A,,\nbroken,B,,\n", bad_rows=BadRows.REFUSE)
    with pytest.raises(Refused, match="import nothing"):
        actions.start_import(by=None, of=of)
    assert not Person.objects.exists()


def test_undo_deletes_who_was_added_and_restores_who_was_changed() -> None:
    boss = make_person("Boss", email="boss@x.org")
    make_person("Old Name", email="a@x.org", title="Engineer", manager=boss)
    of = imported(HEADER + "a@x.org,New Name,Lead,b@x.org\nb@x.org,Bea,,\n")
    assert undone(of).state == ImportState.UNDONE
    back = Person.objects.get(email="a@x.org")
    assert (back.full_name, back.title, back.manager) == ("Old Name", "Engineer", boss)
    assert not Person.objects.filter(email="b@x.org").exists()


def test_undo_keeps_what_somebody_has_changed_since(ana: Person) -> None:
    make_person("Old", email="a@x.org", title="Engineer")
    of = imported(HEADER + "a@x.org,New,Lead,\n")
    actions.change_person(by=ana, person=Person.objects.get(email="a@x.org"), title="Director")
    undone(of)
    person = Person.objects.get(email="a@x.org")
    assert (person.full_name, person.title) == ("Old", "Director")


def test_undo_switches_off_whoever_takes_part_in_something_by_now(ana: Person) -> None:
    of = imported(HEADER + "a@x.org,Ann,,\n")
    actions.grant_role(by=None, person=Person.objects.get(email="a@x.org"), role="sponsor")
    assert "switched off" in undone(of).error
    assert not Person.objects.get(email="a@x.org").is_active


def test_an_import_killed_half_way_goes_on_without_doubling(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "CHUNK", 2)
    of = dry_run(HEADER + "".join(f"p{i}@x.org,P {i},,p0@x.org\n" for i in range(1, 6)) + "p0@x.org,Zero,,\n")
    actions.start_import(by=None, of=of)
    calls = iter(range(100))

    def dies_in_the_second_chunk(*args: object) -> None:
        if next(calls) == 1:
            raise KeyboardInterrupt
        original(*args)

    original = importing._write_people
    monkeypatch.setattr(importing, "_write_people", dies_in_the_second_chunk)
    with pytest.raises(KeyboardInterrupt):
        importing.work_on(of.pk)
    assert Person.objects.count() == 2
    importing.work_on(of.pk)
    assert Person.objects.count() == 6
    assert Person.objects.filter(manager__email="p0@x.org").count() == 5
    undone(of)
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("utf8-bom", b"\xef\xbb\xbf" + "Email,Name\nz@x.org,Zoë Müller\n".encode()),
        ("utf16", "Email,Name\nz@x.org,Zoë Müller\n".encode("utf-16")),
        ("latin1", "Email;Name\nz@x.org;Zoë Müller\n".encode("latin-1")),
        ("tabs", "Email\tName\nz@x.org\tZoë Müller\n".encode()),
        ("quoted newline", 'Email,Name,Title\nz@x.org,Zoë Müller,"Head of\nSales"\n'.encode()),
        ("duplicate header", "Email,Name,Name\nz@x.org,Zoë Müller,Other\n".encode()),
    ],
)
def test_files_of_every_dialect_are_read(name: str, content: bytes) -> None:
    imported(content)
    assert Person.objects.get(email="z@x.org").full_name == "Zoë Müller"


def test_a_workbook_is_read_like_a_csv() -> None:
    book = openpyxl.Workbook()
    for row in (["Email", "Name", "Level"], ["z@x.org", "Zoë", 7], [None, "No Mail", 3]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    of = imported(file.getvalue(), "people.xlsx")
    assert (of.to_create, of.refused) == (1, 1)
    assert Person.objects.get(email="z@x.org").level == 7


@pytest.mark.parametrize(
    "content", [b"", b"   \n", b"\x89PNG\r\n\x1a\n\x00\x00", b"PK\x03\x04broken", b"Email,Name\n"]
)
def test_a_file_that_is_no_table_is_refused_by_name(content: bytes) -> None:
    with pytest.raises(Refused, match=r"people\.csv"):
        actions.upload(by=None, file_name="people.csv", content=content)


def test_a_file_without_an_email_column_asks_for_the_mapping() -> None:
    of = actions.upload(by=None, file_name="p.csv", content=b"Who,Level\nA,3\n")
    with pytest.raises(Refused, match="email"):
        actions.choose_mapping(by=None, of=of, mapping=of.mapping, bad_rows=BadRows.SKIP)


def test_a_step_asked_for_twice_is_done_once() -> None:
    of = dry_run(HEADER + "a@x.org,A,,\n")
    actions.start_import(by=None, of=of)
    with pytest.raises(Refused, match="past that step"):
        actions.start_import(by=None, of=of)
    importing.work_on(of.pk)
    importing.work_on(of.pk)
    assert Person.objects.count() == 1
