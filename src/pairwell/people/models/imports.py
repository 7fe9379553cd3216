"""Imports of the directory: the file as it came, what was wrong with it, and how to undo it."""

from django.db import models

from pairwell.core.models import LongJob
from pairwell.people.models.directory import Person
from pairwell.people.states import BadRows, ImportState


class DirectoryImport(models.Model):
    """One uploaded people file on its way into the directory."""

    file_name = models.CharField(max_length=255)
    content = models.BinaryField(help_text="the file as uploaded; emptied a month after the import")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file")
    headers = models.JSONField(default=list)
    sample = models.JSONField(default=list, help_text="the first rows, for the mapping step")
    mapping = models.JSONField(default=dict, help_text="field of the directory -> header of the file")
    bad_rows = models.CharField(max_length=8, choices=BadRows.choices, default=BadRows.SKIP)
    state = models.CharField(max_length=12, choices=ImportState.choices, default=ImportState.UPLOADED)
    rows = models.PositiveIntegerField(default=0)
    to_create = models.PositiveIntegerField(default=0)
    to_update = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    imported_until = models.PositiveIntegerField(default=0, help_text="checkpoint: rows committed so far")
    error = models.TextField(blank=True)
    job = models.ForeignKey(LongJob, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"


class ImportProblem(models.Model):
    """A row that was not imported, with the reason, or a warning about one that was."""

    of = models.ForeignKey(DirectoryImport, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(help_text="line of the file, the header being 1")
    column = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=400)
    is_warning = models.BooleanField(default=False)
    raw = models.JSONField(default=list)

    class Meta:
        ordering = ("row", "id")
        indexes = [models.Index(fields=("of", "row"), name="people_problem_row")]

    def __str__(self) -> str:
        return f"row {self.row}: {self.reason}"


class ImportedChange(models.Model):
    """What an import did to one person, so that it can be undone."""

    of = models.ForeignKey(DirectoryImport, on_delete=models.CASCADE, related_name="changes")
    person = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    was_created = models.BooleanField()
    before = models.JSONField(default=dict, help_text="the changed fields as they were")
    after = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("of", "person"), name="people_change_once")]

    def __str__(self) -> str:
        return f"{'created' if self.was_created else 'changed'} {self.person_id}"
