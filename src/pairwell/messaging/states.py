"""Named states of the post office."""

from django.db import models


class LetterState(models.TextChoices):
    """queued -> sending -> sent; a worker killed while sending leaves the letter in doubt.

    What was sent may come back: sent -> bounced. Of somebody who prefers one letter a week,
    collected -> gathered.
    """

    QUEUED = "queued", "Waiting to be sent"
    COLLECTED = "collected", "Kept for the weekly letter"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    FAILED = "failed", "Refused by the mail server"
    IN_DOUBT = "in_doubt", "Perhaps sent"
    BOUNCED = "bounced", "Came back"
    GATHERED = "gathered", "Told in the weekly letter"
    WITHDRAWN = "withdrawn", "Not sent, no longer needed"


class CalendarMethod(models.TextChoices):
    """iTIP method (RFC 5546) of a letter's invitation."""

    REQUEST = "REQUEST", "Invitation"
    CANCEL = "CANCEL", "Cancellation"


class TroubleKind(models.TextChoices):
    """What is wrong with writing to an address."""

    BOUNCE = "bounce", "Came back"
    COMPLAINT = "complaint", "Called spam"


class ChatState(models.TextChoices):
    """queued -> sending -> sent; put off: back to queued. Killed while sending: in doubt, and not told again."""

    QUEUED = "queued", "Waiting"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    IN_DOUBT = "in_doubt", "Perhaps sent"
    WITHDRAWN = "withdrawn", "Not sent, the chat is off"
