"""A plan of a change, and the changes made so far, with names instead of ids."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, When

from pairwell.core.models import AuditEntry
from pairwell.pairing.arrangement import Group, Plan
from pairwell.pairing.models import MatchRun, Proposal, RunEdit
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment


@dataclass(frozen=True)
class Line:
    """One suggestion that goes or comes."""

    names: str
    fit: float
    comes: bool
    before: str = ""
    fit_before: float | None = None


@dataclass(frozen=True)
class Changes:
    """What a plan does, line by line, and who is left without anybody."""

    lines: tuple[Line, ...]
    more: int
    left_open: tuple[str, ...]


def planned_changes(plan: Plan, most: int = 20) -> Changes:
    """One query, for names."""
    groups = [*plan.removed, *plan.added]
    ids = {int(who) for group in groups for who, _ in group.members}
    names = dict(Enrollment.objects.filter(pk__in=ids).values_list("pk", "person__full_name"))

    def named(group: Group) -> str:
        people = " and ".join(names.get(int(who), "?") for who, _ in group.members)
        return f"{group.title}: {people}" if group.title else people

    old = {g.learners: g for g in plan.removed if len(g.members) == 2}
    lines = []
    for group in plan.added:
        was = old.pop(group.learners, None)
        before = _joined(names, was.leaders) if was else ""
        fit_before = plan.fits[was.members] if was else None
        lines.append(Line(named(group), plan.fits[group.members], True, before, fit_before))
    gone = [g for g in plan.removed if len(g.members) != 2 or g.learners in old]
    lines = [*(Line(named(g), plan.fits[g.members], False) for g in gone), *lines]
    kept = {who for group in plan.added for who in (*group.learners, *_peers(group))}
    open_now = sorted({who for g in plan.removed for who in (*g.learners, *_peers(g))} - kept, key=int)
    return Changes(
        tuple(lines[:most]), max(0, len(lines) - most), tuple(names.get(int(w), "?") for w in open_now)
    )


def _joined(names: Mapping[int, str], ids: Iterable[str]) -> str:
    return " and ".join(names.get(int(who), "?") for who in ids)


def _peers(group: Group) -> tuple[str, ...]:
    return tuple(who for who, role in group.members if role == "peer")


@dataclass(frozen=True)
class Told:
    """What somebody did to the pairs of a run."""

    words: str
    by: str
    at: datetime


def changes_since(run: MatchRun, version: int) -> list[Told]:
    """What made the present version of a run's pairs out of an earlier one, the oldest first: two queries.

    Every change, undo and lock makes one version, so the latest ones are those.
    """
    count = max(0, run.version - version)
    told = []
    for edit in run.edits.select_related("by", "undone_by"):
        told.append(Told(edit.words, _name(edit.by), edit.at))
        if edit.undone_at is not None:
            told.append(Told(f"Undone: {edit.words}", _name(edit.undone_by), edit.undone_at))
    rows = Proposal.objects.filter(run=run)
    locks = AuditEntry.objects.filter(
        verb__in=("pair locked", "pair unlocked"), thing="pairing.Proposal", thing_id__in=rows.values("pk")
    )
    names = dict(Person.objects.filter(pk__in=locks.values("actor_id")).values_list("pk", "full_name"))
    told += [
        Told("A pair was locked" if one.verb == "pair locked" else "A pair was unlocked",
             names.get(one.actor_id or 0, SOMEBODY), one.at)
        for one in locks
    ]  # fmt: skip
    return sorted(told, key=lambda one: one.at)[-count:] if count else []


SOMEBODY = "Somebody"


def _name(person: Person | None) -> str:
    return person.full_name if person is not None else SOMEBODY


def changes_of(run: MatchRun, limit: int = 20) -> list[RunEdit]:
    """The changes by hand, the newest first; those that can still be undone before others: one query.

    However many were undone, the ones that stand are in the list, up to `limit`.
    """
    stands = Case(When(undone_at=None, then=0), default=1)
    found = run.edits.select_related("by", "undone_by").order_by(stands, "-number")[:limit]
    return sorted(found, key=lambda edit: -edit.number)
