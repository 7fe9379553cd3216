"""The board of a program's mentorships: how each is doing, in counts and dates, filtered, sorted and searched."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.db.models import Max

from pairwell.core import clock
from pairwell.core.models import AuditEntry
from pairwell.core.text import fold
from pairwell.mentorships.models import Mentorship
from pairwell.mentorships.queries.health import MentorshipHealth, health_of, health_of_one
from pairwell.mentorships.queries.unread import Unread, unread_in
from pairwell.mentorships.rules.ending import OVER
from pairwell.mentorships.rules.rhythm import Rhythm, rhythm
from pairwell.mentorships.states import HealthState, MentorshipState
from pairwell.programs.models import Program


@dataclass(frozen=True)
class Row:
    """One mentorship on the board. state: its health while it runs, else the state itself."""

    found: MentorshipHealth
    rhythm: Rhythm | None
    unread: Unread | None
    nudged_at: datetime | None

    @property
    def state(self) -> str:
        if self.found.mentorship.state == MentorshipState.ACTIVE:
            return self.found.health.state.value
        return self.found.mentorship.state

    @property
    def is_over(self) -> bool:
        return self.found.mentorship.state in OVER

    @property
    def label(self) -> str:
        """What the state is called."""
        if self.found.mentorship.state == MentorshipState.ACTIVE:
            return str(self.found.health.state.label)
        return self.found.mentorship.get_state_display()

    @property
    def title(self) -> str:
        """A circle's name, else its people."""
        return self.found.mentorship.title or self.found.names or "Nobody is in it any more"


#: What a manager may look for: key -> (label, whether a row has it).
WAITING: Final[Mapping[str, tuple[str, Callable[[Row], bool]]]] = {
    "no_next": ("No next session", lambda row: not row.is_over and row.found.facts.next_at is None),
    "behind": ("Behind the rhythm", lambda row: row.rhythm is not None and not row.rhythm.is_kept),
    "no_goal": ("No goal", lambda row: row.found.facts.goals_ever == 0),
    "unread": ("Unread messages", lambda row: row.unread is not None),
    "signal": ("Something to look at", lambda row: bool(row.found.health.signals)),
}
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
_FAR = datetime(9999, 1, 1, tzinfo=UTC)
#: How the board may be sorted: key -> (label, the order).
SORTS: Final[Mapping[str, tuple[str, Callable[[Row], Any]]]] = {
    "help": ("Those that need help first", lambda row: -row.found.health.weight),
    "name": ("By name", lambda row: fold(row.title)),
    "last": ("Longest without a session", lambda row: row.found.facts.last_held_at or _NEVER),
    "next": ("Next session first", lambda row: row.found.facts.next_at or _FAR),
    "rhythm": ("Furthest behind the rhythm", lambda row: row.rhythm.share if row.rhythm else 2.0),
    "goals": (
        "Fewest goals reached",
        lambda row: (row.found.facts.goals_reached, row.found.facts.goals_ever),
    ),
    "unread": ("Longest unread", lambda row: row.unread.since if row.unread else _FAR),
    "new": ("Newest first", lambda row: -row.found.mentorship.starts_on.toordinal()),
}
#: State -> its name, in the order of the filter; without one: everything that is not over.
STATES: Final[Mapping[str, str]] = {
    **{state.value: str(state.label) for state in HealthState},
    **{
        state.value: str(state.label)
        for state in (
            MentorshipState.PAUSED,
            MentorshipState.UPCOMING,
            MentorshipState.COMPLETED,
            MentorshipState.ENDED_EARLY,
        )
    },
}


@dataclass(frozen=True)
class Asked:
    """What the manager wants to see; keys that mean nothing are left alone."""

    words: str = ""
    state: str = ""
    waiting: str = ""
    sort: str = ""

    @property
    def is_filtered(self) -> bool:
        """Whether something may be left out."""
        return bool(self.words or self.state or self.waiting)


def rows_of(program: Program) -> list[Row]:
    """Every mentorship of the program, those that need help first; eight queries, however many there are."""
    now = clock.now()
    found, unread, nudged = health_of(program, now=now), unread_in(program), _nudged(program)
    return [
        Row(one, _rhythm(one, now), unread.get(one.mentorship.pk), nudged.get(one.mentorship.pk))
        for one in found
    ]


def one_row(mentorship: Mentorship) -> Row:
    """The same for a single mentorship."""
    now, program, key = clock.now(), mentorship.program, mentorship.pk
    found = health_of_one(mentorship, now=now)
    return Row(found, _rhythm(found, now), unread_in(program, key).get(key), _nudged(program, key).get(key))


def chosen(rows: Sequence[Row], asked: Asked) -> list[Row]:
    """The rows that fit, in the order asked for; equal ones stay as they came."""
    kept = [row for row in rows if _fits(row, asked)]
    return sorted(kept, key=SORTS[asked.sort][1]) if asked.sort in SORTS else kept


def counts(rows: Sequence[Row]) -> dict[str, int]:
    """How many are in each state."""
    return dict(Counter(row.state for row in rows))


def _fits(row: Row, asked: Asked) -> bool:
    if asked.state in STATES:
        if row.state != asked.state:
            return False
    elif row.is_over:
        return False
    if asked.waiting in WAITING and not WAITING[asked.waiting][1](row):
        return False
    text = fold(f"{row.found.mentorship.title} {' '.join(p.full_name for p in row.found.circle.people)}")
    return all(word in text for word in fold(asked.words).split())


def _rhythm(one: MentorshipHealth, now: datetime) -> Rhythm | None:
    mentorship = one.mentorship
    if mentorship.state == MentorshipState.UPCOMING:
        return None
    return rhythm(one.facts, mentorship.ended_at or mentorship.paused_at or now)


def _nudged(program: Program, only: int | None = None) -> dict[int, datetime]:
    entries = AuditEntry.objects.filter(program_id=program.pk, verb="mentorship nudged").order_by()
    if only is not None:
        entries = entries.filter(thing=Mentorship._meta.label, thing_id=only)
    return {row["thing_id"] or 0: row["last"] for row in entries.values("thing_id").annotate(last=Max("at"))}
