"""Every format and every limit by `pairwell match` and a policy file, and each result taken by `pairwell verify`."""

import csv
from pathlib import Path

import pytest

from pairwell.cli.main import main

EXAMPLE = Path(__file__).parents[2] / "examples" / "spreadsheet"
PEOPLE = [str(EXAMPLE / "mentors.csv"), str(EXAMPLE / "mentees.csv")]
POLICIES = {
    "leximin": 'objective = ["coverage", "leximin", "total"]\nmentor_minimum = 1',
    "several": 'places_per_mentee = 2\nobjective = ["coverage", "spread", "total"]',
    "reserved": '[[reserved]]\nfield = "Department"\nvalue = "Finance"\nplaces = 3',
    "table": '[fairness]\nfields = ["Department"]\nsuppress_below = 3',
    "bound": '[group_bound]\nfield = "Department"\ndifference = 0.1',
    "reverse": 'format = "reverse"',
    "stable": 'objective = ["stable"]',
    "peer": 'format = "peer"\nobjective = ["coverage", "floor", "total"]',
    "group": 'format = "group"\nobjective = ["coverage", "total"]\n[circles]\nsmallest = 2\nlargest = 5',
    "leaders": 'format = "group"\nobjective = ["coverage", "total"]\n[circles]\nsmallest = 2\nlargest = 5\nleaders = 2',
}


def match(folder: Path, policy: str, *more: str) -> int:
    (folder / "policy.toml").write_text(policy, encoding="utf-8")
    names = {"--out": "p.csv", "--result": "r.json", "--instance": "i.json", "--report": "r.html"}
    outputs = [part for option, name in names.items() for part in (option, str(folder / name))]
    return main(
        [
            "match",
            *PEOPLE,
            "--policy",
            str(folder / "policy.toml"),
            *outputs,
            "--no-meaning",
            "--quiet",
            *more,
        ]
    )


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("name", POLICIES)
def test_a_policy_file_reaches_every_format_and_the_result_verifies(name, tmp_path, capsys):
    assert match(tmp_path, POLICIES[name]) == 0
    assert rows(tmp_path / "p.csv")
    assert main(["verify", str(tmp_path / "r.json"), "--instance", str(tmp_path / "i.json")]) == 0
    assert "BROKEN" not in capsys.readouterr().out


def test_pairs_to_keep_and_to_forbid_are_named_by_name_or_email(tmp_path):
    keep = '[[keep]]\nmentee = "Aaliyah Okonkwo"\nmentor = "rafael.monteiro@example.com"\n'
    forbid = '[[forbid]]\nmentee = "Björn Ekström"\nmentor = "Priya Raghavan"\n'
    assert match(tmp_path, "") == 0
    before = {(row["mentee"], row["mentor"]) for row in rows(tmp_path / "p.csv")}
    assert ("Björn Ekström", "Priya Raghavan") in before
    assert match(tmp_path, keep + forbid) == 0
    after = {(row["mentee"], row["mentor"]) for row in rows(tmp_path / "p.csv")}
    assert ("Aaliyah Okonkwo", "Rafael Monteiro") in after
    assert ("Björn Ekström", "Priya Raghavan") not in after


def test_a_pair_to_keep_that_names_nobody_stops_the_run_and_suggests_a_name(tmp_path, capsys):
    assert match(tmp_path, '[[keep]]\nmentee = "Aaliyah Okonkwa"\nmentor = "Nobody At All"') == 2
    told = capsys.readouterr().err
    assert 'Did you mean "Aaliyah Okonkwo"?' in told
    assert 'the mentor "Nobody At All", who is not in the file' in told
    assert not (tmp_path / "p.csv").exists()


def test_a_pair_to_forbid_that_is_half_written_is_refused(tmp_path, capsys):
    assert match(tmp_path, '[[forbid]]\nmentee = "Aaliyah Okonkwo"') == 2
    assert "Write [[forbid]] and below it" in capsys.readouterr().err


def test_suggestions_give_each_mentee_a_few_mentors_spread_over_all(tmp_path):
    policy = "[recommendations]\nper_mentee = 3\nmost_per_mentor = 8"
    assert match(tmp_path, policy, "--suggestions", str(tmp_path / "s.csv")) == 0
    found = [row for row in rows(tmp_path / "s.csv") if row["mentor"]]
    of_mentee: dict[str, list[int]] = {}
    for row in found:
        of_mentee.setdefault(row["mentee email"] or row["mentee"], []).append(int(row["place"]))
    assert all(
        places == list(range(1, len(places) + 1)) and len(places) <= 3 for places in of_mentee.values()
    )
    mentions = [row["mentor"] for row in found]
    assert max(mentions.count(name) for name in set(mentions)) <= 8


def test_a_bound_between_groups_with_several_mentors_each_is_refused_by_name(tmp_path, capsys):
    assert match(tmp_path, f"places_per_mentee = 2\n{POLICIES['bound']}") == 2
    assert "group_bound: is offered for one mentor per mentee only." in capsys.readouterr().err


def as_workbook(source: Path, target: Path) -> None:
    """The same cells as XLSX, numbers as numbers."""
    from openpyxl import Workbook  # noqa: PLC0415 - only here

    book = Workbook()
    for line in cells(source):
        book.active.append([int(cell) if cell.isdigit() else cell or None for cell in line])
    book.save(target)


def as_parquet(source: Path, target: Path) -> None:
    """The same cells as Parquet: text columns, and whole numbers where a column holds nothing else."""
    from polars import DataFrame  # noqa: PLC0415 - only here

    heads, *lines = cells(source)
    columns: dict[str, list[str | int | None]] = {}
    for number, head in enumerate(heads):
        column = [line[number] or None for line in lines]
        whole = all(cell is None or cell.isdigit() for cell in column)
        columns[head] = [int(cell) if cell and whole else cell for cell in column]
    DataFrame(columns).write_parquet(target)


def cells(source: Path) -> list[list[str]]:
    text = source.read_text(encoding="utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter=";" if ";" in text.splitlines()[0] else ","))


@pytest.mark.parametrize(("ending", "write"), [("xlsx", as_workbook), ("parquet", as_parquet)])
def test_a_workbook_and_a_parquet_file_give_the_pairs_of_the_same_csv(ending, write, tmp_path):
    sides = []
    for source in PEOPLE:
        sides.append(str(tmp_path / f"{Path(source).stem}.{ending}"))
        write(Path(source), Path(sides[-1]))
    found = []
    for number, files in enumerate((PEOPLE, sides)):
        out = tmp_path / f"{number}.csv"
        assert main(["match", *files, "--out", str(out), "--no-meaning", "--quiet"]) == 0
        found.append(rows(out))
    assert found[0]
    assert found[0] == found[1]
