"""Named states of runs and proposals."""

from django.db import models


class RunState(models.TextChoices):
    QUEUED = "queued", "Waiting for the worker"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


class RunKind(models.TextChoices):
    FULL = "full", "Match everybody who is free"
    REMATCH = "rematch", "Match again, keep every standing pair"


class ProposalState(models.TextChoices):
    """suggested -> sent -> accepted | declined | expired | withdrawn; a suggestion may be replaced.

    Sent and accepted proposals hold places.
    """

    SUGGESTED = "suggested", "Suggested"
    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Not answered in time"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Replaced by a newer run"


HOLDING = (ProposalState.SENT, ProposalState.ACCEPTED)
"""States in which a proposal holds a place on every side."""


class SideAnswer(models.TextChoices):
    WAITING = "waiting", "No answer yet"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class Source(models.TextChoices):
    RUN = "run", "Found by a match run"
    MANAGER = "manager", "Made by hand"
