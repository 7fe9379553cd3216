"""Who a proposal is between: read once, used by verbs, letters and pages alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from pairwell.mentorships.people_in import joined
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.pairing.rules import side_of
from pairwell.people.models import Person

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


def strongest_reasons(proposal: Proposal, most: int = 3) -> list[str]:
    """The reasons that count most, in words."""
    return [row["reason"] for row in proposal.contributions if row.get("reason")][:most]


def enrollments_of(parties: Iterable[Parties]) -> Sequence[int]:
    """Ids of everybody's enrollments, ascending: the order in which they are locked."""
    return sorted({side.enrollment_id for p in parties for side in p.sides})
