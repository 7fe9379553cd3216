"""Did fit foretell how it went? Groups of similar fit with the share that went well; aggregates, never one of them."""

from typing import Final

from pairwell.insights.differences import in_points, is_sure
from pairwell.insights.groups import GroupRow
from pairwell.insights.statistics import apart, share
from pairwell.pairing.learning_rules import LEAST
from pairwell.pairing.queries.calibration import FitGroup, went_well_by_fit
from pairwell.programs.models import Program

_PARTS: Final = {4: "quarter", 5: "fifth"}
_PLACES: Final = ("Lowest", "Second", "Third", "Fourth")
EMPTY: Final = f"Shown once {LEAST} mentorships are over and somebody has said how they went."
SAYS: Final = (
    "Share of mentorships that are over and went well, by their fit when matched. Went well: usefulness of sessions, "
    "fit checks and the ending come to 70 % in the mean."
)


def by_fit(program: Program) -> list[GroupRow]:
    """From the lowest fit to the highest, five mentorships or more in each group; nothing with too few."""
    return rows_of(went_well_by_fit(program))


def rows_of(groups: list[FitGroup]) -> list[GroupRow]:
    """Groups with their names and intervals. ratio: to the group in which most went well."""
    shares = [(group, found) for group in groups if (found := share(group.well, group.count))]
    best = max((found.value for _, found in shares), default=0.0)
    return [
        GroupRow(_name(at, len(shares), group.score), group.well, group.count, found, found.value / best if best else 1)
        for at, (group, found) in enumerate(shares)
    ]  # fmt: skip


def _name(at: int, of: int, score: float) -> str:
    place = "Highest" if at == of - 1 else _PLACES[at]
    return f"{place} {_PARTS[of]}, {round(100 * score)} %"


def in_words(rows: list[GroupRow]) -> str:
    """What the chart says, no more certain than it is."""
    if not rows:
        return SAYS
    found = apart(rows[-1].share, rows[0].share)
    told = f"{SAYS} Highest beside lowest: {in_points(found)}"
    return f"{told}." if is_sure(found) else f"{told}, which may well be chance."
