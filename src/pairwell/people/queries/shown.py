"""People as a reader may see them: every page that shows somebody else's profile reads it here.

How near the reader is comes from the room that knows programs and mentorships; settings name it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.module_loading import import_string

from pairwell.people.models import Endorsement, Person, Profile, ProfileSkill
from pairwell.people.rules.journey import Step, with_ids
from pairwell.people.rules.languages import LANGUAGES
from pairwell.people.rules.profile import FLUENCY, STYLES
from pairwell.people.rules.visibility import Closeness, seen_fields
from pairwell.people.states import Cadence, SkillKind


class Acquaintance(Protocol):
    """Says how near a reader is to people; a floor above implements it."""

    def __call__(self, reader: Person, people: Collection[int]) -> Mapping[int, Closeness]:
        """Person id -> closeness; who is missing is a colleague. A constant number of queries."""


@cache
def _acquaintance() -> Acquaintance:
    found: Acquaintance = import_string(settings.PAIRWELL_ACQUAINTANCE)
    return found


def closeness_to(reader: Person, people: Collection[int]) -> dict[int, Closeness]:
    """How near the reader is to each of these person ids."""
    known = dict.fromkeys(people, Closeness.COLLEAGUE) | dict(_acquaintance()(reader, people))
    return known | ({reader.pk: Closeness.SELF} if reader.pk in known else {})


@dataclass(frozen=True)
class ShownSkill:
    """A skill on somebody's page, with the names of those who vouch for it."""

    key: str
    name: str
    level: int
    urgency: int
    endorsed_by: tuple[Endorsement, ...] = ()


@dataclass(frozen=True)
class ShownPerson:
    """What one reader may see of one person; what they may not see is empty."""

    person: Person
    closeness: Closeness
    fields: frozenset[str]
    headline: str = ""
    pronouns: str = ""
    about: str = ""
    goals: str = ""
    journey: tuple[Step, ...] = ()
    offered: tuple[ShownSkill, ...] = ()
    wanted: tuple[ShownSkill, ...] = ()
    interests: tuple[str, ...] = ()
    languages: tuple[tuple[str, int, str], ...] = ()
    hours: Mapping[str, Sequence[Sequence[int]]] = field(default_factory=dict)
    style: str = ""
    cadence: str = ""
    endorsements: tuple[Endorsement, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether the reader may see this page at all."""
        return "page" in self.fields

    @property
    def has_photo(self) -> bool:
        return bool(self.person.photo_mark) and "photo" in self.fields

    @property
    def time_zone(self) -> str:
        return self.person.time_zone if "hours" in self.fields else ""

    def local_time(self, now: datetime) -> datetime | None:
        """The clock on their wall, where they show it."""
        return now.astimezone(ZoneInfo(self.time_zone)) if self.time_zone else None

    @property
    def since(self) -> date | None:
        """When they came to the organization: the directory knows it, everybody may."""
        return self.person.hired_on


def shown_person(reader: Person, person: Person, *, as_if: Closeness | None = None) -> ShownPerson:
    """One person as the reader may see them; as_if: how somebody this near would (one's own preview)."""
    near = closeness_to(reader, [person.pk])[person.pk]
    return _shown([person], {person.pk: near if as_if is None else min(near, as_if)})[0]


def shown_people(reader: Person, people: Sequence[Person]) -> list[ShownPerson]:
    """Many people as the reader may see them, in their order: a constant number of queries."""
    return _shown(people, closeness_to(reader, [person.pk for person in people]))


def _shown(people: Sequence[Person], near: Mapping[int, Closeness]) -> list[ShownPerson]:
    ids = [person.pk for person in people]
    profiles = {row.person_id: row for row in Profile.objects.filter(person__in=ids)}
    skills = _skills(ids)
    vouched = _endorsements(ids)
    return [
        _one(person, profiles.get(person.pk) or Profile(person=person), near[person.pk], skills, vouched)
        for person in people
    ]


def _skills(ids: Sequence[int]) -> dict[tuple[int, str], list[ProfileSkill]]:
    rows = ProfileSkill.objects.filter(profile__person__in=ids).select_related("skill", "profile")
    found: dict[tuple[int, str], list[ProfileSkill]] = defaultdict(list)
    for row in rows.order_by("-urgency", "-level", "skill__name"):
        found[row.profile.person_id, row.kind].append(row)
    return found


def _endorsements(ids: Sequence[int]) -> dict[int, list[Endorsement]]:
    rows = Endorsement.objects.filter(person__in=ids).select_related("by", "skill")
    found: dict[int, list[Endorsement]] = defaultdict(list)
    for row in rows:
        found[row.person_id].append(row)
    return found


def _one(
    person: Person,
    profile: Profile,
    near: Closeness,
    skills: Mapping[tuple[int, str], Sequence[ProfileSkill]],
    vouched: Mapping[int, Sequence[Endorsement]],
) -> ShownPerson:
    fields = seen_fields(profile.visibility, near)
    words = {
        name: getattr(profile, name) for name in ("headline", "pronouns", "about", "goals") if name in fields
    }
    own = near == Closeness.SELF
    endorsements = [
        row for row in vouched.get(person.pk, ()) if "endorsements" in fields and (own or not row.is_hidden)
    ]
    more: dict[str, Any] = {}
    if "journey" in fields:
        more["journey"] = tuple(with_ids(profile.career))
    if "interests" in fields:
        more["interests"] = tuple(profile.interests)
    if "languages" in fields:
        more["languages"] = _languages(profile.languages)
    if "hours" in fields:
        more["hours"] = profile.working_hours
    if "ways" in fields:
        more["style"] = STYLES.get(profile.style, "")
        more["cadence"] = str(Cadence(profile.cadence).label) if profile.cadence else ""
    for kind in SkillKind.values:
        if kind in fields:
            more[kind] = tuple(_skill(row, endorsements) for row in skills.get((person.pk, kind), ()))
    return ShownPerson(person, near, fields, **words, **more, endorsements=tuple(endorsements))


def _skill(row: ProfileSkill, endorsements: Sequence[Endorsement]) -> ShownSkill:
    mine = row.kind == SkillKind.OFFERED
    by = tuple(e for e in endorsements if e.skill_id == row.skill_id and not e.is_hidden) if mine else ()
    return ShownSkill(row.skill.key, row.skill.name, row.level, row.urgency, by)


def _languages(languages: Mapping[str, int]) -> tuple[tuple[str, int, str], ...]:
    ordered = sorted(languages.items(), key=lambda item: (-item[1], item[0]))
    return tuple((LANGUAGES.get(code, code), level, FLUENCY.get(level, "")) for code, level in ordered)
