"""What the people table sorts and filters by is a copy of the directory: triggers keep it, this looks after it."""

from typing import Final

from django.db import connection

_FOLLOW: Final = """
UPDATE programs_listed AS listed
SET (name, search, department, office) = (person.full_name, person.search, person.department, person.office)
FROM people_person AS person
WHERE person.id = listed.person_id AND listed.enrollment_id IN (
    SELECT old.enrollment_id FROM programs_listed AS old JOIN people_person AS now ON now.id = old.person_id
    WHERE (old.name, old.search, old.department, old.office)
          IS DISTINCT FROM (now.full_name, now.search, now.department, now.office)
    ORDER BY old.enrollment_id FOR UPDATE OF old SKIP LOCKED
)
"""


def follow_directory() -> int:
    """Bring copies up to date that two transactions at the same moment have left behind; returns how many.

    Who joins while somebody else renames them is listed under the name as it was: neither transaction sees the other.
    Only the order and the filters of the people table go by the copies, never what it shows. Rows that an import is
    writing are left to it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_FOLLOW)
        return int(cursor.rowcount)
