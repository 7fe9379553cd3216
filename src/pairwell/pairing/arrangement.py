"""What a change by hand would do to a run's suggestions, worked out exactly before anybody decides.

Pairs that are locked, held or made stay as they are. What a change leaves open is either left open, or matched
again as well as possible ("best"): then the cost is that of the best arrangement with the change against the
present one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from pairwell.core.errors import Refused
from pairwell.matching import MatchingError, Pool
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.engine import policy_for_engine, problem_of, tried
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.parties import parties_of, with_sides
from pairwell.pairing.states import HOLDING, EditKind, ProposalState
from pairwell.pairing.warm import IdPair, warm_run
from pairwell.pairing.words import rule_label

LIVE = (ProposalState.SUGGESTED, *HOLDING)
Member = tuple[str, MemberRole]


@dataclass(frozen=True)
class Group:
    """A pair or a circle of a run as it is now. id 0: not there yet."""

    id: int
    members: tuple[Member, ...]
    title: str = ""
    fixed: bool = False
    locked: bool = False

    @property
    def learners(self) -> tuple[str, ...]:
        """Mentees; of two peers the first."""
        found = tuple(who for who, role in self.members if role == MemberRole.MENTEE)
        return found or tuple(who for who, _ in self.members[:1])

    @property
    def leaders(self) -> tuple[str, ...]:
        """Mentors; of two peers the second."""
        found = tuple(who for who, role in self.members if role == MemberRole.MENTOR)
        return found or tuple(who for who, _ in self.members[1:])

    @property
    def pairs(self) -> list[IdPair]:
        return [(a, b) for a in self.learners for b in self.leaders]


@dataclass(frozen=True)
class Standing:
    """Figures of an arrangement; fits from 0 to 1."""

    matched: int
    total: float
    floor: float | None


@dataclass(frozen=True)
class Plan:
    """A change: which suggestions go, which come, and the figures before and after."""

    kind: EditKind
    what: str
    removed: tuple[Group, ...]
    added: tuple[Group, ...]
    before: Standing
    after: Standing
    apart: IdPair | None = None
    broken: tuple[str, ...] = ()
    fits: dict[tuple[Member, ...], float] = field(default_factory=dict)

    @property
    def fewer(self) -> int:
        return self.before.matched - self.after.matched

    @property
    def more(self) -> int:
        return -self.fewer

    @property
    def total_gained(self) -> float:
        return -self.total_lost

    @property
    def floor_lost(self) -> float:
        """How much lower the lowest fit would be; 0 when it would not."""
        return max(0.0, (self.before.floor or 0.0) - (self.after.floor or 0.0)) if self.added else 0.0

    @property
    def floor_lost_points(self) -> float:
        return 100 * self.floor_lost

    @property
    def total_lost(self) -> float:
        return self.before.total - self.after.total

    @property
    def touched(self) -> int:
        """People whose match changes."""
        gone = {who for group in self.removed for who, _ in group.members}
        return len(gone | {who for group in self.added for who, _ in group.members})


class Arrangement:
    """The suggestions of a run as they are now, with the run's own scores and rules."""

    def __init__(self, run: MatchRun) -> None:
        if not run.inputs or not run.result:
            raise Refused.because("no_result", "This run has no pairs to change.")
        self.run = run
        self.policy = policy_for_engine(run.inputs["policy"])
        self.warm = warm_run(run)
        self.groups = groups_of(run)

    def group(self, proposal_id: int) -> Group:
        """A group that may be changed; Refused when it was changed, sent or answered meanwhile."""
        found = next((g for g in self.groups if g.id == proposal_id), None)
        if found is None:
            raise Refused.because(
                "gone", "This suggestion has been changed meanwhile. Look at the list again."
            )
        if found.fixed and not found.locked:
            raise Refused.because(
                "fixed", "This one is approved, sent or answered already. Take it back first, then change it."
            )
        return found

    def insist_known(self, *ids: str) -> None:
        """Everybody must have been in the run."""
        pool = self.warm.pool
        for one in ids:
            if one not in pool.mentees.positions and one not in pool.mentors.positions:
                raise Refused.because("not_in_run", "One of them was not in this run. Start a new run first.")

    def scores(self, groups: Iterable[Group]) -> list[float]:
        """The fit of each group: the mean over its pairs."""
        listed = list(groups)
        flat = iter(self.warm.scores(self.policy, [pair for g in listed for pair in g.pairs]))
        return [sum(next(flat) for _ in g.pairs) / max(1, len(g.pairs)) for g in listed]

    def standing(self, groups: Sequence[Group]) -> Standing:
        """Figures of these groups; a group counts once for everybody in it who learns."""
        fits, people = self.scores(groups), [g.learners for g in groups]
        matched = len({who for some in people for who in some})
        total = sum(fit * len(some) for fit, some in zip(fits, people, strict=True))
        return Standing(matched, total, min(fits, default=None))

    def broken(self, pair: IdPair) -> tuple[str, ...]:
        """Labels of the run's rules that a pair breaks."""
        scoring = self.warm.scoring(self.policy)
        hits = scoring.broken(*self.warm.places([pair]))[0]
        return tuple(rule_label(key) for key, hit in zip(scoring.rule_keys, hits, strict=True) if hit)

    def planned(
        self,
        kind: EditKind,
        what: str,
        groups: Sequence[Group],
        *,
        apart: IdPair | None = None,
        broken: tuple[str, ...] = (),
    ) -> Plan:
        """The plan that leads from the present groups to these."""
        old, new = ({g.members: g for g in some} for some in (self.groups, groups))
        removed = tuple(g for members, g in old.items() if members not in new)
        added = tuple(g for members, g in new.items() if members not in old)
        changed = [*removed, *added]
        fits = dict(zip([g.members for g in changed], self.scores(changed), strict=True))
        before, after = self.standing(self.groups), self.standing(groups)
        return Plan(kind, what, removed, added, before, after, apart, broken, fits)

    def best(self, fixed: Sequence[Group], *, never: Iterable[IdPair] = ()) -> list[Group]:
        """The best arrangement of everybody else around these; pairs only."""
        pool = _without(self.warm.problem(self.policy).pool, fixed, [*never])
        try:
            result, _ = tried(problem_of(pool, self.policy, seed=self.run.seed))
        except MatchingError as problem:
            raise Refused.because("no_match", str(problem)) from problem
        peers = result.format == "peer"
        roles = (MemberRole.PEER,) * 2 if peers else (MemberRole.MENTEE, MemberRole.MENTOR)
        present = {g.members: g for g in self.groups}
        found = [((p.mentee, roles[0]), (p.mentor, roles[1])) for p in result.pairs]
        if peers:
            found = [(a, b) if int(a[0]) < int(b[0]) else (b, a) for a, b in found]
        return [*fixed, *(present.get(members, Group(0, members)) for members in found)]


def groups_of(run: MatchRun) -> list[Group]:
    """The live suggestions of a run: two queries."""
    found = with_sides(Proposal.objects.filter(run=run, state__in=LIVE).order_by("pk"))
    groups = []
    for proposal in found:
        members = sorted(
            ((str(s.enrollment_id), MemberRole(s.role)) for s in parties_of(proposal).sides),
            key=lambda member: (member[1] != MemberRole.MENTEE, int(member[0])),
        )
        fixed = proposal.is_locked or proposal.state != ProposalState.SUGGESTED
        groups.append(
            Group(
                proposal.pk, tuple(members), proposal.title, fixed,
                proposal.is_locked and proposal.state == ProposalState.SUGGESTED,
            )
        )  # fmt: skip
    return groups


def _without(pool: Pool, fixed: Sequence[Group], never: Sequence[IdPair]) -> Pool:
    """The pool without the places that fixed groups take, and without pairs that are never to be."""
    taken = [pair for group in fixed for pair in group.pairs]
    mentees, mentors = pool.mentees.places.copy(), pool.mentors.places.copy()
    left, right = pool.mentees.positions, pool.mentors.positions
    one_side = not len(pool.mentors)
    for a, b in taken:
        mentees[left[a]] -= 1
        if one_side:
            mentees[left[b]] -= 1
        else:
            mentors[right[b]] -= 1
    apart = {*taken, *never}
    if one_side:
        apart |= {(b, a) for a, b in apart}
    forbid = [(left[a], (left if one_side else right)[b]) for a, b in apart]
    every = np.array([*map(tuple, pool.forbid.tolist()), *forbid], dtype=np.int64).reshape(-1, 2)
    return replace(
        pool,
        mentees=replace(pool.mentees, places=np.maximum(mentees, 0)),
        mentors=replace(pool.mentors, places=np.maximum(mentors, 0)),
        forbid=np.unique(every, axis=0) if len(every) else every,
        keep=np.zeros((0, 2), dtype=np.int64),
    )
