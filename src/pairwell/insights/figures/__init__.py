"""Every figure of a program, or of many at once: the same numbers for page, file and report."""

from collections.abc import Sequence

from pairwell.insights.figures import feelings, people, work
from pairwell.insights.figures.figure import Figure
from pairwell.insights.figures.pairs import pairs_of
from pairwell.programs.models import Program

__all__ = ["Figure", "counts_of", "figures_of", "figures_of_many"]


def figures_of(program: Program) -> dict[str, Figure]:
    """All figures of one program, by key; a figure without a basis has the value None."""
    return figures_of_many([program])[program.pk]


def counts_of(program: Program) -> dict[str, Figure]:
    """The figures that come of counting, without what people say in surveys: for pages that need no more."""
    return _counted([program.pk])[program.pk]


def figures_of_many(programs: Sequence[Program]) -> dict[int, dict[str, Figure]]:
    """All figures of several programs, by id, in a number of queries that does not grow with them."""
    ids = [program.pk for program in programs]
    found = _counted(ids)
    for pk, figures in feelings.figures(ids).items():
        found[pk] |= {figure.key: figure for figure in figures}
    return found


def _counted(ids: Sequence[int]) -> dict[int, dict[str, Figure]]:
    pairs = pairs_of(ids)
    found: dict[int, dict[str, Figure]] = {pk: {} for pk in ids}
    for source in (people.figures, work.figures):
        for pk, figures in source(ids, pairs).items():
            found[pk] |= {figure.key: figure for figure in figures}
    return found
