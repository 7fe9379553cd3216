"""Who reads a page: the person, their roles and what the frame of every page says to them, in one query."""

from dataclasses import dataclass
from typing import Final

from pairwell.people.models import Organization, Person
from pairwell.people.permissions import remember_roles
from pairwell.people.queries import organization
from pairwell.programs.permissions import remember_program_roles

_READER: Final = """
SELECT person.*,
       ARRAY(SELECT role FROM people_rolegrant WHERE person_id = person.id) AS found_roles,
       ARRAY(SELECT DISTINCT role FROM programs_grant WHERE person_id = person.id) AS found_program_roles,
       EXISTS (SELECT 1 FROM people_person WHERE manager_id = person.id AND is_active) AS found_reports,
       (SELECT count(*) FROM messaging_notice WHERE to_id = person.id AND read_at IS NULL) AS found_unread,
       ours.name AS ours_name, ours.brand_color AS ours_color, ours.is_demo AS ours_is_demo
FROM people_person AS person LEFT JOIN people_organization AS ours ON ours.id = 1 WHERE person.id = %s
"""


@dataclass(frozen=True)
class Frame:
    """What the frame of a page says: whose it is, and what is there for the reader."""

    name: str
    brand_color: str
    is_demo: bool
    has_reports: bool = False
    unread: int = 0


def reader(person_id: int) -> Person | None:
    """The person with their roles and the frame of their pages, all as they are now; None: there is none."""
    for person in Person.objects.raw(_READER, [person_id]):
        remember_roles(person, person.found_roles)
        remember_program_roles(person, person.found_program_roles)
        ours = Organization() if person.ours_name is None else None
        person._frame = Frame(
            ours.name if ours else person.ours_name,
            ours.brand_color if ours else person.ours_color,
            ours.is_demo if ours else person.ours_is_demo,
            person.found_reports,
            person.found_unread,
        )
        return person
    return None


def frame_for(person: Person | None) -> Frame:
    """What was read together with the person; the organization alone for those who are not signed in."""
    if person is None:
        ours = organization()
        return Frame(ours.name, ours.brand_color, ours.is_demo)
    if not hasattr(person, "_frame"):  # a person that came another way, as in a test
        person = reader(person.pk) or person
    return person._frame
