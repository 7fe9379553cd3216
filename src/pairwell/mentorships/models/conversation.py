"""What members write to each other, and to themselves."""

import uuid

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from pairwell.mentorships.models.mentorship import Mentorship
from pairwell.people.models import Person

#: How words are cut for the search: as they stand, because people write in many languages.
WORDS = SearchVector("text", config="simple")


class Conversation(models.Model):
    """How far the conversation of a mentorship has got: `version` grows with every message written or changed.

    The row is locked while somebody writes, so that versions come in the order in which others see them.
    """

    mentorship = models.OneToOneField(Mentorship, on_delete=models.CASCADE, related_name="conversation")
    version = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"conversation of {self.mentorship_id}"


class Message(models.Model):
    """A line in the mentorship's own conversation; nobody but its members reads it."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=8000)
    idempotency_key = models.CharField(max_length=64, unique=True, help_text="a form sent twice writes once")
    sent_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True, blank=True)
    version = models.BigIntegerField(default=0, help_text="of the conversation, when it was last changed")

    class Meta:
        ordering = ("id",)
        indexes = [
            models.Index(fields=("mentorship", "id"), name="mentorships_message_order"),
            models.Index(fields=("mentorship", "version"), name="mentorships_message_changes"),
            GinIndex(WORDS, name="mentorships_message_words"),
        ]

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


class Mention(models.Model):
    """Somebody was called by name in a message."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=("message", "person"), name="mentorships_mention_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in message {self.message_id}"


def place_of(file: "MessageFile", name: str) -> str:
    """Where a file lies: never under a name that somebody chose."""
    return f"conversation/{uuid.uuid4().hex}"


class MessageFile(models.Model):
    """A file sent with a message; handed out to members alone, always as a download.

    removed_at: its author has taken it away; the name stays as a trace, the bytes are gone.
    """

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    content = models.FileField(upload_to=place_of, max_length=200, blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


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
