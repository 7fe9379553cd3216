"""Moving away: everything (or one program) in open files, and back into an empty installation.

With content: messages, notes and reflections are in it, because it is the owner's own data on its way to
another place. Only a command makes it; no page does.
"""

from pairwell.reports.moving.reading import NotAnExport, bring_in
from pairwell.reports.moving.writing import write_out

__all__ = ["NotAnExport", "bring_in", "write_out"]
