"""Who is in a mentorship: read once, used by verbs and pages alike."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pairwell.mentorships.models import Membership, Mentorship
from pairwell.mentorships.states import MemberRole
from pairwell.people.models import Person


@dataclass(frozen=True)
class Circle:
    """The present members of a mentorship, leaders first."""

    members: tuple[Membership, ...]

    @property
    def people(self) -> tuple[Person, ...]:
        return tuple(m.person for m in self.members)

    def others(self, person: Person) -> tuple[Person, ...]:
        """Everybody but this person."""
        return tuple(m.person for m in self.members if m.person_id != person.pk)

    def of(self, person: Person) -> Membership | None:
        """This person's own place, if they are present."""
        return next((m for m in self.members if m.person_id == person.pk), None)

    def names(self, reader: Person) -> str:
        """The others, as a sentence would name them."""
        return joined([p.full_name for p in self.others(reader)])

    @property
    def mentors(self) -> tuple[Membership, ...]:
        return tuple(m for m in self.members if m.role == MemberRole.MENTOR)

    @property
    def is_circle(self) -> bool:
        return len(self.members) > 2


_ORDER = {MemberRole.MENTOR: 0, MemberRole.PEER: 1, MemberRole.MENTEE: 2}


def circle_of(mentorship: Mentorship) -> Circle:
    """The present members with person, profile and enrollment: one query."""
    found = mentorship.memberships.filter(left_at__isnull=True)
    return circle_from(found.select_related("person__profile", "enrollment"))


def circle_from(memberships: Iterable[Membership]) -> Circle:
    """A circle of rows that were read already."""
    return Circle(tuple(sorted(memberships, key=lambda m: (_ORDER[MemberRole(m.role)], m.person.full_name))))


def joined(names: Sequence[str]) -> str:
    """Names as a sentence lists them: "Ada and Ben"; from five on "Ada, Ben, Cleo and 2 others"."""
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} others"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
