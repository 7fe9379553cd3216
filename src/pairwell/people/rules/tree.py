"""The reporting tree."""

from collections.abc import Mapping


def would_close_circle(person: int, manager: int, manager_of: Mapping[int, int]) -> bool:
    """Whether making `manager` the manager of `person` would let somebody report to themself."""
    seen = set()
    step: int | None = manager
    while step is not None and step not in seen:
        if step == person:
            return True
        seen.add(step)
        step = manager_of.get(step)
    return False
