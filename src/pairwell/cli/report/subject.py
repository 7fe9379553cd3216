"""What a report is about: a result, and beside it the people it speaks of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pairwell.matching.policy import Criterion, Policy
from pairwell.matching.result import Result


@dataclass(frozen=True, slots=True)
class Person:
    """A person as the report shows them. `record` is what the engine read about them."""

    name: str
    record: Mapping[str, Any] = field(default_factory=dict)
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Subject:
    """Everything a report needs.

    people: by the ids of the result. understood: (side, field, column names) of the files that were read.
    remarks: what the organizer should know about the data, as sentences. made: when and from what.
    """

    result: Result
    policy: Policy
    people: Mapping[str, Person]
    title: str = "Match report"
    understood: Sequence[tuple[str, str, str]] = ()
    remarks: Sequence[str] = ()
    made: str = ""

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """The criteria that counted: those of the policy less the ones that nobody answered."""
        counted = {entry.get("key") for entry in self.result.criteria}
        return tuple(entry for entry in self.policy.criteria if not counted or entry.key in counted)

    def name(self, identity: str) -> str:
        """The name of a person, or their id when nobody told the name."""
        person = self.people.get(identity)
        return person.name if person else identity

    def record(self, identity: str) -> Mapping[str, Any]:
        """What is known about a person."""
        person = self.people.get(identity)
        return person.record if person else {}
