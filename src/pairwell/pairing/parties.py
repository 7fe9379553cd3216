"""Who a proposal is between: read once, used by verbs, letters and pages alike."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from pairwell.mentorships.people_in import joined
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.pairing.rules import side_of
from pairwell.pairing.sharing import Audience, told
from pairwell.people.models import Person, Profile
from pairwell.people.rules.visibility import FIELDS, Closeness, seen_fields
from pairwell.programs.models import Question
from pairwell.programs.states import SeenBy

_ORDER = {MemberRole.MENTOR: 0, MemberRole.PEER: 1, MemberRole.MENTEE: 2}


@dataclass(frozen=True)
class Parties:
    """The sides of a proposal, mentors first."""

    sides: tuple[ProposalSide, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(side.enrollment.person for side in self.sides)

    @property
    def places(self) -> list[tuple[int, str]]:
        """The places a sent proposal holds: (enrollment, side)."""
        return [(side.enrollment_id, side_of(side.role)) for side in self.sides]

    def others(self, person: Person) -> tuple[ProposalSide, ...]:
        """Everybody's side but this person's."""
        return tuple(s for s in self.sides if s.enrollment.person_id != person.pk)

    def of(self, person: Person) -> ProposalSide | None:
        """This person's own side."""
        return next((s for s in self.sides if s.enrollment.person_id == person.pk), None)

    def names(self, reader: Person | None = None) -> str:
        """The others as a sentence names them; everybody without a reader."""
        sides = self.others(reader) if reader else self.sides
        return joined([s.enrollment.person.full_name for s in sides])


def parties_from(sides: Iterable[ProposalSide]) -> Parties:
    """Parties of rows that were read already."""
    return Parties(
        tuple(sorted(sides, key=lambda s: (_ORDER[MemberRole(s.role)], s.enrollment.person.full_name)))
    )


def with_sides(proposals: QuerySet[Proposal]) -> QuerySet[Proposal]:
    """Proposals with their sides, people and profiles: two queries for any number."""
    sides = ProposalSide.objects.select_related("enrollment__person__profile")
    return proposals.prefetch_related(Prefetch("sides", queryset=sides))


def parties_of(proposal: Proposal) -> Parties:
    """The parties of one proposal; no query when read by `with_sides`."""
    if "sides" in getattr(proposal, "_prefetched_objects_cache", {}):
        return parties_from(proposal.sides.all())
    return parties_from(proposal.sides.select_related("enrollment__person__profile"))


def seen_of(profile: Profile | None) -> frozenset[str]:
    """What people of one's programs may see of a profile."""
    return seen_fields(profile.visibility if profile else {}, Closeness.PROGRAM)


def told_about(
    people: Iterable[Person], contributions: Iterable[Mapping[str, Any]], audience: Audience
) -> list[dict[str, Any]]:
    """What a fit of these people is made of, with the reasons that this audience may read.

    No query when their profiles were read with them.
    """
    shown = (seen_of(getattr(person, "profile", None)) for person in people)
    return told(contributions, frozenset(FIELDS).intersection(*shown), audience)


def match_audiences(programs: Iterable[int]) -> dict[int, Audience]:
    """What the two of a match may read of each other's answers, by program: one query."""
    found: dict[int, set[str]] = {pk: set() for pk in programs}
    asked = Question.objects.filter(program__in=found, seen_by=SeenBy.PARTNERS)
    for program, key in asked.values_list("program_id", "key"):
        found[program].add(key)
    return {pk: Audience(questions=frozenset(keys)) for pk, keys in found.items()}


def enrollments_of(parties: Iterable[Parties]) -> Sequence[int]:
    """Ids of everybody's enrollments, ascending: the order in which they are locked."""
    return sorted({side.enrollment_id for p in parties for side in p.sides})
