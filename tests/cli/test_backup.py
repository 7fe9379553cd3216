"""A backup brings back every row, refuses what is damaged, and never destroys data by itself."""

import json
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.installations import Installation, installation
from tests.with_tcp_server import tcp_server

FILL = """
from pairwell.cli.start import migrate, start_django
start_django()
migrate()
from django.conf import settings
from django.utils import timezone
from pairwell.people.models import Person, Skill
for number, name in enumerate(["Zoë O'Brien", "李娜", "محمد", "نگار 🌱", "Ananya\\nचटर्जी"]):
    Person.objects.create(email=f"p{number}@example.org", full_name=name, attributes={"n": [1.5, None, name]})
Skill.objects.create(key="sql", name="SQL", folded="sql")
folder = settings.MEDIA_ROOT / "photos"
folder.mkdir(parents=True)
(folder / "a b.bin").write_bytes(bytes(range(256)))
"""
HASHES = """
import json
from pairwell.cli.start import start_django
start_django()
from django.db import connection
from pairwell.cli.dump import table_hashes
from pairwell.people.models import Person
def hashes():
    with connection.cursor() as cursor:
        return table_hashes(cursor)
"""
ANALYZED = """
import json
from pairwell.cli.start import start_django
start_django()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE n_live_tup > 0 AND last_analyze IS NULL")
    print(json.dumps([name for name, in cursor.fetchall()]))
"""
NAMES = """
from pairwell.cli.start import start_django
start_django()
from pairwell.people.models import Person
print(sorted(Person.objects.values_list("full_name", flat=True)))
"""


@pytest.fixture(scope="module")
def source() -> Iterator[Installation]:
    """An installation with people of several scripts and an uploaded file."""
    with installation() as place:
        filled = place.python(FILL)
        assert filled.returncode == 0, filled.stderr
        yield place


@pytest.fixture(scope="module")
def backup(source: Installation) -> Path:
    """A backup of it."""
    file = source.folder / "all.pairwell"
    done = source.pairwell("backup", file)
    assert done.returncode == 0, done.stderr
    assert "1 uploaded files" in done.stdout
    return file


def rows(place: Installation) -> dict[str, list[object]]:
    """The number and hash of every table's rows."""
    done = place.python(HASHES + "print(json.dumps(hashes()))")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def never_analyzed(place: Installation) -> list[str]:
    """Tables with rows that PostgreSQL has not looked at since they were filled."""
    done = place.python(ANALYZED)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_an_empty_machine_gets_every_row_and_file_back(backup: Path):
    with installation() as empty:
        done = empty.pairwell("restore", backup)
        assert done.returncode == 0, done.stderr
        assert rows(empty) == manifest(backup)["tables"]
        assert (empty.home / "media" / "photos" / "a b.bin").read_bytes() == bytes(range(256))
        assert not list(empty.home.glob(".restore-*"))
        assert never_analyzed(empty) == []


def test_it_moves_between_the_embedded_server_and_another(backup: Path):
    with tcp_server() as url, installation(DATABASE_URL=url) as other:
        done = other.pairwell("restore", backup)
        assert done.returncode == 0, done.stderr
        again = other.folder / "again"
        assert other.pairwell("backup", again).returncode == 0
        assert manifest(again)["tables"] == manifest(backup)["tables"]
        assert not (other.home / "postgres").exists()


def manifest(file: Path) -> dict[str, object]:
    """What the backup says about itself."""
    with tarfile.open(file) as archive:
        content = archive.extractfile("manifest.json")
        assert content is not None
        return json.load(content)


def test_one_changed_letter_shows_in_the_hash_of_its_table(source: Installation, backup: Path):
    change = """
def rename(name):
    Person.objects.filter(email="p0@example.org").update(full_name=name)
    return hashes()
print(json.dumps([hashes(), rename("Zoe O'Brien"), rename("Zoë O'Brien")]))
"""
    before, changed, after = json.loads(source.python(HASHES + change).stdout)
    assert before == after == manifest(backup)["tables"]
    assert [name for name in before if before[name] != changed[name]] == ["people_person"]


def test_nobody_else_may_read_it_and_it_holds_no_key(source: Installation, backup: Path):
    assert backup.stat().st_mode & 0o077 == 0
    assert (source.home / "secret_key").read_bytes().strip() not in backup.read_bytes()


def test_an_existing_file_stays(source: Installation, backup: Path):
    before = backup.read_bytes()
    done = source.pairwell("backup", backup)
    assert (done.returncode, backup.read_bytes()) == (1, before)
    assert "--overwrite" in done.stderr


def test_an_installation_with_people_is_replaced_only_when_asked(backup: Path):
    with installation() as place:
        place.python(FILL + "Person.objects.create(email='own@example.org', full_name='Own Person')")
        refused = place.pairwell("restore", backup)
        assert refused.returncode == 1
        assert "6 people, 1 uploaded files" in refused.stderr
        assert place.pairwell("restore", backup, "--replace").returncode == 0
        names = place.python(NAMES).stdout
        assert "李娜" in names
        assert "Own Person" not in names


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda data: data[: len(data) // 2], "not a whole backup"),
        (lambda data: data.replace(b"PGDMP", b"PGDMQ"), "another checksum"),
        (lambda data: data.replace(b'"version": "0.', b'"version": "9.'), "newer than this one"),
        (lambda data: b"PK\x03\x04" + data, "not a whole backup"),
    ],
)
def test_a_damaged_file_changes_nothing(backup: Path, tmp_path: Path, damage, says: str):
    broken = tmp_path / "broken"
    broken.write_bytes(damage(backup.read_bytes()))
    with installation() as place:
        done = place.pairwell("restore", broken)
        assert done.returncode == 1
        assert says in done.stderr
        assert "Traceback" not in done.stderr
        assert place.server_pid() is None


def test_a_running_site_is_not_restored_over(source: Installation, backup: Path):
    hold = NAMES + "print('open', flush=True)\nimport time\ntime.sleep(60)\n"
    user: subprocess.Popen[str] = source.start([sys.executable, "-c", hold])
    assert user.stdout is not None
    user.stdout.readline()
    user.stdout.readline()
    done = source.pairwell("restore", backup, "--replace")
    user.kill()
    user.wait(timeout=10)
    assert done.returncode == 1
    assert "Stop `pairwell serve`" in done.stderr
