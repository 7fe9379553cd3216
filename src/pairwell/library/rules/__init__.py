"""Pure decisions of the library."""

from pairwell.library.rules.activities import ActivityProblem, check_activity

__all__ = ["ActivityProblem", "check_activity"]
