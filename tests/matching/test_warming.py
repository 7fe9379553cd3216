"""Nobody's match waits for the compiler: small ones need none, and what large ones need is compiled ahead."""

import os
import pickle
import subprocess
import sys
import time

import psutil
import pytest

from pairwell.cli.worker import _compiling_beside, _could_load
from pairwell.matching import warming
from tests.matching.worlds import MORE

SMALL = """
import sys
from tests.matching.test_laws import crowd
from pairwell.matching import solve
assert solve(crowd(300, 150, objective=["coverage", "floor", "total"])).certificate["holds"]
assert solve(crowd(300, 150, objective=["stable"])).certificate["holds"]
sys.exit("numba" in sys.modules)
"""
LARGE = """
from tests.matching.test_laws import crowd
from pairwell.matching import Change, Session, solve
session = Session(crowd(3300, 1600, objective=["coverage", "floor", "total"]))
session.what_if(Change("remove", mentee="e3"))
solve(crowd(900, 500, objective=["stable"]))
solve(crowd(60, 60, format="peer", objective=["coverage", "floor", "total"]))
circles = {"smallest": 2, "largest": 5, "leaders": 2}
solve(crowd(60, 60, format="group", objective=["coverage", "total"], circles=circles))
"""


def run(folder, *words):
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(folder)}
    return subprocess.run([sys.executable, *words], env=environment, check=False).returncode


def test_three_hundred_mentees_never_load_a_compiler(tmp_path):
    assert run(tmp_path, "-c", SMALL) == 0
    assert not any(tmp_path.rglob("*.nbi"))


def test_the_stamp_is_another_when_the_sources_or_the_place_are(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert not warming.is_warm()
    warming.stamp().touch()
    assert warming.is_warm()
    monkeypatch.setattr(warming, "HERE", tmp_path)
    assert not warming.is_warm()


def compiling():
    return [p for p in psutil.Process().children() if "pairwell.matching.warming" in p.cmdline()]


def test_a_worker_compiles_beside_its_work_only_while_it_runs_and_only_once(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    with _compiling_beside():
        end = time.monotonic() + 20
        while not (found := compiling()) and time.monotonic() < end:
            time.sleep(0.05)  # until it has begun, a child goes by its parent's command line
        assert len(found) == 1
    assert compiling() == []
    warming.stamp().touch()
    with _compiling_beside():
        assert compiling() == []


def test_a_broken_stamp_leaves_a_worker_at_its_work(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    assert not _could_load()
    for broken in (b"", b"half", b"cnowhere\nat_all\n."):
        warming.stamp().write_bytes(broken)
        assert not _could_load()
    warming.stamp().write_bytes(pickle.dumps([]))
    assert _could_load()


@pytest.mark.skipif(MORE == 1, reason="a minute of compiling: make engine")
def test_what_large_pools_need_is_compiled_ahead(tmp_path):
    assert run(tmp_path, "-m", "pairwell.matching.warming") == 0
    before = {path.name for path in tmp_path.rglob("*.nbi")}
    assert run(tmp_path, "-c", LARGE) == 0
    assert {path.name for path in tmp_path.rglob("*.nbi")} == before


LOADED = """
import sys
from pairwell.matching import solve, warming
from tests.matching.test_laws import crowd

def loaded():
    modules = [module for name, module in sys.modules.items() if name.startswith("pairwell.matching")]
    parts = [part for module in modules for part in vars(module).values() if hasattr(part, "nopython_signatures")]
    return {(part.py_func.__qualname__, str(s)) for part in parts for s in part.nopython_signatures}

warming.load()
before = loaded()
solve(crowd(3300, 1600, objective=["coverage", "floor", "total"]))
sys.exit(not before or before != loaded())
"""


@pytest.mark.skipif(
    not warming.is_warm(), reason="half a minute of compiling: python -m pairwell.matching.warming"
)
def test_a_worker_that_is_ready_has_loaded_what_a_large_match_needs():
    assert subprocess.run([sys.executable, "-c", LOADED], check=False).returncode == 0
