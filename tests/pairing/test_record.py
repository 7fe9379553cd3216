"""A run is a record: done again it gives the same bytes, and its file convinces a machine that knows nothing of us."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.pairing import engine
from pairwell.pairing.models import MatchRun
from pairwell.people.models import Person
from tests.factories.pairing import finished_run, make_pool

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(cora: Person) -> MatchRun:
    return finished_run(make_pool(12, 8, by=cora, places=2), cora, seed=11)


@pytest.fixture
def record(run: MatchRun, cora: Person, client: Client, tmp_path: Path) -> Path:
    client.force_login(cora)
    answer = client.get(reverse("run_record", args=[run.program_id, run.pk]))
    path = tmp_path / "run.json"
    path.write_bytes(answer.content)
    return path


def verify(path: Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """The command on a machine without any database: nothing of this installation is in its environment."""
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "PYTHONPATH") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "pairwell.cli", "verify", str(path)],
        env={**kept, "HOME": str(folder), "PAIRWELL_HOME": str(folder / "empty")},
        cwd=folder, capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


def test_a_run_done_again_gives_the_same_bytes(run: MatchRun) -> None:
    again = engine.solved(engine.make_problem(run.inputs), lambda phase, done, total: None)
    stored, new = (json.dumps(r, sort_keys=True) for r in (run.result, again.to_dict(times=False)))
    assert stored == new
    assert again.digest == run.digest


def test_the_file_of_a_run_is_accepted_without_the_database(record: Path, tmp_path: Path) -> None:
    done = verify(record, tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "no other pairs would be better" in done.stdout
    assert not (tmp_path / "empty").exists()


def test_a_file_somebody_has_touched_is_not_accepted(record: Path, tmp_path: Path) -> None:
    data = json.loads(record.read_text())
    first, second = data["result"]["pairs"][:2]
    first["mentor"], second["mentor"] = second["mentor"], first["mentor"]
    record.write_text(json.dumps(data))
    done = verify(record, tmp_path)
    assert done.returncode == 1
    assert "can not be trusted" in done.stdout


def test_the_file_of_a_run_holds_no_names_and_no_texts(run: MatchRun, record: Path) -> None:
    text = record.read_text()
    for person in Person.objects.filter(enrollments__program=run.program):
        assert person.full_name not in text
        assert person.email not in text
    assert "Cora" not in text
    data = json.loads(text)
    assert [line["what"] for line in data["history"]][:2] == ["match run asked for", "match run done"]
    assert data["history"][0]["who"] == "person 1"
    assert data["policy_version"] == run.policy.version
