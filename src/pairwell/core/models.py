"""Tables that know no domain: the audit trail and the progress of long work."""

from django.db import models


class AuditEntry(models.Model):
    """Who did what to which thing, when, from where. The database refuses updates and deletes."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor_id = models.BigIntegerField(null=True, db_index=True, help_text="the Person; empty: the system")
    verb = models.CharField(max_length=80)
    thing = models.CharField(max_length=80, help_text="room.Model of the thing")
    thing_id = models.BigIntegerField(null=True)
    program_id = models.BigIntegerField(null=True, db_index=True)
    details = models.JSONField(default=dict)
    address = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("-id",)
        indexes = [models.Index(fields=("thing", "thing_id"), name="core_audit_thing")]

    def __str__(self) -> str:
        return f"{self.verb} {self.thing} {self.thing_id}"


class LongJob(models.Model):
    """Progress of work done by the worker: shown as a bar, can be left and found again."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting for the worker"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State.choices, default=State.QUEUED)
    phase = models.CharField(max_length=120, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    requester_id = models.BigIntegerField(null=True, help_text="the Person who asked for it")
    requested_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def percent(self) -> int:
        """Whole percent done, 0 to 100."""
        if self.state == self.State.DONE:
            return 100
        return min(99, 100 * self.done // self.total) if self.total else 0

    @property
    def is_over(self) -> bool:
        return self.state in (self.State.DONE, self.State.FAILED)
