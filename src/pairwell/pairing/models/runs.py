"""Match runs, the proposals that come of them, and who could not be matched."""

import uuid

from django.db import models

from pairwell.core.models import LongJob
from pairwell.mentorships.models import Mentorship
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.states import UNDER_WAY, ProposalState, RunKind, RunState, SideAnswer, Source
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Policy, Program


class MatchRun(models.Model):
    """One execution of a Policy over a frozen copy of the pool: reproducible, explained, certified.

    inputs: what the run looks at (ids of enrollments, no names), frozen at `frozen_at`, when the worker began it;
    result: what the engine returned, without the times. Both are large; lists and pages leave them out.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="runs")
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="runs")
    kind = models.CharField(max_length=8, choices=RunKind.choices, default=RunKind.FULL)
    format = models.CharField(
        max_length=12, blank=True, help_text="which of a program's formats it matches; empty: the first"
    )
    state = models.CharField(max_length=8, choices=RunState.choices, default=RunState.QUEUED)
    seed = models.BigIntegerField(default=0)
    inputs = models.JSONField(null=True)
    frozen_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of inputs, policy and seed")
    engine_version = models.CharField(max_length=40, blank=True)
    seconds = models.FloatField(null=True)
    error = models.TextField(blank=True)
    job = models.ForeignKey(LongJob, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(
        default=1, help_text="grows with every change by hand, so that nobody overwrites a colleague's"
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("program",),
                condition=models.Q(state__in=UNDER_WAY),
                name="pairing_one_run_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"run {self.pk} of program {self.program_id}"

    @property
    def shape(self) -> str:
        """The format it matches: its own, or the program's first."""
        return self.format or self.program.format


class Proposal(models.Model):
    """A pair (or circle) that a run or a manager suggests: score, reasons, state.

    score: 0 to 1; contributions: [{"key", "label", "score", "weight", "points", "known", "reason"}],
    points summing to the score; known: the share of the weight that rests on answers given.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="proposals")
    run = models.ForeignKey(MatchRun, null=True, on_delete=models.SET_NULL, related_name="proposals")
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.RUN)
    state = models.CharField(max_length=10, choices=ProposalState.choices, default=ProposalState.SUGGESTED)
    title = models.CharField(max_length=140, blank=True, help_text="a circle's name; empty for pairs")
    score = models.FloatField(null=True)
    known = models.FloatField(null=True)
    contributions = models.JSONField(default=list)
    shared_hours = models.PositiveSmallIntegerField(
        null=True, help_text="working hours of a week in common; empty when somebody has not said theirs"
    )
    is_locked = models.BooleanField(default=False, help_text="no run changes it")
    locked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    follows = models.OneToOneField(
        "self", null=True, on_delete=models.SET_NULL, related_name="followed_by",
        help_text="the declined or expired proposal that this one is the next best after",
    )  # fmt: skip
    reminded_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True, db_index=True)
    decided_at = models.DateTimeField(null=True)
    meeting_at = models.DateTimeField(null=True, help_text="the first meeting that was suggested")
    meeting_uid = models.UUIDField(default=uuid.uuid4, editable=False, help_text="the same in every calendar")
    meeting_sequence = models.PositiveIntegerField(default=0)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.CharField(max_length=500, blank=True, help_text="from the manager to both sides")
    mentorship = models.OneToOneField(
        Mentorship, null=True, on_delete=models.SET_NULL, related_name="proposal"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-score", "id")
        indexes = [models.Index(fields=("program", "state"), name="pairing_proposal_state")]

    def __str__(self) -> str:
        return f"proposal {self.pk}"


class ProposalSide(models.Model):
    """One person of a proposal, and what they answered. A reason for declining is for the manager alone."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="sides")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="proposal_sides")
    role = models.CharField(max_length=8, choices=MemberRole.choices)
    answer = models.CharField(max_length=8, choices=SideAnswer.choices, default=SideAnswer.WAITING)
    private_reason = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("role", "id")
        constraints = [models.UniqueConstraint(fields=("proposal", "enrollment"), name="pairing_side_once")]

    def __str__(self) -> str:
        return f"{self.role} {self.enrollment_id} of proposal {self.proposal_id}"


class Unmatched(models.Model):
    """Somebody a run could not match, and why."""

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="unmatched")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=40)
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("run", "enrollment"), name="pairing_unmatched_once")]

    def __str__(self) -> str:
        return f"{self.enrollment_id} unmatched in {self.run_id}"
