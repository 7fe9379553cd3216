"""Writing the drafted people into the directory, in bulk."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time, timedelta

from django.contrib.auth.hashers import make_password

from pairwell.cli.company.cast import PARTS, cast
from pairwell.cli.company.material import COMPANY
from pairwell.cli.company.persons import Somebody
from pairwell.cli.company.voice import describe
from pairwell.people.models import Organization, Person, Profile, ProfileSkill, RoleGrant, Skill
from pairwell.people.states import OrganizationRole

BATCH = 2000
Progress = Callable[[str, int, int], None]
ROLES = {
    "owner": OrganizationRole.OWNER,
    "administrator": OrganizationRole.ADMINISTRATOR,
    "sponsor": OrganizationRole.SPONSOR,
}


def write_directory(people: Sequence[Somebody], seed: int, progress: Progress) -> list[Person]:
    """People, profiles, skills, roles and the organization; returns the people in the order given."""
    Organization.objects.update_or_create(
        pk=1,
        defaults={"name": COMPANY, "time_zone": "Europe/Berlin", "demo_cast": [list(row) for row in cast()]},
    )
    persons = _write_people(people, progress)
    _write_profiles(people, persons, seed, progress)
    by_part = {part.key: persons[number] for number, part in enumerate(PARTS)}
    RoleGrant.objects.bulk_create(RoleGrant(person=by_part[key], role=role) for key, role in ROLES.items())
    return persons


def _write_people(people: Sequence[Somebody], progress: Progress) -> list[Person]:
    made: list[Person] = []
    for start in range(0, len(people), BATCH):
        rows = [_person(found) for found in people[start : start + BATCH]]
        made += Person.objects.bulk_create(rows)
        progress("people", len(made), len(people))
    for found, person in zip(people, made, strict=True):
        person.manager_id = None if found.manager is None else made[found.manager].pk
    Person.objects.bulk_update(made, ["manager"], batch_size=BATCH)
    return made


def _person(found: Somebody) -> Person:
    person = Person(
        email=found.email,
        full_name=found.full_name,
        employee_id=f"K{found.number + 10001}",
        title=found.title,
        department=found.department,
        office=found.office["name"],
        country=found.office["country"],
        level=found.level,
        hired_on=found.hired_on,
        time_zone=found.office["time_zone"],
        language="en",
        password=make_password(None),
        attributes={"Cost center": str(4000 + 10 * (sum(map(ord, found.department)) % 90))},
    )
    person.search = person.search_text()
    return person


def _write_profiles(
    people: Sequence[Somebody], persons: Sequence[Person], seed: int, progress: Progress
) -> None:
    skills = {skill.key: skill for skill in Skill.objects.all()}
    names = {key: skill.name for key, skill in skills.items()}
    for start in range(0, len(people), BATCH):
        batch = list(zip(people, persons, strict=True))[start : start + BATCH]
        profiles = Profile.objects.bulk_create(_profile(found, row, names, seed) for found, row in batch)
        ProfileSkill.objects.bulk_create(
            [
                ProfileSkill(profile=profile, skill=skills[key], kind=kind, level=level, urgency=urgency)
                for profile, (found, _) in zip(profiles, batch, strict=True)
                for (kind, key), (level, urgency) in found.skills.items()
            ],
            batch_size=5000,
        )
        progress("profiles", start + len(batch), len(people))


def _profile(found: Somebody, person: Person, names: dict[str, str], seed: int) -> Profile:
    headline, about, goals = describe(found, names, seed)
    return Profile(
        person=person,
        headline=headline,
        about=about,
        goals=goals,
        pronouns=found.pronouns,
        career=found.career,
        interests=found.interests,
        languages=found.languages,
        working_hours=found.hours,
        style=found.style,
        cadence=found.cadence,
    )


def moment(today: datetime, days_ago: float, hour: int = 9, minute: int = 0) -> datetime:
    """A time of day some days before (or, negative, after) today, moved to a working day, in UTC."""
    day = (today - timedelta(days=days_ago)).date()
    step = 1 if days_ago < 0 else -1
    while day.weekday() >= 5:
        day += timedelta(days=step)
    return datetime.combine(day, time(hour, minute), UTC)
