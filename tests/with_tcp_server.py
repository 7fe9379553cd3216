"""Run a command against a PostgreSQL on a TCP port, as `DATABASE_URL` names one in production.

Usage: python -m tests.with_tcp_server COMMAND [WORD ...]. The server is started from the wheel that also
brings the embedded one, asks for a password, and is removed at the end.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from pairwell.core.postgres.account import give_to_server, run_as
from pairwell.core.postgres.cluster import binaries, clean_environment
from tests.installations import free_port

QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=100"


@contextmanager
def tcp_server() -> Iterator[str]:
    """A server on a free port of this machine; gives its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="pairwell-tcp-"))
    give_to_server(folder)
    data = folder / "data"
    password = secrets.token_hex(8) + "@/:"  # must be percent-encoded in the address
    try:
        _make(folder, data, password)
        port = free_port()
        options = f"-h 127.0.0.1 -p {port} -k '' {QUICK}"
        _run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            encoded = password.replace("@", "%40").replace("/", "%2F").replace(":", "%3A")
            yield f"postgres://tester:{encoded}@127.0.0.1:{port}/postgres?application_name=tests"
        finally:
            _run("pg_ctl", "-D", str(data), "-w", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder)


def restart_server(url: str) -> None:
    """The server goes down at once, as a machine does that loses its power, and comes back with the same options."""
    with psycopg.connect(url) as line:
        found = line.execute("SHOW data_directory").fetchone()
    assert found
    data = Path(found[0])
    _run("pg_ctl", "-D", str(data), "-w", "-l", str(data.parent / "log"), "-m", "immediate", "restart")


def _make(folder: Path, data: Path, password: str) -> None:
    word_file = folder / "password"
    word_file.write_text(f"{password}\n")
    give_to_server(word_file)
    _run(
        "initdb", "-D", str(data), "-U", "tester", "--encoding=UTF8", "--locale=C", "--no-sync",
        "--auth=scram-sha-256", f"--pwfile={word_file}",
    )  # fmt: skip
    word_file.unlink()


def _run(program: str, *words: str) -> None:
    with tempfile.TemporaryFile("w+") as output:  # a pipe would stay open in the server
        done = subprocess.run(
            [binaries() / "bin" / program, *words],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, cwd="/", env=clean_environment(),
            check=False, **run_as(),
        )  # fmt: skip
        output.seek(0)
        assert done.returncode == 0, f"{program}: {output.read()}"


def main() -> int:
    """Run the command that the words name with DATABASE_URL set; return its exit code."""
    with tcp_server() as url:
        return subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
