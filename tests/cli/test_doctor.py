"""The doctor names each fault of an installation with the way to mend it, and nothing that is fine."""

import shutil
import sys
import zoneinfo
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import AuthResult

from pairwell.cli import check_machine, check_site
from pairwell.cli.findings import Finding, Level
from tests.installations import Installation, free_port, installation


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """An installation with current tables."""
    with installation() as made:
        assert made.pairwell("migrate").returncode == 0
        yield made


def test_a_new_installation_lacks_only_what_the_operator_must_decide():
    with installation(PAIRWELL_TEST_DATABASE_FAST="") as new:
        report = new.pairwell("doctor")
    assert report.returncode == 1
    assert "OK       database: PostgreSQL 18 answers" in report.stdout
    assert "problem  tables:" in report.stdout
    assert "pairwell migrate" in report.stdout
    assert "warning  address: not set" in report.stdout
    assert "warning  mail: letters are written as files" in report.stdout
    assert "worker" not in report.stdout  # cannot be asked without tables
    assert report.stdout.rstrip().endswith("warning(s).")


def test_many_faults_at_once_are_all_named(place: Installation):
    place.environment |= {
        "PAIRWELL_DEBUG": "1",
        "PAIRWELL_DEMO": "1",
        "PAIRWELL_SECRET_KEY": "short",
        "PAIRWELL_SMTP_URL": "smtp://127.0.0.1:9",
        "PAIRWELL_URL": "http://mentoring.example.org",
    }
    report = place.pairwell("doctor", "--quiet")
    place.environment.clear()
    assert report.returncode == 1
    assert "OK" not in report.stdout
    for fault in (
        "problem  secret key: PAIRWELL_SECRET_KEY has 5 characters",
        "problem  mode: debug mode",
        "warning  mode: demo mode",
        "warning  address: http://mentoring.example.org is not https",
        "problem  mail: 127.0.0.1 port 9 cannot be reached",
        "problem  worker: none is alive",
        "problem  PostgreSQL: the data folder was made for tests",
        "warning  static files: not collected",
    ):
        assert fault in report.stdout
    assert report.stdout.count("-> ") >= 8


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgres://u:pw-canary@127.0.0.1:1/x", "problem  database: does not answer"),
        ("oracle://u:pw-canary@h/x", "problem  settings: DATABASE_URL begins with oracle:"),
    ],
)
def test_a_database_that_cannot_be_used_is_a_problem(url: str, says: str):
    with installation(DATABASE_URL=url) as broken:
        report = broken.pairwell("doctor", "--quiet")
    assert report.returncode == 1
    assert says in report.stdout
    assert "pw-canary" not in report.stdout + report.stderr
    assert "Traceback" not in report.stdout + report.stderr


def test_data_of_a_newer_server_is_a_problem(place: Installation):
    path = place.home / "postgres" / "data" / "PG_VERSION"
    ours = path.read_text()
    path.write_text("99\n")
    report = place.pairwell("doctor", "--quiet")
    path.write_text(ours)
    assert report.returncode == 1
    assert "written by PostgreSQL 99" in report.stdout


def test_a_database_of_a_newer_pairwell_is_a_problem(place: Installation):
    sql = (
        "from pairwell.cli.start import start_django; start_django()\n"
        "from django.db import connection\n"
        "connection.cursor().execute({!r})"
    )
    place.python(
        sql.format("INSERT INTO django_migrations (app, name, applied) VALUES ('core', '0999_x', now())")
    )
    report = place.pairwell("doctor", "--quiet")
    served = place.pairwell("serve", "--port", "0")
    place.python(sql.format("DELETE FROM django_migrations WHERE name = '0999_x'"))
    assert "problem  tables: made by a newer Pairwell (core.0999_x)" in report.stdout
    assert served.returncode == 1
    assert "Install that version again" in served.stderr


def only(found: Iterator[Finding]) -> Finding:
    """The one finding."""
    (finding,) = found
    return finding


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch):
    assert all(finding.level is Level.OK for finding in check_machine.check_packages())
    monkeypatch.setitem(sys.modules, "nh3", None)
    finding = only(check_machine.check_packages())
    assert (finding.level, finding.text) == (Level.PROBLEM, "missing: nh3")


def test_missing_time_zones_are_named(monkeypatch: pytest.MonkeyPatch):
    assert only(check_machine.check_time_zones()).level is Level.OK
    monkeypatch.setitem(sys.modules, "tzdata", None)
    zoneinfo.reset_tzpath(to=[])
    try:
        finding = only(check_machine.check_time_zones())
    finally:
        zoneinfo.reset_tzpath()
    assert finding.level is Level.PROBLEM
    assert "Asia/Kolkata" in finding.text


def test_a_key_that_others_may_read_is_a_problem(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PAIRWELL_HOME", str(tmp_path))
    monkeypatch.delenv("PAIRWELL_SECRET_KEY", raising=False)
    key = tmp_path / "secret_key"
    key.write_text("k" * 60)
    key.chmod(0o600)
    assert only(check_machine.check_secret_key()).level is Level.OK
    key.chmod(0o644)
    assert "chmod 600" in only(check_machine.check_secret_key()).mend


def test_a_folder_that_cannot_be_written_to_is_a_problem(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PAIRWELL_HOME", "/proc/self")
    first = next(check_machine.check_folders())
    assert first.level is Level.PROBLEM
    assert "cannot be written to" in first.text


def test_a_folder_that_is_not_there_is_a_warning(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setenv("PAIRWELL_HOME", str(tmp_path / "elsewhere"))
    assert only(check_machine.check_folders()).level is Level.WARNING


@pytest.mark.parametrize(("free", "level"), [(1e6, Level.PROBLEM), (1e9, Level.WARNING), (1e11, Level.OK)])
def test_little_disk_space_is_said_in_time(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: float, level: Level
):
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: usage(0, 0, free))
    monkeypatch.setenv("PAIRWELL_HOME", str(tmp_path))
    assert [
        finding.level for finding in check_machine.check_folders() if finding.subject == "disk space"
    ] == [level]


def test_static_files_that_are_not_installed_are_a_problem(settings, tmp_path: Path):
    settings.STATICFILES_DIRS = [("tabler", tmp_path / "gone")]
    finding = only(check_site.check_static_files())
    assert (finding.level, finding.mend) == (Level.PROBLEM, "Run `make install` (or `npm ci`).")


@pytest.fixture
def smtp() -> Iterator[Controller]:
    """A mail server that lets in `mara` with the password `right`."""

    def authenticate(_server, _session, _envelope, _mechanism, data) -> AuthResult:
        right = (data.login, data.password) == (b"mara", b"right")
        return AuthResult(success=right, handled=False)

    controller = Controller(
        Sink(), hostname="127.0.0.1", port=free_port(), authenticator=authenticate, auth_require_tls=False
    )
    controller.start()
    yield controller
    controller.stop()


@pytest.mark.parametrize(
    ("password", "level", "says"),
    [("right", Level.OK, "answers"), ("wrong", Level.PROBLEM, "refuses the user name or password")],
)
def test_the_mail_server_is_really_asked(smtp: Controller, settings, password: str, level: Level, says: str):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = smtp.server.sockets[0].getsockname()
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "mara", password
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    finding = only(check_site.check_mail())
    assert finding.level is level
    assert says in finding.text


def test_a_mail_server_without_the_encryption_asked_for_is_a_problem(smtp: Controller, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = smtp.server.sockets[0].getsockname()
    settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = True, False
    assert only(check_site.check_mail()).level is Level.PROBLEM
