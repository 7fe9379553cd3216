"""What the match studio shows: who is ready, what counts, and how earlier runs went."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum

from pairwell.pairing.formats import starting
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.pairing.states import ProposalState, RunState
from pairwell.programs.models import Policy, Program
from pairwell.programs.states import EnrollmentState, Format


@dataclass(frozen=True)
class Readiness:
    """Who is in the pool. places_*: free ones."""

    mentees: int
    mentors: int
    both: int
    free_mentees: int
    free_mentors: int
    wanted: int
    offered: int
    waiting: int
    with_skills: int
    with_hours: int
    people: int

    @property
    def short(self) -> int:
        """Places that are missing for everybody to have a match."""
        return max(0, self.wanted - self.offered)

    @property
    def shares(self) -> tuple[int, int]:
        """Demand and supply in percent of the larger one, for two bars."""
        most = max(self.wanted, self.offered, 1)
        return round(100 * self.wanted / most), round(100 * self.offered / most)


def readiness_of(program: Program) -> Readiness:
    """Counts over everybody enrolled: one query."""
    enrolled = Q(state=EnrollmentState.APPROVED)
    mentee, mentor = enrolled & Q(as_mentee=True), enrolled & Q(as_mentor=True)
    free_mentee = mentee & Q(mentors_held__lt=F("mentor_places"))
    free_mentor = mentor & Q(mentees_held__lt=F("mentee_places"))
    hours = enrolled & ~Q(person__profile__working_hours={}) & Q(person__profile__isnull=False)
    found = program.enrollments.aggregate(
        mentees=Count("id", filter=mentee),
        mentors=Count("id", filter=mentor),
        both=Count("id", filter=mentee & mentor),
        free_mentees=Count("id", filter=free_mentee),
        free_mentors=Count("id", filter=free_mentor),
        wanted=Sum(F("mentor_places") - F("mentors_held"), filter=free_mentee),
        offered=Sum(F("mentee_places") - F("mentees_held"), filter=free_mentor),
        waiting=Count("id", filter=Q(state=EnrollmentState.APPLIED)),
        with_hours=Count("id", filter=hours),
        people=Count("id", filter=enrolled),
    )
    skilled = program.enrollments.filter(enrolled, person__profile__skills__isnull=False)
    counts = {key: value or 0 for key, value in found.items()}
    if program.format == Format.PEER:
        counts["offered"] = counts["wanted"]
    return Readiness(**counts, with_skills=skilled.values("id").distinct().count())


@dataclass(frozen=True)
class RunRow:
    """A line of the history."""

    run: MatchRun
    matched: int | None
    mentees: int | None
    pairs: int | None
    mean: float | None
    before: int | None = None
    """The done run before this one, to compare with."""


def runs_of(program: Program, *, limit: int = 10) -> list[RunRow]:
    """The latest runs, newest first, without their large inputs and results: one query."""
    names = ("matched", "mentees", "pairs", "mean")
    found = program.runs.select_related("policy", "requested_by", "job").defer("inputs", "result")
    figures = {f"the_{name}": F(f"result__summary__{name}") for name in names}
    rows: list[RunRow] = []
    before: int | None = None
    for run in reversed(list(found.annotate(**figures)[:limit])):
        done = run.state == RunState.DONE
        matched, mentees, pairs, mean = (getattr(run, f"the_{name}") for name in names)
        rows.append(RunRow(run, matched, mentees, pairs, mean, before if done else None))
        before = run.pk if done else before
    return rows[::-1]


def present_policy(program: Program) -> tuple[Policy | None, dict[str, Any]]:
    """The newest version and its body; the starting policy of the format before there is one."""
    policy = Policy.objects.filter(program=program).first()
    return policy, dict(policy.body) if policy is not None else starting(program)


def policy_body(program: Program, version: int) -> dict[str, Any]:
    """The body of a version; the starting policy for none."""
    body = Policy.objects.filter(program=program, version=version).values_list("body", flat=True).first()
    return dict(body) if body is not None else starting(program)


def open_proposals(program: Program) -> Mapping[str, int]:
    """How many proposals are in which state, over all runs: one query."""
    found = Proposal.objects.filter(program=program).exclude(state=ProposalState.REPLACED)
    return dict(found.order_by().values_list("state").annotate(n=Count("id")))
