"""What managers do with a run's suggestions, and how a program sends them."""

from django.db import models

from pairwell.pairing.models.runs import MatchRun, Proposal
from pairwell.pairing.states import AfterNo, EditKind
from pairwell.people.models import Person
from pairwell.programs.models import Program


class SendingRules(models.Model):
    """What a program does with proposals that wait or are declined; the defaults hold without a row."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="sending_rules")
    after_no = models.CharField(max_length=10, choices=AfterNo.choices, default=AfterNo.MANAGER)
    most_tries = models.PositiveSmallIntegerField(
        default=3, help_text="proposals to one person before the manager is asked"
    )
    remind_after_days = models.PositiveSmallIntegerField(
        default=3, help_text="days without an answer until one reminder; 0: none"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(most_tries__range=(1, 10)), name="pairing_tries"),
            models.CheckConstraint(condition=models.Q(remind_after_days__lte=60), name="pairing_remind"),
        ]

    def __str__(self) -> str:
        return f"sending rules of program {self.program_id}"


class RunEdit(models.Model):
    """One change that a manager made to a run's suggestions: what went, what came; undone or not.

    removed, added: ids of proposals; apart: ids of the avoidances it made. The run's own result stays as it was.
    """

    run = models.ForeignKey(MatchRun, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=EditKind.choices)
    words = models.CharField(max_length=400)
    removed = models.JSONField(default=list)
    added = models.JSONField(default=list)
    apart = models.JSONField(default=list)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-number",)
        constraints = [models.UniqueConstraint(fields=("run", "number"), name="pairing_edit_number")]

    def __str__(self) -> str:
        return f"edit {self.number} of run {self.run_id}"


class PairNote(models.Model):
    """A note of one manager to the others about a suggestion. Those who are matched never see it."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"note on proposal {self.proposal_id}"
