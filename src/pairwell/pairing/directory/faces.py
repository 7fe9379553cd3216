"""Somebody as a list of the directory shows them: the ten values of a card, read for a page of people in one query."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from pairwell.people.rules.visibility import Closeness, may_see

_FACES = """
SELECT enrollment.id, person.id, person.full_name, person.title, person.office, person.photo_mark,
       profile.headline, profile.visibility
FROM programs_enrollment AS enrollment
JOIN people_person AS person ON person.id = enrollment.person_id
LEFT JOIN people_profile AS profile ON profile.person_id = person.id
WHERE enrollment.id = ANY(%s)
"""


@dataclass(frozen=True, slots=True)
class Face:
    """One person, with the headline that people of their programs may read ("" where they may not)."""

    pk: int
    full_name: str
    title: str
    office: str
    photo_mark: str
    headline: str


def faces_of(enrollments: Sequence[int]) -> dict[int, Face]:
    """The people of these enrollments by its id; nobody is asked here whether they may be seen."""
    if not enrollments:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FACES, [list(enrollments)])
        return {
            enrollment: Face(pk, name, title, office, mark, _read(headline, visibility))
            for enrollment, pk, name, title, office, mark, headline, visibility in cursor.fetchall()
        }


def _read(headline: str | None, visibility: str | None) -> str:
    chosen = json.loads(visibility) if visibility else {}
    return headline if headline and may_see("headline", chosen, Closeness.PROGRAM) else ""
