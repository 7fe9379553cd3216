"""Has anything changed that a match of this program looks at? One value, one query, no clock."""

from django.db import connection

from pairwell.mentorships.models import Membership
from pairwell.pairing.models import Proposal
from pairwell.people.models import Person, Profile, ProfileSkill
from pairwell.programs.models import Answer, Avoidance, Enrollment, Program, Question, RankedChoice

_OF_ROWS = "SELECT coalesce(sum(hashtextextended(t.xmin::text || t.ctid::text || t.id, 0)), 0) FROM {table} t"
_HERE = "(SELECT id FROM {enrollments} WHERE program_id = %(program)s)"
_PEOPLE = "(SELECT person_id FROM {enrollments} WHERE program_id = %(program)s)"
_PARTS = (
    (_OF_ROWS + " WHERE t.program_id = %(program)s", Enrollment),
    (_OF_ROWS + " WHERE t.program_id = %(program)s", Question),
    (_OF_ROWS + " WHERE t.program_id = %(program)s", Proposal),
    (_OF_ROWS + " WHERE t.enrollment_id IN " + _HERE, Answer),
    (_OF_ROWS + " WHERE t.enrollment_id IN " + _HERE, RankedChoice),
    (_OF_ROWS + " WHERE t.enrollment_id IN " + _HERE, Avoidance),
    (_OF_ROWS + " WHERE t.enrollment_id IN " + _HERE, Membership),
    (_OF_ROWS + " WHERE t.person_id IN " + _PEOPLE, Profile),
    (
        _OF_ROWS + " JOIN {profiles} p ON p.id = t.profile_id WHERE p.person_id IN " + _PEOPLE,
        ProfileSkill,
    ),
    # Not the row's version: every sign-in writes one. Everybody's manager counts, for whole reporting lines.
    (
        "SELECT coalesce(sum(hashtextextended(concat_ws('|', t.id, t.manager_id, t.is_active, t.level, t.office,"
        " t.country, t.department, t.time_zone, t.attributes), 0)), 0) FROM {table} t",
        Person,
    ),
)


def stamp_of(program: Program) -> str:
    """A value that changes with every row that `build_pool` reads: the versions PostgreSQL keeps of rows."""
    names = {"enrollments": Enrollment._meta.db_table, "profiles": Profile._meta.db_table}
    parts = [f"({part.format(table=model._meta.db_table, **names)})" for part, model in _PARTS]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", {"program": program.pk})
        return "-".join(str(value) for value in cursor.fetchone())
