"""Reads of the people room."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import Count, Q, QuerySet

from pairwell.core.text import fold
from pairwell.people.models import Organization, Person, Profile, Skill


def organization() -> Organization:
    """The one organization of this installation; an unsaved one with defaults before it is set up."""
    return Organization.objects.filter(pk=1).first() or Organization(pk=1)


def people(*, words: str = "", active_only: bool = True) -> QuerySet[Person]:
    """People of the directory whose name, mail, title, department or office contain every word."""
    found = Person.objects.filter(is_active=True) if active_only else Person.objects.all()
    for word in fold(words).split():
        found = found.filter(search__contains=word)
    return found


def find_skills(words: str, *, limit: int = 20) -> list[Skill]:
    """Skills whose name or synonym contains the words, names before synonyms."""
    folded = fold(words)
    if not folded:
        return list(Skill.objects.all()[:limit])
    by_name = list(Skill.objects.filter(folded__contains=folded)[:limit])
    rest = Skill.objects.filter(synonyms__folded__contains=folded).exclude(pk__in=[s.pk for s in by_name])
    return by_name + list(rest.distinct()[: limit - len(by_name)])


@dataclass(frozen=True)
class DirectoryFigures:
    """How many people the directory has."""

    active: int
    switched_off: int
    signed_in: int


def directory_figures() -> DirectoryFigures:
    """The directory in three numbers: one query."""
    counts = Person.objects.aggregate(
        active=Count("pk", filter=Q(is_active=True)),
        switched_off=Count("pk", filter=Q(is_active=False)),
        signed_in=Count("pk", filter=Q(is_active=True, last_login__isnull=False)),
    )
    return DirectoryFigures(**counts)


def departments() -> list[str]:
    """Every department that somebody works in, sorted."""
    return _names_of("department")


def offices() -> list[str]:
    """Every office that somebody works at, sorted."""
    return _names_of("office")


NAMES_OF: Final = """
WITH RECURSIVE names AS (
    (SELECT {column} AS name FROM people_person WHERE is_active AND {column} > '' ORDER BY {column} LIMIT 1)
    UNION ALL
    SELECT (SELECT {column} FROM people_person WHERE is_active AND {column} > names.name ORDER BY {column} LIMIT 1)
    FROM names WHERE names.name IS NOT NULL
) SELECT name FROM names WHERE name IS NOT NULL
"""
"""From one name to the next along the index: DISTINCT would go through everybody."""


def in_order(names: Iterable[str]) -> list[str]:
    """Names as people look for them."""
    return sorted(names, key=lambda name: (fold(name), name))


def _names_of(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(NAMES_OF.format(column=column))
        return in_order(name for (name,) in cursor.fetchall())


def profile_of(person: Person) -> Profile:
    """The person's profile; an unsaved empty one when there is none yet."""
    return Profile.objects.filter(person=person).first() or Profile(person=person)


def skill_choices(*, most: int | None = None) -> list[tuple[str, str]]:
    """(key, name) of the whole catalog, or of `most` entries, by name: for pickers."""
    return list(Skill.objects.values_list("key", "name")[:most])


def known_skills(keys: Iterable[str]) -> set[str]:
    """Those of these keys that the catalog has."""
    return set(
        Skill.objects.filter(key__in=[key for key in keys if "\0" not in key]).values_list("key", flat=True)
    )
