"""Columns that have no fixed meaning: a program's own questions, kept so that a policy can use them."""

import re
from collections.abc import Sequence
from typing import Literal

from pairwell.tables import values
from pairwell.tables.text import fold, words

Kind = Literal["category", "number", "multi", "text"]

_DIGITS = re.compile(r"\s*[-+]?\d+(?:[.,]\d+)?\s*")


# What the engine and the reader of records already call something.
TAKEN = frozenset(
    {
        "id", "person", "places", "minimum", "prefers", "avoids", "matters_most", "skills_wanted",
        "skills_offered", "goals", "experience", "hours", "languages", "level", "years",
        "interests", "help", "conflicts", "place", "unit", "line", "manager", "cadence",
    }
)  # fmt: skip


def slug(heading: str) -> str:
    """The name of a column in a policy: "Preferred chat tool?" becomes `preferred_chat_tool`.

    A name that means something else already gets an ending: a second "Level" becomes `level_answer`.
    """
    name = words(heading).replace(" ", "_") or "column"
    return f"{name}_answer" if name in TAKEN else name


def kind_of(cells: Sequence[str]) -> Kind:
    """What a column holds: numbers, long texts, lists, or single answers (yes and no among them)."""
    filled = [cell for cell in cells if not values.is_blank(cell)]
    if not filled:
        return "category"
    if all(_is_number(cell) for cell in filled):
        return "number"
    if sum(map(len, filled)) / len(filled) > 45:
        return "text"
    listed = sum(len(values.split_list(cell)) > 1 for cell in filled)
    return "multi" if listed * 5 > len(filled) else "category"


def read_other(cell: str, kind: Kind) -> object:
    """The value of one cell of such a column; None when blank."""
    if values.is_blank(cell):
        return None
    if kind == "number":
        return values.number(cell) if _is_number(cell) else None
    if kind == "multi":
        return [fold(entry) for entry in values.split_list(cell)]
    if kind == "text":
        return cell
    folded = fold(cell)
    if folded in ("yes", "y", "true", "no", "n", "false"):
        return "yes" if values.yes_or_no(cell) else "no"
    return folded


def _is_number(cell: str) -> bool:
    """Digits and nothing else: "inf", "nan" and numbers too large to keep are answers in words."""
    if not _DIGITS.fullmatch(cell):
        return False
    try:
        values.number(cell)
    except ValueError:
        return False
    return True
