"""What stands around the table of a program's people, in one query: filters, columns, views, the step to undo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils.dateparse import parse_datetime

from pairwell.people.models import Person
from pairwell.people.queries import NAMES_OF, in_order
from pairwell.programs.models import Program, SavedView
from pairwell.programs.states import SeenBy

_AROUND: Final = """
SELECT ARRAY({departments}),
       ARRAY({offices}),
       (SELECT json_agg(json_build_array(key, text) ORDER BY position, id)
        FROM programs_question WHERE program_id = %(program)s AND seen_by <> %(hidden)s),
       (SELECT json_agg(json_build_array(id, name, query) ORDER BY name)
        FROM programs_savedview WHERE program_id = %(program)s AND person_id = %(person)s AND "table" = %(table)s),
       (SELECT json_build_array(id, step, jsonb_array_length(before), done_at, undone_at IS NULL)
        FROM programs_bulkstep WHERE program_id = %(program)s AND by_id = %(person)s AND done_at >= %(since)s
        ORDER BY id DESC LIMIT 1)
"""

_STATEMENT: Final = _AROUND.format(
    departments=NAMES_OF.format(column="department"), offices=NAMES_OF.format(column="office")
)


@dataclass(frozen=True)
class View:
    """Filters and columns that the manager keeps under a name."""

    pk: int
    name: str
    query: str


@dataclass(frozen=True)
class LastStep:
    """What the manager last did for many."""

    pk: int
    step: str
    number: int
    done_at: datetime | None


@dataclass(frozen=True)
class Around:
    """What one can choose from beside the table, and what can be undone."""

    departments: tuple[str, ...]
    offices: tuple[str, ...]
    questions: tuple[tuple[str, str], ...]
    views: tuple[View, ...]
    undo: LastStep | None


def around(program: Program, person: Person, *, since: datetime) -> Around:
    """For a manager's page about a program. since: how far back a step can be undone."""
    said: dict[str, Any] = {
        "program": program.pk,
        "person": person.pk,
        "since": since,
        "hidden": SeenBy.MATCHING.value,
        "table": SavedView.Table.PEOPLE.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_STATEMENT, said)
        departments, offices, questions, views, last = cursor.fetchone()
    return Around(
        tuple(in_order(departments)),
        tuple(in_order(offices)),
        tuple((key, text) for key, text in questions or ()),
        tuple(View(*view) for view in views or ()),
        _to_undo(last),
    )


def _to_undo(last: Sequence[Any] | None) -> LastStep | None:
    """The last step, unless it is undone already or changed nobody."""
    if last is None:
        return None
    pk, step, number, done_at, stands = last
    return LastStep(pk, step, number, parse_datetime(done_at)) if stands and number else None
