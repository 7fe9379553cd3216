"""What a program says to its people, and who has read it."""

from django.db import models

from pairwell.people.models import Person
from pairwell.programs.models.program import Program
from pairwell.programs.states import AnnouncementAudience


class Announcement(models.Model):
    """A message of the program to some of its people. send_at: when it goes out; sent_at: when it did.

    department, office: only for those whose place in the directory is exactly this; empty: for all.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="announcements")
    subject = models.CharField(max_length=140)
    text = models.TextField(max_length=8000, help_text="Markdown")
    audience = models.CharField(
        max_length=10, choices=AnnouncementAudience.choices, default=AnnouncementAudience.EVERYBODY
    )
    department = models.CharField(max_length=120, blank=True)
    office = models.CharField(max_length=120, blank=True)
    send_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.PositiveIntegerField(default=0)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-send_at", "-id")
        indexes = [
            models.Index(
                fields=("send_at",),
                condition=models.Q(sent_at__isnull=True),
                name="programs_announcement_due",
            )
        ]

    def __str__(self) -> str:
        return self.subject


class AnnouncementCopy(models.Model):
    """One person's copy: who it was sent to, and whether they have opened it."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="copies")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("announcement", "person"), name="programs_announced_once")
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id} to {self.person_id}"
