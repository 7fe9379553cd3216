"""Home, for those who also run, oversee or sponsor programs: which of them waits for something."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from pairwell.core import clock
from pairwell.insights.permissions import readable_programs, reads_any_program
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.permissions import manages_any_program
from pairwell.programs.queries.programs import program_cards
from pairwell.programs.states import ProgramState

SHOWN = 4


@dataclass(frozen=True)
class LookedAfter:
    """A list of programs with one line each, and where all of them are.

    `lines` are (name, where it leads, state, what waits or None); `calm` says that nothing waits anywhere.
    """

    title: str
    lines: tuple[tuple[str, str, str, tuple[str, str] | None], ...]
    more: str
    url: str
    calm: bool = False


def looked_after(person: Person) -> LookedAfter | None:
    """What this person looks after besides taking part; None for those who only take part."""
    if manages_any_program(person):
        return _run_by(person)
    if reads_any_program(person):
        return _read_by(readable_programs(person))
    return None


def _run_by(person: Person) -> LookedAfter:
    """Programs that wait for their manager; when none does, the first ones."""
    cards = program_cards(person, today=clock.today())
    waiting = [card for card in cards if card.attention]
    lines = []
    for card in (waiting or cards)[:SHOWN]:
        program, first = card.program, card.attention[0] if card.attention else None
        task = (first.text, reverse(first.url_name, args=[program.pk])) if first else None
        page = reverse("manage_program", args=[program.pk])
        lines.append((program.name, page, program.get_state_display(), task))
    return LookedAfter(
        "Programs I run", tuple(lines), "All programs", reverse("manage_programs"), calm=not waiting
    )


def _read_by(programs: QuerySet[Program]) -> LookedAfter:
    """Programs whose results a sponsor reads: those that have some, the latest first."""
    programs = programs.filter(state__in=(ProgramState.ACTIVE, ProgramState.CLOSED))
    lines = tuple(
        (program.name, reverse("program_insights", args=[program.pk]), program.get_state_display(), None)
        for program in programs.order_by("-starts_on", "pk")[:SHOWN]
    )
    return LookedAfter("What came of it", lines, "All results", reverse("insights"))
