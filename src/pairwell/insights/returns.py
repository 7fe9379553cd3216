"""Cost and return of a program, with the manager's own assumptions shown; an estimate, never a measurement."""

from collections.abc import Mapping
from dataclasses import dataclass

from pairwell.insights.figures import Figure


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What the estimate rests on. hour: cost of a working hour; people: per session; costs in one currency."""

    hour: float = 60.0
    people: float = 2.0
    administration: float = 5000.0
    leaving: float = 40_000.0
    stays: float = 0.02


@dataclass(frozen=True, slots=True)
class Return:
    """The estimate. worth: cost not spent because people stay; ratio: worth for each unit of cost."""

    time_cost: float
    cost: float
    cost_per_participant: float | None
    staying: float
    worth: float
    ratio: float | None


def estimate(figures: Mapping[str, Figure], assumed: Assumptions) -> Return:
    """Hours times people times cost, plus running it; against people who stay and would have left."""
    hours, matched = figures["hours"].value or 0.0, figures["matched"].value or 0.0
    time_cost = hours * assumed.people * assumed.hour
    cost = time_cost + assumed.administration
    staying = matched * assumed.stays
    worth = staying * assumed.leaving
    return Return(
        time_cost,
        cost,
        cost / matched if matched else None,
        staying,
        worth,
        worth / cost if cost else None,
    )
