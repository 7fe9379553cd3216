"""Contents of goals' and messages' files whose row is gone, with their mentorship or without."""

from pairwell.core.stray_files import remove_strays
from pairwell.mentorships.models import GoalFile, MessageFile


def remove_stray_files() -> int:
    """Take them away; returns how many files went."""
    return remove_strays("goals", GoalFile, "content") + remove_strays("conversation", MessageFile, "content")
