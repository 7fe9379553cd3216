"""What `pairwell doctor` finds: a line each, with the way to mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is."""

    OK = "OK"
    WARNING = "warning"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: what was looked at, what was found, and how to mend it unless it is fine."""

    level: Level
    subject: str
    text: str
    mend: str = ""


Check = Callable[[], Iterator[Finding]]


def ok(subject: str, text: str) -> Finding:
    """A finding that needs nothing done."""
    return Finding(Level.OK, subject, text)


def warning(subject: str, text: str, mend: str) -> Finding:
    """A finding with which Pairwell runs, but not as it should."""
    return Finding(Level.WARNING, subject, text, mend)


def problem(subject: str, text: str, mend: str) -> Finding:
    """A finding that keeps something from working or people's data from being safe."""
    return Finding(Level.PROBLEM, subject, text, mend)


def look(subject: str, check: Check) -> list[Finding]:
    """Run one check; a check that breaks is itself a problem, and the others still run."""
    try:
        return list(check())
    except Exception as error:
        text = f"{type(error).__name__}: {str(error).strip().splitlines()[0] if str(error) else 'no message'}"
        return [problem(subject, f"could not be checked ({text})", "Mend the problems above first.")]
