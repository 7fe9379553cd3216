"""What members write to each other, and to themselves."""

from django.db import models

from pairwell.mentorships.models.mentorship import Mentorship
from pairwell.people.models import Person


class Message(models.Model):
    """A line in the mentorship's own conversation; nobody but its members reads it."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=8000)
    idempotency_key = models.CharField(max_length=64, unique=True, help_text="a form sent twice writes once")
    sent_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=("mentorship", "id"), name="mentorships_message_order")]

    def __str__(self) -> str:
        return f"message {self.pk}"


class EarlierText(models.Model):
    """What a message said before it was edited: the trace that its readers can open."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="earlier")
    text = models.TextField(max_length=8000)
    replaced_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"earlier text of message {self.message_id}"


class ReadMark(models.Model):
    """How far somebody has read a conversation."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    last_message_id = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("mentorship", "person"), name="mentorships_read_once")]

    def __str__(self) -> str:
        return f"{self.person_id} read to {self.last_message_id}"


class Note(models.Model):
    """A private note (its author alone) or a shared one (the members); `version` guards lost edits."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    is_shared = models.BooleanField(default=False)
    text = models.TextField(max_length=20000)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("-changed_at",)

    def __str__(self) -> str:
        return f"note {self.pk}"
