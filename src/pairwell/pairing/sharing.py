"""Which of a match's reasons may be told to whom: what a profile shows, and who was promised to read an answer.

A reason is a sentence about two people. Managers and the two themselves read it only when every part of a profile
that it draws on is one that both show to people of their programs. Answers to a program's questions are told as
the question promised, and ranked wishes are never told to the other side. A part that is not told counts all the
same; only the sentence is missing.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from pairwell.matching.policy_kinds import CRITERIA, full_params

PROFILE_PARTS: Final[Mapping[str, frozenset[str]]] = {
    "skills_wanted": frozenset({"wanted"}),
    "skills_offered": frozenset({"offered"}),
    "goals": frozenset({"goals"}),
    "experience": frozenset({"headline", "about", "journey"}),
    "hours": frozenset({"hours"}),
    "languages": frozenset({"languages"}),
    "interests": frozenset({"interests"}),
    "help": frozenset({"ways"}),
    "cadence": frozenset({"ways"}),
    "level": frozenset(),
    "place": frozenset(),
    "country": frozenset(),
    "unit": frozenset(),
    "needs": frozenset(),
}
"""Column of a person's record -> the parts of the profile it is made of; none: from the staff list, as in a phone
book. A column that is not named here is told to nobody."""
QUESTION: Final = "question:"
WISHES: Final = "mutual_preference"


@dataclass(frozen=True)
class Audience:
    """Who reads reasons. questions: keys of the questions whose answers they may read, None for all;
    wishes: whether ranked wishes may be told.
    """

    questions: frozenset[str] | None = frozenset()
    wishes: bool = False


MANAGERS: Final = Audience(questions=None, wishes=True)
"""What the matching alone may read is left out before a reason is written down."""
STRANGERS: Final = Audience()


def columns_read(kind: str, params: Mapping[str, Any], questions: Collection[str]) -> list[str]:
    """The columns a criterion compares, sorted; those that questions ask for are marked so."""
    filled = full_params(CRITERIA[kind], params)
    named = {str(filled[parameter]) for parameter in CRITERIA[kind].fields}
    return sorted(f"{QUESTION}{name}" if name in questions else name for name in named)


def may_be_told(row: Mapping[str, Any], seen: frozenset[str], audience: Audience) -> bool:
    """Whether the reason of a contribution may be read.

    seen: the parts of a profile that everybody it is about shows to people of their programs.
    """
    if row.get("kind") == WISHES:
        return audience.wishes
    columns = row.get("reads") or ()
    return bool(columns) and all(_is_open(str(column), seen, audience) for column in columns)


def _is_open(column: str, seen: frozenset[str], audience: Audience) -> bool:
    if column.startswith(QUESTION):
        return audience.questions is None or column.removeprefix(QUESTION) in audience.questions
    parts = PROFILE_PARTS.get(column)
    return parts is not None and parts <= seen


def told(rows: Iterable[Mapping[str, Any]], seen: frozenset[str], audience: Audience) -> list[dict[str, Any]]:
    """The contributions, with the reasons that may be read; the others' are empty."""
    return [
        {**row, "reason": row.get("reason", "") if may_be_told(row, seen, audience) else ""} for row in rows
    ]


def strongest(rows: Iterable[Mapping[str, Any]], most: int = 3) -> list[str]:
    """The reasons that count most, in words."""
    return [str(row["reason"]) for row in rows if row.get("reason")][:most]
