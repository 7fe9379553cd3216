"""What managers keep of the people table: views of their own, and bulk steps that can be undone."""

from django.db import models

from pairwell.people.models import Person
from pairwell.programs.models.program import Program


class SavedView(models.Model):
    """Filters and columns of a manager's table under a name, for the manager who saved it."""

    class Table(models.TextChoices):
        PEOPLE = "people", "People"
        MENTORSHIPS = "mentorships", "Mentorships"

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    table = models.CharField(max_length=12, choices=Table.choices, default=Table.PEOPLE)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000, help_text="the query string of the table")

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=("program", "person", "table", "name"), name="programs_view_once")
        ]

    def __str__(self) -> str:
        return self.name


class BulkStep(models.Model):
    """A step that was done for many people at once, with what it takes to undo it.

    before: [[enrollment id, state, waits_for, approved_at, waiting_since, paused_at], ...]; after: the same.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    step = models.CharField(max_length=20)
    before = models.JSONField(default=list)
    after = models.JSONField(default=list)
    done_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.step} of {len(self.before)}"
