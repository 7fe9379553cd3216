"""Who reads a page: the person, their roles and what the frame of every page says to them, in one query."""

from dataclasses import dataclass
from typing import Final

from pairwell.core.rows import columns_of, first_row, objects_of
from pairwell.people.models import Organization, Person
from pairwell.people.permissions import remember_roles
from pairwell.people.queries import organization
from pairwell.programs.permissions import remember_program_roles

_READER: Final = f"""
SELECT {columns_of(Person, "person")}, {columns_of(Organization, "ours")},
       ARRAY(SELECT role FROM people_rolegrant WHERE person_id = person.id),
       ARRAY(SELECT DISTINCT role FROM programs_grant WHERE person_id = person.id),
       EXISTS (SELECT 1 FROM people_person WHERE manager_id = person.id AND is_active),
       (SELECT count(*) FROM messaging_notice WHERE to_id = person.id AND read_at IS NULL)
FROM people_person AS person LEFT JOIN people_organization AS ours ON ours.id = 1 WHERE person.id = %s
"""  # noqa: S608 - nothing of it is typed by anybody


@dataclass(frozen=True)
class Frame:
    """What the frame of a page says: whose it is, and what is there for the reader."""

    organization: Organization
    has_reports: bool = False
    unread: int = 0


def reader(person_id: int) -> Person | None:
    """The person with their roles and the frame of their pages, all as they are now; None: there is none."""
    row = first_row(_READER, [person_id])
    if row is None:
        return None
    person, ours = objects_of((Person, Organization), row)
    roles, program_roles, has_reports, unread = row[-4:]
    remember_roles(person, roles)
    remember_program_roles(person, program_roles)
    person._frame = Frame(ours or Organization(pk=1), has_reports, unread)
    return person


def frame_for(person: Person) -> Frame:
    """What was read together with the person; read now, once, for one that came another way, as in a test."""
    if not hasattr(person, "_frame"):
        again = reader(person.pk)
        person._frame = again._frame if again is not None else Frame(organization())
    return person._frame
