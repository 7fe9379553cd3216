"""`pairwell verify` says in plain words what holds, and notices anything that was tampered with."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pairwell.cli.main import main
from pairwell.matching.checker import seal

EXAMPLE = Path(__file__).parents[2] / "examples" / "reverse"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    files = [
        str(EXAMPLE / "mentors.csv"),
        str(EXAMPLE / "mentees.csv"),
        "--policy",
        str(EXAMPLE / "policy.toml"),
    ]
    outputs = ["--out", str(folder / "p.csv"), "--result", str(folder / "r.json")]
    assert main(["match", *files, *outputs, "--instance", str(folder / "i.json"), "--quiet"]) == 0
    return folder


@pytest.fixture
def tampered(made, tmp_path) -> Callable[[Callable[[dict], None]], Path]:
    """Writes the result with something changed and the seal made good again."""

    def write(change: Callable[[dict], None]) -> Path:
        result = json.loads((made / "r.json").read_text())
        change(result)
        result["certificate"]["seal"] = seal(result)
        (tmp_path / "r.json").write_text(json.dumps(result))
        return tmp_path / "r.json"

    return write


def verify(result: Path, instance: Path) -> int:
    return main(["verify", str(result), "--instance", str(instance)])


def test_an_honest_result_holds_and_the_checks_are_told(made, capsys):
    assert verify(made / "r.json", made / "i.json") == 0

    told = capsys.readouterr().out
    assert "No pair breaks a rule." in told
    assert "Every score and its parts were worked out again and agree." in told
    assert told.rstrip().endswith("Everything holds, and no other pairs would be better under this policy.")


def test_any_change_of_the_file_breaks_its_seal(made, tmp_path, capsys):
    changed = (made / "r.json").read_text().replace('"seed":0', '"seed":1')
    (tmp_path / "r.json").write_text(changed)

    assert verify(tmp_path / "r.json", made / "i.json") == 1
    assert main(["verify", str(tmp_path / "r.json")]) == 1
    assert "BROKEN The file was changed" in capsys.readouterr().out


def better_score(result: dict) -> None:
    pair = result["pairs"][0]
    key = next(iter(pair["contributions"]))
    pair["contributions"][key] += 1000
    pair["score"] += 1000


def swapped(result: dict) -> None:
    first, second = result["pairs"][:2]
    first["mentor"], second["mentor"] = second["mentor"], first["mentor"]


def lower_prices(result: dict) -> None:
    stage = result["certificate"]["stages"][-1]
    name = next(
        key for key, value in stage.items() if isinstance(value, list) and value and isinstance(value[0], int)
    )
    stage[name] = [value - 1 for value in stage[name]]


def one_pair_less(result: dict) -> None:
    result["pairs"].pop()


def higher_floor(result: dict) -> None:
    result["summary"]["floor"] += 1


@pytest.mark.parametrize("change", [better_score, swapped, lower_prices, one_pair_less, higher_floor])
def test_a_lie_under_a_good_seal_is_found(made, tampered, change, capsys):
    assert verify(tampered(change), made / "i.json") == 1
    assert "can not be trusted" in capsys.readouterr().out


def test_other_inputs_than_those_of_the_result_are_noticed(made, tmp_path):
    instance = json.loads((made / "i.json").read_text())
    instance["mentors"]["places"][0] = 0
    (tmp_path / "i.json").write_text(json.dumps(instance))

    assert verify(made / "r.json", tmp_path / "i.json") == 1


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("{", "is not JSON"),
        ("[]", "is not a result"),
        ('{"kind": "other"}', "is not a result"),
        ("[" * 99999, "not JSON"),
    ],
)
def test_a_file_of_another_kind_is_named(made, tmp_path, content, expected, capsys):
    (tmp_path / "x.json").write_text(content)

    assert verify(tmp_path / "x.json", made / "i.json") == 2
    assert expected in capsys.readouterr().err


def test_an_absent_file_is_named(made, capsys):
    assert verify(made / "r.json", made / "nowhere.json") == 2
    assert "nowhere.json can not be read" in capsys.readouterr().err
