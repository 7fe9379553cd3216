"""The distance between what somebody can do and what a role asks for."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Gap:
    """A skill of a role: how far one should be, how far somebody is (0: not at all)."""

    key: str
    name: str
    needed: int
    level: int

    @property
    def missing(self) -> int:
        """Levels that are missing, 0 when there is no gap."""
        return max(0, self.needed - self.level)


def gaps(needs: Iterable[tuple[str, str, int, int]]) -> list[Gap]:
    """(key, name, needed, level) of each skill as gaps, the widest first."""
    found = [Gap(*need) for need in needs]
    return sorted(found, key=lambda gap: (-gap.missing, -gap.needed, gap.name))
