"""Each import contract is broken on purpose in a copy of the house, and must turn red."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

BREAKS = [
    ("Floors", "people/queries/__init__.py", "import pairwell.programs.models"),
    ("Floors", "pairing/queries/pairs.py", "import pairwell.insights.queries"),
    ("Floors", "core/text.py", "import pairwell.matching.policy"),
    ("Only pairing and cli", "programs/queries/setup.py", "import pairwell.matching.policy"),
    ("The engine knows no framework", "matching/policy.py", "import django.conf"),
    ("Insights look", "insights/queries.py", "import pairwell.programs.actions"),
    ("Rules decide", "people/rules/tree.py", "import pairwell.core.clock"),
]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The source and the contracts, in a folder of their own."""
    house = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "src", house / "src", ignore=shutil.ignore_patterns("__pycache__", "static", "vendor")
    )
    shutil.copy(ROOT / "pyproject.toml", house)
    return house


def lint(house: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over the copy, in a process that imports the copy and not the original."""
    program = "import sys; sys.path.insert(0, 'src'); from importlinter.cli import lint_imports; "
    program += "sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", program], cwd=house, capture_output=True, text=True, check=False
    )


def test_the_house_as_it_stands_keeps_every_contract(copy: Path) -> None:
    result = lint(copy)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(("contract", "file", "line"), BREAKS)
def test_a_broken_contract_is_noticed(copy: Path, contract: str, file: str, line: str) -> None:
    path = copy / "src" / "pairwell" / file
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before}\n{line}\n", encoding="utf-8")
    try:
        result = lint(copy)
    finally:
        path.write_text(before, encoding="utf-8")
    broken = [row for row in result.stdout.splitlines() if row.endswith("BROKEN")]
    assert result.returncode != 0
    assert any(row.startswith(contract) for row in broken), result.stdout
