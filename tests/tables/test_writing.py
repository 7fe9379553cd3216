"""Tables that are written run nothing and are never half there."""

import pytest

from pairwell.tables.writing import csv_text, defuse, write_whole


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\rx",
        "\n=cmd|' /C calc'!A0",
        "  =1",
        "＝1",
        "\u200b=1",
        "\ufeff+1",
    ],
)
def test_a_formula_is_defused(cell):
    assert defuse(cell).startswith("'")
    assert '"\'=1"' not in csv_text(["a"], [[cell]]) or cell.startswith("=")


@pytest.mark.parametrize("cell", ["Anne-Marie", "3 + 4", "ann@example.com", "", "张伟"])
def test_an_ordinary_text_is_left_alone(cell):
    assert defuse(cell) == cell


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "pairs.csv"
    path.write_text("before")

    with pytest.raises(UnicodeEncodeError):
        write_whole(path, "half\ud800")

    assert path.read_text() == "before"
    assert [entry.name for entry in tmp_path.iterdir()] == ["pairs.csv"]
