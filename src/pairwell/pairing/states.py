"""Named states of runs and proposals."""

from django.db import models


class RunState(models.TextChoices):
    QUEUED = "queued", "Waiting for the worker"
    RUNNING = "running", "Running"
    DONE = "done", "Done"
    FAILED = "failed", "Failed"


UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)


class RunKind(models.TextChoices):
    FULL = "full", "Match everybody who is free"
    REMATCH = "rematch", "Match again, keep every standing pair"
    ANEW = "anew", "Match again, arrange anew what was not sent"


KEEPING = (RunKind.REMATCH,)
"""Kinds of runs that leave suggestions that were not sent as they are; the others replace those not locked."""
WAITING_FIRST = (RunKind.REMATCH, RunKind.ANEW)
"""Kinds of runs in which those who have waited through an earlier one come first."""


class ProposalState(models.TextChoices):
    """suggested -> approved -> sent -> accepted | declined | expired | withdrawn; a suggestion may be replaced.

    Approved, sent and accepted proposals hold places; nobody is told of an approved one yet.
    """

    SUGGESTED = "suggested", "Suggested"
    APPROVED = "approved", "Approved, not told yet"
    SENT = "sent", "Sent"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    EXPIRED = "expired", "Not answered in time"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REPLACED = "replaced", "Replaced by a newer run"


HOLDING = (ProposalState.APPROVED, ProposalState.SENT, ProposalState.ACCEPTED)
"""States in which a proposal holds a place on every side."""


class SideAnswer(models.TextChoices):
    WAITING = "waiting", "No answer yet"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"


class Source(models.TextChoices):
    RUN = "run", "Found by a match run"
    MANAGER = "manager", "Made by hand"
    REQUEST = "request", "Asked for by one of them"
    MUTUAL = "mutual", "Both said yes privately"


class MatchingMode(models.TextChoices):
    """How much people decide about their own match."""

    MANAGED = "managed", "The program manager matches"
    SELF = "self", "People ask each other"
    HYBRID = "hybrid", "People rank, the engine settles"


class RequestState(models.TextChoices):
    """lined up -> asked -> accepted | declined | passed; withdrawn by the asker, closed by what happened."""

    LINED_UP = "lined_up", "Next in line"
    ASKED = "asked", "Waiting for an answer"
    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Declined"
    PASSED = "passed", "Not answered in time"
    WITHDRAWN = "withdrawn", "Taken back"
    CLOSED = "closed", "No longer possible"


OPEN_REQUESTS = (RequestState.LINED_UP, RequestState.ASKED)
"""Requests that may still come to something."""


class FitAnswer(models.TextChoices):
    GOOD = "good", "A good match"
    UNDECIDED = "undecided", "Too early to say"
    NOT = "not", "Not the right match"


class AfterFitCheck(models.TextChoices):
    """What a program offers somebody for whom the match is not right."""

    NOTHING = "nothing", "Nothing more: the answer is for oneself"
    TALK = "talk", "They can ask the program manager to talk"
    REMATCH = "rematch", "They can talk, or end without blame and be matched again"


class EditKind(models.TextChoices):
    """What a manager does to the suggestions of a run by hand."""

    PAIR = "pair", "Made a pair"
    FORBID = "forbid", "Kept two apart"
    UNMATCH = "unmatch", "Took a suggestion back"
    SWAP = "swap", "Swapped"
    MOVE = "move", "Moved to another circle"


class AfterNo(models.TextChoices):
    """What follows when a proposal is declined or not answered."""

    MANAGER = "manager", "Ask the program managers"
    NEXT_BEST = "next_best", "Send the next best match by itself"
