"""Matching again: who is free and why, what it would bring, and exactly who is touched, before anything happens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from pairwell.core.errors import Refusal, Refused
from pairwell.matching import POINTS, MatchingError, Problem, Result
from pairwell.mentorships.models import Membership
from pairwell.mentorships.rules.ending import OVER
from pairwell.pairing.engine import make_problem, solved
from pairwell.pairing.formats import made_for, policy_in
from pairwell.pairing.models import Proposal, Unmatched
from pairwell.pairing.needs import solved_for_needs
from pairwell.pairing.pool import PoolRecords, build_pool
from pairwell.pairing.rules import may_start_run
from pairwell.pairing.states import ProposalState
from pairwell.programs.models import Enrollment, Policy, Program
from pairwell.programs.states import Format, Side

MOST_HERE = 3_000
"""Up to so many people the preview is worked out while somebody waits; larger ones are started at once."""
WAITING = "waiting"


def waiting_first(
    program: Program, records: PoolRecords, body: Mapping[str, Any]
) -> tuple[PoolRecords, dict[str, Any]]:
    """The pool and the policy of a match in which those who have waited through an earlier one come first.

    They are named by a column and their places are reserved: as far as the rules allow, nobody who came later gets
    a place that one of them needs. Nothing changes when nobody has waited.
    """
    waited = waited_before(program)
    number = sum(record["places"] for record in records.mentees if record["id"] in waited)
    if (
        not number
        or body.get("format", program.format) in (Format.PEER, Format.GROUP)
        or list(body.get("objective", ())) == ["stable"]
    ):
        return records, dict(body)
    mentees = [{**r, WAITING: "yes" if r["id"] in waited else "no"} for r in records.mentees]
    changed = PoolRecords(mentees, records.mentors, {**records.fields, WAITING: "category"}, records.forbid,
                          records.standing)  # fmt: skip
    reserved = [*body.get("reserved", ()), {"field": WAITING, "value": "yes", "places": number}]
    return changed, {**body, "reserved": reserved}


def waited_before(program: Program) -> set[str]:
    """Enrollments that an earlier run could not match, as ids of the pool."""
    rows = Unmatched.objects.filter(run__program=program).values_list("enrollment_id", flat=True)
    return {str(pk) for pk in rows}


@dataclass(frozen=True)
class Free:
    """Somebody who would be matched now, and why they are free."""

    enrollment: Enrollment
    side: str
    why: str


@dataclass(frozen=True)
class NewPair:
    """A pair that matching again would suggest."""

    learner: Enrollment
    leader: Enrollment
    score: float


@dataclass(frozen=True)
class Preview:
    """What matching again would do. refusal: why it can not be done; pairs None: too large to work out on a page."""

    free: tuple[Free, ...]
    pairs: tuple[NewPair, ...] | None
    without: int
    standing: int
    asked: int
    suggested: int
    locked: int
    kept_suggestions: bool
    same: int
    refusal: Refusal | None

    @property
    def arranged_anew(self) -> int:
        """Suggestions that were not sent and would be made again, or not."""
        return 0 if self.kept_suggestions else self.suggested - self.locked

    @property
    def untouched(self) -> int:
        """Suggestions and approvals that stay as they are."""
        return self.suggested - self.arranged_anew

    @property
    def mentees(self) -> tuple[Free, ...]:
        return tuple(one for one in self.free if one.side == Side.MENTEE)

    @property
    def mentors(self) -> tuple[Free, ...]:
        return tuple(one for one in self.free if one.side == Side.MENTOR)


def preview_of(program: Program, *, keep_suggestions: bool = True, format_: str = "") -> Preview:
    """Matching again, worked out and thrown away: every standing pair and proposal stays as it is.

    keep_suggestions: those that were not sent stay too; otherwise they are arranged anew, but for locked ones.
    format_: one of the program's other formats; "" for its first.
    """
    records = build_pool(program, keep_suggestions=keep_suggestions, format_=format_)
    refusal = may_start_run(
        state=program.state, format=format_ or program.format,
        mentees=len(records.mentees), mentors=len(records.mentors),
    )  # fmt: skip
    policy = Policy.objects.filter(program=program).first()
    if refusal is None and policy is None:
        refusal = Refusal("no_policy", "Say first what a good match is, and save it.")
    ids = {int(r["id"]) for r in (*records.mentees, *records.mentors)}
    rows = Enrollment.objects.select_related("person").in_bulk(ids)
    unsent = Q(state=ProposalState.SUGGESTED)
    counts = Proposal.objects.filter(made_for(format_), program=program).aggregate(
        asked=Count("pk", filter=Q(state=ProposalState.SENT)),
        suggested=Count("pk", filter=unsent | Q(state=ProposalState.APPROVED)),
        locked=Count("pk", filter=unsent & Q(is_locked=True) | Q(state=ProposalState.APPROVED)),
    )
    running = program.mentorships.exclude(state__in=OVER).count()
    found: tuple[NewPair, ...] | None = ()
    without = 0
    if refusal is None and policy is not None:
        body = policy_in(program, policy.body, format_)
        found, without, refusal = _tried(program, records, body, rows)
    return Preview(
        free=tuple(_free(program, records, rows)),
        pairs=found,
        without=without,
        standing=running,
        kept_suggestions=keep_suggestions,
        same=len(set(records.standing) & {(str(p.learner.pk), str(p.leader.pk)) for p in found or ()}),
        refusal=refusal,
        **counts,
    )


def _quietly(problem: Problem) -> Result:
    return solved(problem, lambda phase, done, total: None)


def _tried(
    program: Program, records: PoolRecords, body: Mapping[str, Any], rows: Mapping[int, Enrollment]
) -> tuple[tuple[NewPair, ...] | None, int, Refusal | None]:
    if len(records.mentees) + len(records.mentors) > MOST_HERE:
        return None, 0, None
    pool, policy = waiting_first(program, records, body)
    try:
        inputs = {**pool.to_dict(), "policy": policy, "seed": 0}
        _, result = solved_for_needs(inputs, make_problem(inputs), _quietly)
    except (MatchingError, Refused) as problem_found:
        return (), 0, Refusal("policy", str(problem_found))
    pairs = [NewPair(rows[int(p.mentee)], rows[int(p.mentor)], p.score / POINTS) for p in result.pairs]
    return tuple(sorted(pairs, key=lambda p: -p.score)), len(result.unmatched), None


def _free(program: Program, records: PoolRecords, rows: Mapping[int, Enrollment]) -> list[Free]:
    waited = waited_before(program)
    ended = set(
        Membership.objects.filter(mentorship__program=program, mentorship__state__in=OVER).values_list(
            "enrollment_id", flat=True
        )
    )
    last = program.runs.order_by("-id").values_list("requested_at", flat=True).first()
    found = []
    for side, listed in ((Side.MENTEE, records.mentees), (Side.MENTOR, records.mentors)):
        for record in listed:
            row = rows[int(record["id"])]
            late = last is not None and row.created_at > last
            if row.pk in ended:
                why = "An earlier mentorship has ended"
            elif record["id"] in waited:
                why = "Waiting since an earlier run: comes first"
            elif late:
                why = "Joined since the last run"
            else:
                why = "Has a place left" if side == Side.MENTOR else "Has no match yet"
            found.append(Free(row, side, why))
    order = {"Waiting": 0, "An": 1, "Joined": 2, "Has": 3}
    return sorted(found, key=lambda one: (order[one.why.split(" ")[0]], one.enrollment.person.full_name))
