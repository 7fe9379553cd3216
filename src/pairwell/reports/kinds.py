"""The kind of letter this room sends."""

from pairwell.messaging.kinds import Kind, register

REPORT = "program-report"


def make_known() -> None:
    """Called once, when the room is loaded."""
    register(Kind(REPORT, "Reports of programs", "What came of a program you sponsor, as a PDF."))
