"""What people say about themselves."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import insist
from pairwell.people.models import Person, Profile, ProfileSkill, Skill
from pairwell.people.rules.profile import refuse_hours, refuse_languages, refuse_skills
from pairwell.people.rules.visibility import refuse_visibility
from pairwell.people.states import SkillKind


@transaction.atomic
def change_profile(*, by: Person, person: Person, **fields: Any) -> Profile:
    """Change what the profile says; makes the profile if there is none.

    Raises Refused on odd hours, unknown languages and audiences.
    """
    insist(refuse_hours(fields.get("working_hours", {})))
    insist(refuse_languages(fields.get("languages", {})))
    insist(refuse_visibility(fields.get("visibility", {})))
    profile = lock_profile(person)
    for key, value in fields.items():
        setattr(profile, key, value)
    profile.save()
    audit.record(by=by, verb="profile changed", thing=profile, details={"fields": sorted(fields)})
    return profile


def lock_profile(person: Person) -> Profile:
    """The person's profile, made if there is none, locked until the transaction ends."""
    Profile.objects.get_or_create(person=person)
    return Profile.objects.select_for_update().get(person=person)


@transaction.atomic
def set_skills(
    *,
    by: Person,
    person: Person,
    kind: str,
    skills: Mapping[str, int],
    urgency: Mapping[str, int] | None = None,
) -> None:
    """Replace the skills somebody offers or wants.

    kind: one of SkillKind; skills: key of the catalog -> level 1 to 5; urgency: key -> 1 to 3 (wanted
    ones; 2 where not said). Keys that the catalog does not have are ignored. Raises Refused on odd levels.
    """
    insist(refuse_skills(skills, kind=SkillKind(kind)))
    profile = lock_profile(person)
    profile.skills.filter(kind=kind).delete()
    known = Skill.objects.filter(key__in=skills)
    ProfileSkill.objects.bulk_create(
        [
            ProfileSkill(
                profile=profile,
                skill=skill,
                kind=kind,
                level=skills[skill.key],
                urgency=(urgency or {}).get(skill.key, 2),
            )
            for skill in known
        ]
    )
    audit.record(by=by, verb="skills changed", thing=profile, details={"kind": kind})


@transaction.atomic
def add_skill(
    *, by: Person, person: Person, kind: str, skill: Skill, level: int = 3, urgency: int = 2
) -> None:
    """Add one skill to those offered or wanted; one that is there stays as it is.

    Raises Refused when there are too many already.
    """
    profile = lock_profile(person)
    levels = {row.skill.key: row.level for row in profile.skills.filter(kind=kind).select_related("skill")}
    if skill.key in levels:
        return
    insist(refuse_skills({**levels, skill.key: level}, kind=SkillKind(kind)))
    ProfileSkill.objects.create(profile=profile, skill=skill, kind=kind, level=level, urgency=urgency)
    audit.record(by=by, verb="skills changed", thing=profile, details={"kind": kind})


@transaction.atomic
def set_time_zone(*, by: Person, person: Person, time_zone: str) -> None:
    """Where somebody works, as a name of the IANA time zone database."""
    Person.objects.filter(pk=person.pk).update(time_zone=time_zone)
    person.time_zone = time_zone
    audit.record(by=by, verb="time zone changed", thing=person)
