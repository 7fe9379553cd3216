"""What partners may vouch for after a good end, and what a reader has said already."""

from collections.abc import Iterable
from dataclasses import dataclass

from pairwell.mentorships.models import Mentorship
from pairwell.mentorships.people_in import Circle
from pairwell.mentorships.queries.beginning import standings
from pairwell.people.models import Endorsement, Person, Skill


@dataclass(frozen=True)
class Vouching:
    """One partner: what the reader said of them, and the skills they could still vouch for."""

    partner: Person
    said: tuple[Endorsement, ...]
    open: tuple[Skill, ...]


def skills_to_vouch_for(mentorship: Mentorship, circle: Circle, reader: Person) -> list[Skill]:
    """The skills this mentorship was about, as far as the reader knows of them."""
    return [row.skill for row in standings(mentorship, circle, reader)]


def vouchings(circle: Circle, reader: Person, skills: Iterable[Skill]) -> list[Vouching]:
    """Each of the others with what the reader said of them: one query."""
    others, skills = circle.others(reader), list(skills)
    rows = Endorsement.objects.filter(by=reader, person__in=others).select_related("skill")
    said: dict[int, list[Endorsement]] = {}
    for row in rows.order_by("skill__name"):
        said.setdefault(row.person_id, []).append(row)
    found = []
    for partner in others:
        own = said.get(partner.pk, [])
        done = {row.skill_id for row in own}
        found.append(Vouching(partner, tuple(own), tuple(s for s in skills if s.pk not in done)))
    return found
