"""What a member shows to those who run the program because it should not have been written."""

from django.db import models

from pairwell.mentorships.models.conversation import Message
from pairwell.mentorships.models.mentorship import Mentorship
from pairwell.mentorships.states import ReportReason
from pairwell.people.models import Person


class MessageReport(models.Model):
    """One message, as it was when a member reported it: the only words of a conversation others may ever read.

    text: what it said; earlier: what it said before it was changed; files: names of its files, not their contents.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="reports")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="reports")
    reported_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=8000, blank=True)
    earlier = models.JSONField(default=list, blank=True)
    files = models.JSONField(default=list, blank=True)
    written_at = models.DateTimeField()
    reason = models.CharField(max_length=10, choices=ReportReason.choices)
    note = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    outcome = models.TextField(max_length=2000, blank=True, help_text="what was done, for those who run it")

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=("message", "reported_by"), name="mentorships_reported_once")
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"


class ReportReading(models.Model):
    """Who has read a reported message; the members were told of each."""

    report = models.ForeignKey(MessageReport, on_delete=models.CASCADE, related_name="readings")
    reader = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("report", "reader"), name="mentorships_read_report")]

    def __str__(self) -> str:
        return f"{self.reader_id} read report {self.report_id}"
