"""Who is with whom in the demo's running and finished programs.

These pairs are the past of a made-up company, put together quickly and sensibly; the match of the program
that is ready for it is left to the engine.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from pairwell.cli.company.cast import PARTS
from pairwell.cli.company.joining import Place
from pairwell.mentorships.states import MemberRole
from pairwell.programs.models import Program
from pairwell.programs.states import Format

LOOK_AT = 24
HOURS_AHEAD = {
    "Africa/Lagos": 1,
    "Europe/Berlin": 1,
    "America/Sao_Paulo": -3,
    "Asia/Kolkata": 5,
    "America/Toronto": -5,
    "Asia/Singapore": 8,
}
"""Of Greenwich in winter, near enough for choosing a partner."""
PART_OF = {number: part.key for number, part in enumerate(PARTS)}


@dataclass(slots=True)
class Group:
    """The members of one mentorship: the mentor (or first peer) first."""

    members: list[tuple[Place, MemberRole]]

    @property
    def first(self) -> Place:
        return self.members[0][0]

    @property
    def second(self) -> Place:
        return self.members[1][0]

    def has(self, key: str) -> bool:
        """Whether this person of the cast is in it."""
        return any(PART_OF.get(place.draft.number) == key for place, _ in self.members)


def group_up(program: Program, places: Sequence[Place], chance: Random) -> list[Group]:
    """Pairs or circles by the program's format; `*_held` of the enrollments follow."""
    if program.format == Format.PEER:
        return _peers(places)
    if program.format == Format.GROUP:
        return _circles(program, places, chance)
    return _pairs(program, places, chance)


def _pairs(program: Program, places: Sequence[Place], chance: Random) -> list[Group]:
    mentors = [place for place in places if not place.mentee]
    for place in mentors:
        if PART_OF.get(place.draft.number) == "mentor":
            place.enrollment.mentee_places = 2
    found = []
    for mentee in sorted((p for p in places if p.mentee), key=lambda p: p.draft.number):
        free = [m for m in mentors if m.enrollment.mentee_places_left > 0 and _suits(program, mentee, m)]
        known = [m for m in free if m.draft.number in PART_OF]
        if known:  # the mentor of the cast is taken first, by the mentee of the cast
            free = known
        if not free:
            continue
        mentor = max(chance.sample(free, min(LOOK_AT, len(free))), key=lambda m: _fit(mentee, m))
        mentor.enrollment.mentees_held += 1
        mentee.enrollment.mentors_held += 1
        found.append(Group([(mentor, MemberRole.MENTOR), (mentee, MemberRole.MENTEE)]))
    return found


def _suits(program: Program, mentee: Place, mentor: Place) -> bool:
    a, b = mentee.draft, mentor.draft
    if a.manager in (b.number, b.manager) or b.manager == a.number:
        return False
    gap = b.level - a.level
    return gap <= -2 if program.format == Format.REVERSE else gap >= 1


def _fit(mentee: Place, mentor: Place) -> tuple[float, int]:
    a, b = mentee.draft, mentor.draft
    met = len(set(a.keys("wanted")) & set(b.keys("offered")))
    apart = abs(HOURS_AHEAD[a.office["time_zone"]] - HOURS_AHEAD[b.office["time_zone"]])
    return met + (a.department != b.department) - apart / 4, -b.number


def _peers(places: Sequence[Place]) -> list[Group]:
    order = sorted(
        places, key=lambda p: (HOURS_AHEAD[p.draft.office["time_zone"]], p.draft.level, p.draft.number)
    )
    found = []
    for one, other in zip(order[::2], order[1::2], strict=False):
        for place in (one, other):
            place.enrollment.mentors_held += 1
        found.append(Group([(one, MemberRole.PEER), (other, MemberRole.PEER)]))
    return found


def _circles(program: Program, places: Sequence[Place], chance: Random) -> list[Group]:
    mentors = [place for place in places if not place.mentee]
    mentees = chance.sample([place for place in places if place.mentee], sum(p.mentee for p in places))
    found = []
    for number, leader in enumerate(mentors):
        members = mentees[number :: len(mentors)][: program.circle_size]
        leader.enrollment.mentees_held = len(members)
        for place in members:
            place.enrollment.mentors_held = 1
        found.append(Group([(leader, MemberRole.MENTOR), *((p, MemberRole.MENTEE) for p in members)]))
    return found
