"""The pairs of a program or a run, for a manager's table: page by page, searched and filtered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from pairwell.core.text import fold
from pairwell.mentorships.models import Membership
from pairwell.pairing.models import MatchRun, Proposal, ProposalSide, Unmatched
from pairwell.pairing.needs import KIND
from pairwell.pairing.parties import Parties, parties_of, told_about, with_sides
from pairwell.pairing.sharing import MANAGERS, strongest
from pairwell.pairing.states import ProposalState, SideAnswer, Source
from pairwell.people.models import Person

LOW_FIT, UNSURE = 0.4, 0.6
COLORS = {
    ProposalState.SUGGESTED: "secondary",
    ProposalState.APPROVED: "indigo",
    ProposalState.SENT: "azure",
    ProposalState.ACCEPTED: "green",
    ProposalState.DECLINED: "orange",
    ProposalState.EXPIRED: "orange",
    ProposalState.WITHDRAWN: "secondary",
    ProposalState.REPLACED: "secondary",
}
SHOW = {
    "suggested": ("Suggested", (ProposalState.SUGGESTED,)),
    "approved": ("Approved, not told yet", (ProposalState.APPROVED,)),
    "sent": ("Sent, waiting", (ProposalState.SENT,)),
    "accepted": ("Accepted", (ProposalState.ACCEPTED,)),
    "over": (
        "Declined, expired, withdrawn",
        (ProposalState.DECLINED, ProposalState.EXPIRED, ProposalState.WITHDRAWN),
    ),
}
LOOKS = {
    "": "All pairs",
    "low": f"Low fit, under {LOW_FIT:.0%}",
    "hours": "No working hours in common",
    "new": "Somebody’s first time",
    "unsure": "Little is known",
    "hand": "Made or locked by hand",
}
"""Ways to look at pairs, beside their states."""


@dataclass(frozen=True)
class Part:
    """What one criterion adds: a bar whose width is its points, in percent of a perfect score."""

    label: str
    points: float
    weight: float
    score: float
    known: bool
    reason: str


@dataclass(frozen=True)
class Member:
    """One side of a pair as the table shows it."""

    enrollment_id: int
    person: Person
    role: str
    answer: str
    answer_label: str
    private_reason: str


@dataclass(frozen=True)
class PairRow:
    """A proposal in a manager's table. what_for: the need that it is for, where the program has needs."""

    id: int
    title: str
    learners: tuple[Member, ...]
    leaders: tuple[Member, ...]
    score: float | None
    known: float | None
    reasons: tuple[str, ...]
    what_for: str
    parts: tuple[Part, ...]
    state: str
    state_label: str
    color: str
    by_hand: bool
    expires_at: datetime | None
    mentorship_id: int | None
    hours: int | None
    is_locked: bool

    @property
    def mini(self) -> float:
        """The fit as the width of a small bar, 0 to 60."""
        return round(60 * (self.score or 0.0), 1)

    @property
    def mix(self) -> str:
        """How mixed a circle is, in words; "" for pairs."""
        units = {m.person.department for m in self.learners if m.person.department}
        if not self.title or not self.learners:
            return ""
        return f"{len(self.learners)} members from {len(units)} department{'' if len(units) == 1 else 's'}"

    @property
    def can_move(self) -> bool:
        """Whether members may go to another circle, or come from one."""
        return bool(self.title) and self.state == ProposalState.SUGGESTED

    @property
    def can_send(self) -> bool:
        return self.state in (ProposalState.SUGGESTED, ProposalState.APPROVED)

    @property
    def can_withdraw(self) -> bool:
        return self.state in (ProposalState.SUGGESTED, ProposalState.APPROVED, ProposalState.SENT)

    @property
    def names(self) -> str:
        return " and ".join(m.person.full_name for m in (*self.learners, *self.leaders))


def proposals_of_run(run: MatchRun, *, words: str = "", show: str = "", sort: str = "") -> QuerySet[Proposal]:
    """The run's pairs; words: in a name; show: a key of SHOW or LOOKS; sort: "low" for the lowest fit first."""
    live = Proposal.objects.filter(run=run).exclude(state=ProposalState.REPLACED, run__version__gt=1)
    return _filtered(live, words=words, show=show, sort=sort)


def _filtered(found: QuerySet[Proposal], *, words: str, show: str, sort: str) -> QuerySet[Proposal]:
    for word in fold(words).split():
        found = found.filter(sides__enrollment__person__search__contains=word)
    if show in SHOW:
        found = found.filter(state__in=SHOW[show][1])
    found = _looked_at(found, show)
    return found.distinct().order_by(
        *(("score", "id") if sort == "low" or show == "low" else ("-score", "id"))
    )


def _looked_at(found: QuerySet[Proposal], show: str) -> QuerySet[Proposal]:
    if show == "low":
        return found.filter(score__lt=LOW_FIT)
    if show == "hours":
        return found.filter(shared_hours=0)
    if show == "unsure":
        return found.filter(known__lt=UNSURE)
    if show == "hand":
        return found.filter(Q(source=Source.MANAGER) | Q(is_locked=True))
    if show == "new":
        before = Membership.objects.filter(person=OuterRef("enrollment__person"))
        new = ProposalSide.objects.filter(~Exists(before), proposal=OuterRef("pk"))
        return found.filter(Exists(new))
    return found


@dataclass(frozen=True)
class Other:
    """Another suggestion of the same run, to swap with or to move to."""

    pk: int
    words: str


def swap_choices(proposal: Proposal, *, most: int = 500) -> list[Other]:
    """The other suggestions of the run that can still be changed, by name: two queries."""
    others = Proposal.objects.filter(run=proposal.run_id, state=ProposalState.SUGGESTED).exclude(
        pk=proposal.pk
    )
    found = with_sides(others.order_by("pk"))[:most]
    named = [
        Other(o.pk, o.title or f"{parties_of(o).names()} ({round(100 * (o.score or 0))} %)") for o in found
    ]
    return named if proposal.title else sorted(named, key=lambda other: other.words)


@dataclass(frozen=True)
class Seat:
    """Somebody's place in a circle, as a choice in a form: "<circle>:<enrollment>"."""

    value: str
    words: str


def seats_of(run: MatchRun) -> tuple[list[Seat], list[Other]]:
    """Members who can be moved, and the circles they can be moved to: two queries."""
    found = with_sides(Proposal.objects.filter(run=run, state=ProposalState.SUGGESTED).order_by("pk"))
    seats, circles = [], []
    for circle in found:
        members = [s for s in parties_of(circle).sides if s.role != "mentor"]
        circles.append(Other(circle.pk, f"{circle.title} ({len(members)} members)"))
        seats += [
            Seat(f"{circle.pk}:{s.enrollment_id}", f"{s.enrollment.person.full_name}, {circle.title}")
            for s in members
        ]
    return sorted(seats, key=lambda seat: seat.words), circles


def pair_rows(proposals: Iterable[Proposal]) -> list[PairRow]:
    """Proposals (read by `with_sides`) as rows."""
    return [_row(p, parties_of(p)) for p in proposals]


def page_of(found: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """The rows with everything they show: two more queries for a page of any size."""
    return with_sides(found)


def _row(proposal: Proposal, parties: Parties) -> PairRow:
    members = [
        Member(
            enrollment_id=side.enrollment_id,
            person=side.enrollment.person,
            role=side.role,
            answer=side.answer,
            answer_label=SideAnswer(side.answer).label,
            private_reason=side.private_reason,
        )
        for side in parties.sides
    ]
    leaders = tuple(m for m in members if m.role == "mentor")
    learners = tuple(m for m in members if m.role != "mentor")
    if not leaders:
        learners, leaders = learners[:1], learners[1:]
    state = ProposalState(proposal.state)
    parts = told_about(parties.people, proposal.contributions, MANAGERS)
    return PairRow(
        id=proposal.pk,
        title=proposal.title,
        learners=learners,
        leaders=leaders,
        score=proposal.score,
        known=proposal.known,
        reasons=tuple(strongest(parts)),
        what_for=next((str(row["reason"]) for row in parts if row.get("kind") == KIND), ""),
        parts=tuple(_part(row) for row in parts if row.get("kind") != KIND),
        state=state,
        state_label=state.label,
        color=COLORS[state],
        by_hand=proposal.source == "manager",
        expires_at=proposal.expires_at,
        mentorship_id=proposal.mentorship_id,
        hours=proposal.shared_hours,
        is_locked=proposal.is_locked,
    )


def _part(row: Mapping[str, Any]) -> Part:
    points, weight = 100 * float(row["points"]), 100 * float(row["weight"])
    return Part(row["label"], round(points, 1), round(weight, 1), row["score"], row["known"], row["reason"])


def states_of(found: QuerySet[Proposal]) -> dict[str, int]:
    """How many proposals are in which state; one query."""
    return dict(found.order_by().values_list("state").annotate(n=Count("id")))


def unmatched_of(run: MatchRun, *, words: str = "") -> QuerySet[Unmatched]:
    """Who the run could not match, with the reasons."""
    found = run.unmatched.select_related("enrollment__person").order_by("enrollment__person__full_name", "id")
    for word in fold(words).split():
        found = found.filter(enrollment__person__search__contains=word)
    return found
