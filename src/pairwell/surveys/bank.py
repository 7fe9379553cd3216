"""The bank of questions: what is asked when, of whom, and where it comes from."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from pairwell.surveys.rules.asking import Asked


@dataclass(frozen=True, slots=True)
class BankQuestion:
    """A question of the bank. measures: what its answers are called in results; source: where it is from."""

    asked: Asked
    measures: str
    source: str
    moments: tuple[str, ...]
    audiences: tuple[str, ...]


@lru_cache(maxsize=1)
def bank() -> dict[str, BankQuestion]:
    """Every question by its key, in the order of the file."""
    text = resources.files("pairwell.surveys").joinpath("data/bank.toml").read_text(encoding="utf-8")
    return {row["key"]: _question(row) for row in tomllib.loads(text)["question"]}


def _question(row: dict[str, object]) -> BankQuestion:
    labels = [str(label) for label in row.get("options", [])]  # type: ignore[attr-defined]
    asked = Asked(
        key=str(row["key"]),
        text=str(row["text"]),
        kind=str(row["kind"]),
        help=str(row.get("help", "")),
        options=tuple((f"{n}", label) for n, label in enumerate(labels, 1)),
        required=bool(row.get("required", False)),
    )
    return BankQuestion(
        asked,
        str(row["measures"]),
        str(row["source"]),
        tuple(row["moments"]),  # type: ignore[arg-type]
        tuple(row["audiences"]),  # type: ignore[arg-type]
    )


def proposed(moment: str, audience: str) -> list[BankQuestion]:
    """What a survey of this moment asks this side, unless its manager wants it otherwise."""
    return [q for q in bank().values() if moment in q.moments and audience in q.audiences]
