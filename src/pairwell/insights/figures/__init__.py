"""Every figure of a program, or of many at once: the same numbers for page, file and report."""

from collections.abc import Sequence

from pairwell.insights.figures import feelings, people, work
from pairwell.insights.figures.figure import Figure
from pairwell.programs.models import Program

__all__ = ["Figure", "counts_of", "figures_of", "figures_of_many"]


def figures_of(program: Program) -> dict[str, Figure]:
    """All figures of one program, by key; a figure without a basis has the value None."""
    return figures_of_many([program])[program.pk]


def counts_of(program: Program) -> dict[str, Figure]:
    """The figures that come of counting, without what people say in surveys: for pages that need no more."""
    found: dict[str, Figure] = {}
    for source in (people.figures, work.figures):
        found |= {figure.key: figure for figure in source([program.pk])[program.pk]}
    return found


def figures_of_many(programs: Sequence[Program]) -> dict[int, dict[str, Figure]]:
    """All figures of several programs, by id, in a number of queries that does not grow with them."""
    ids = [program.pk for program in programs]
    found: dict[int, dict[str, Figure]] = {pk: {} for pk in ids}
    for source in (people.figures, work.figures, feelings.figures):
        for pk, figures in source(ids).items():
            found[pk] |= {figure.key: figure for figure in figures}
    return found
