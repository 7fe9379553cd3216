"""Moving away and in again: an export brought into an empty database gives the same export."""

import json
import shutil
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection

from pairwell.mentorships.models import GoalFile, Mentorship, Message
from pairwell.people.models import Person, Skill
from pairwell.programs.models import Enrollment, Program
from pairwell.reports.moving import NotAnExport, bring_in, write_out
from pairwell.reports.moving.tables import tables
from pairwell.reports.moving.writing import checksum
from tests.factories.mentorships import make_goal
from tests.factories.planner import rows_expected
from tests.factories.world import World, make_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world() -> World:
    """Something of everything, with what is hard to carry: several scripts, a file, odd JSON."""
    made = make_world(2)
    odd = {"n": [1.5, None, 1e300], "text": 'a "quote" \\ and \n line, 李娜 🌱', "deep": {"x": []}}
    Person.objects.filter(pk=made.people["ben"].pk).update(full_name="Bén\t'Mentée' 李", attributes=odd)
    goal = make_goal(made.mentorship, made.people["ben"])
    file = GoalFile(goal=goal, name="plan.pdf", size=256, added_by=made.people["ben"])
    file.content.save("plan", ContentFile(bytes(range(256))))
    return made


def empty_everything() -> None:
    """The state of a fresh installation: tables, no rows."""
    names = ", ".join(f'"{model._meta.db_table}"' for model in tables())
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY CASCADE")


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file of an export with its checksum."""
    return {
        path.relative_to(folder).as_posix(): checksum(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_everything_comes_back_byte_by_byte(world: World, tmp_path: Path) -> None:
    first = write_out(tmp_path / "one")
    name = GoalFile.objects.exclude(content="").order_by("-pk")[0].content.name
    default_storage.delete(name)
    empty_everything()
    Skill.objects.create(key="shipped", name="Shipped by migrate", folded="shipped by migrate")
    bring_in(tmp_path / "one")
    assert rows_expected(Person) == Person.objects.count()
    assert default_storage.open(name).read() == bytes(range(256))
    assert write_out(tmp_path / "two") == first
    assert bytes_of(tmp_path / "two") == bytes_of(tmp_path / "one")
    fresh = Person.objects.create(email="next@example.org", full_name="Next")
    assert fresh.pk > world.people["ben"].pk


def test_one_program_comes_back_as_it_was_and_brings_no_other(world: World, tmp_path: Path) -> None:
    pk = world.program.pk
    assert world.program.earlier_run_id  # the run before it stays where it is
    people = set(Enrollment.objects.filter(program=pk).values_list("person_id", flat=True))
    counts = (Mentorship.objects.filter(program=pk).count(), Message.objects.count())
    write_out(tmp_path / "one", program_id=pk)
    empty_everything()
    bring_in(tmp_path / "one")
    assert list(Program.objects.values_list("pk", flat=True)) == [pk]
    assert people <= set(Person.objects.values_list("pk", flat=True))
    assert not Person.objects.filter(email="otto@example.org").exists()
    assert (Mentorship.objects.count(), Message.objects.count()) == counts
    write_out(tmp_path / "two", program_id=pk)
    assert bytes_of(tmp_path / "two") == bytes_of(tmp_path / "one")
    write_out(tmp_path / "three")
    three, one = bytes_of(tmp_path / "three"), bytes_of(tmp_path / "one")
    assert {k: v for k, v in three.items() if k.startswith("tables/")} == {
        k: v for k, v in one.items() if k.startswith("tables/")
    }


def test_the_schema_describes_every_row_that_is_written(world: World, tmp_path: Path) -> None:
    write_out(tmp_path / "one")
    schema = json.loads((tmp_path / "one" / "schema.json").read_text("utf-8"))["$defs"]
    kinds = {
        "integer": int,
        "string": str,
        "boolean": bool,
        "number": (int, float),
        "null": type(None),
        "array": list,
    }
    seen = 0
    for file in (tmp_path / "one" / "tables").iterdir():
        told = schema[file.stem]
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            assert sorted(row) == sorted(told["required"])
            for column, value in row.items():
                wanted = told["properties"][column].get("type")
                if wanted:
                    names = [wanted] if isinstance(wanted, str) else wanted
                    assert isinstance(value, tuple(kinds[name] for name in names)), (file.stem, column)
            seen += 1
    assert seen > 100


def test_only_an_empty_installation_takes_an_export(world: World, tmp_path: Path) -> None:
    write_out(tmp_path / "one")
    before = Person.objects.count()
    with pytest.raises(NotAnExport, match="people or programs already"):
        bring_in(tmp_path / "one")
    assert Person.objects.count() == before


def test_what_is_damaged_or_of_another_version_changes_nothing(world: World, tmp_path: Path) -> None:
    good = tmp_path / "good"
    write_out(good)
    empty_everything()

    def tampered(name: str, change: object) -> Path:
        folder = tmp_path / name
        shutil.copytree(good, folder)
        path = folder / "manifest.json"
        manifest = json.loads(path.read_text("utf-8"))
        change(manifest, folder)  # type: ignore[operator]
        path.write_text(json.dumps(manifest), "utf-8")
        return folder

    def cut(manifest: dict, folder: Path) -> None:
        file = folder / "tables" / "people_person.jsonl"
        file.write_bytes(file.read_bytes()[:-20])

    def lose_people(manifest: dict, folder: Path) -> None:
        file = folder / "tables" / "people_person.jsonl"
        file.write_bytes(b"")
        manifest["tables"]["people_person"]["sha256"] = checksum(file)

    cases = {
        "cut": (cut, "missing or was changed"),
        "older": (lambda m, f: m["migrations"].update(people="0001_initial"), "differ from this one"),
        "format": (lambda m, f: m.update(format=99), "another format"),
        "table": (lambda m, f: m["tables"].pop("people_person"), "does not hold the tables"),
        "loose": (lose_people, "do not fit together"),
    }
    for name, (change, said) in cases.items():
        with pytest.raises(NotAnExport, match=said):
            bring_in(tampered(name, change))
        assert not Person.objects.exists()
        assert not Program.objects.exists()
    (tmp_path / "nothing").mkdir()
    with pytest.raises(NotAnExport, match="not an export of Pairwell"):
        bring_in(tmp_path / "nothing")
