"""What can go wrong before the engine starts: bad records and bad policies."""

from __future__ import annotations


class MatchingError(ValueError):
    """Base of every error the engine raises on purpose."""


class InputError(MatchingError):
    """A record of the pool cannot be used.

    `where` names the row and the field (``mentees[3].places``), `message` says what is wrong,
    `hint` says how to mend it.
    """

    def __init__(self, where: str, message: str, hint: str = "") -> None:
        self.where, self.message, self.hint = where, message, hint
        super().__init__(f"{where}: {message}" + (f" {hint}" if hint else ""))


class PolicyError(MatchingError):
    """A policy cannot be used. `path` names the entry (``criteria[2].weight``)."""

    def __init__(self, path: str, message: str, hint: str = "") -> None:
        self.path, self.message, self.hint = path, message, hint
        super().__init__(f"{path}: {message}" + (f" {hint}" if hint else ""))


class Canceled(MatchingError):  # noqa: N818 - being canceled is no error
    """Raise it from a `progress` callable to stop a run."""
