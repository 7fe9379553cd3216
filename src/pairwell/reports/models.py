"""When a program's report goes out by itself, and exports that were asked for."""

from django.db import models

from pairwell.core.models import LongJob
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.reports.states import Every


class ReportPlan(models.Model):
    """A program's report, sent to its sponsors by itself. next_on: empty when there is none to come."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="report_plan")
    every = models.CharField(max_length=8, choices=Every.choices)
    next_on = models.DateField(null=True, blank=True, db_index=True)
    last_on = models.DateField(null=True, blank=True)
    last_count = models.PositiveIntegerField(default=0, help_text="letters of the last time")
    planned_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("next_on", "id")

    def __str__(self) -> str:
        return f"report of program {self.program_id}, {self.every}"


class ProgramExport(models.Model):
    """A program in open formats, made by the worker, kept for some days. file: empty until it is made."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="exports")
    job = models.OneToOneField(LongJob, on_delete=models.CASCADE, related_name="+")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    file = models.FileField(upload_to="exports", max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"export of program {self.program_id}"
