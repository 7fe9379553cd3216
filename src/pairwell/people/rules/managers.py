"""Circles in a reporting tree: everybody has one manager at most, so a walk upwards finds them."""

from collections.abc import Mapping


class Circles:
    """All circles of a map from a person to their manager, found in one pass."""

    def __init__(self, manager_of: Mapping[str, str]) -> None:
        self._circle: dict[str, tuple[str, ...]] = {}
        done: set[str] = set()
        for start in manager_of:
            path: dict[str, int] = {}
            person: str | None = start
            while person is not None and person not in done and person not in path:
                path[person] = len(path)
                person = manager_of.get(person)
            if person is not None and person in path:
                members = tuple(path)[path[person] :]
                self._circle.update(dict.fromkeys(members, members))
            done.update(path)

    def of(self, person: str) -> tuple[str, ...]:
        """The circle this person is part of, in order upwards; empty if none."""
        return self._circle.get(person, ())
