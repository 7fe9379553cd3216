"""What import contracts cannot see: sizes, names, foreign keys written as strings, verbs in save()."""

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "pairwell"
FLOORS = (
    "core",
    "people",
    "messaging",
    "library",
    "programs",
    "mentorships",
    "pairing",
    "surveys",
    "insights",
    "reports",
    "web",
)
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_TEMPLATE = 400, 60, 250
LONGEST_KERNEL = 80  # loops over arrays that are compiled as one piece
NOT_HERE = {"utils", "common", "helpers", "base", "services", "manager", "util", "misc"}


def tracked(*patterns: str) -> list[Path]:
    """Files that git knows or would add, so that stray files on somebody's disk do not count."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def functions_in(path: Path) -> Iterator[tuple[str, int]]:
    """(name, lines) of every function of a file, without its docstring."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            doc = node.body[0] if ast.get_docstring(node) else None
            quiet = (doc.end_lineno or 0) - doc.lineno + 1 if doc else 0
            yield node.name, (node.end_lineno or 0) - node.lineno + 1 - quiet


def python_files() -> list[Path]:
    return [path for path in tracked("src/*.py", "tests/*.py") if "migrations" not in path.parts]


def test_no_python_file_is_longer_than_400_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in python_files() if (n := lines(p)) > LONGEST_FILE}
    assert long == {}


def test_no_template_is_longer_than_250_lines() -> None:
    long = {str(p.relative_to(ROOT)): n for p in tracked("src/*.html") if (n := lines(p)) > LONGEST_TEMPLATE}
    assert long == {}


def test_no_function_is_longer_than_the_ceiling() -> None:
    long = {
        f"{path.relative_to(ROOT)}:{name}": size
        for path in tracked("src/*.py")
        if "migrations" not in path.parts
        for name, size in functions_in(path)
        if size > (LONGEST_KERNEL if "solvers" in path.parts else LONGEST_FUNCTION)
    }
    assert long == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    rooms = [path for path in tracked("src/*.py") if "web" not in path.parts]  # there, "manager" is a reader
    drawers = [str(path.relative_to(ROOT)) for path in rooms if {path.stem, *path.parts} & NOT_HERE]
    assert drawers == []


def test_foreign_keys_point_down_or_stay_on_their_floor() -> None:
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in FLOORS
        for field in model._meta.get_fields()
        if field.is_relation
        and not field.auto_created
        and field.related_model is not None
        and field.related_model._meta.app_label in FLOORS
        and FLOORS.index(field.related_model._meta.app_label) > FLOORS.index(model._meta.app_label)
    ]
    assert upward == []


def test_rooms_have_no_django_signals() -> None:
    users = [
        str(p.relative_to(ROOT)) for p in tracked("src/*.py") if "db.models.signals" in p.read_text("utf-8")
    ]
    assert users == []


def test_actions_take_keywords_only() -> None:
    positional = []
    for path in tracked("src/pairwell/*/actions.py", "src/pairwell/*/actions/*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            is_verb = isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
            if is_verb and any(argument.arg == "by" for argument in node.args.args):
                positional.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert positional == []


def test_pages_have_no_inline_script_or_style() -> None:
    forbidden = ("<script>", ' style="', " onclick=", " onchange=", "hx-on", "javascript:")
    found = {
        str(path.relative_to(ROOT)): word
        for path in tracked("src/pairwell/web/templates/*.html")
        for word in forbidden
        if word in path.read_text(encoding="utf-8")
    }
    assert found == {}


def lines(path: Path) -> int:
    return path.read_text(encoding="utf-8").count("\n")


@pytest.mark.parametrize(
    ("text", "size"), [("def f():\n    return 1\n", 2), ('def f():\n    """Say."""\n', 1)]
)
def test_the_measure_of_functions_leaves_out_docstrings(tmp_path: Path, text: str, size: int) -> None:
    path = tmp_path / "one.py"
    path.write_text(text, encoding="utf-8")
    assert list(functions_in(path)) == [("f", size)]
