"""The long part of an import, done by the worker or a command: plan, write in chunks, undo.

Every chunk is one transaction with its checkpoint: after a kill the work goes on where it stopped.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from pairwell.core import clock, jobs
from pairwell.core.jobs import Progress
from pairwell.people.models import DirectoryImport, ImportedChange, ImportProblem, Person, Profile
from pairwell.people.rules.rows import Directory, Known, Plan, Planned, plan_import
from pairwell.people.states import BadRows, ImportState
from pairwell.people.undoing import undo
from pairwell.tables.reading import read_content

CHUNK = 1000
FIELDS = (
    "email", "full_name", "employee_id", "title", "department", "office", "country", "level", "hired_on",
    "time_zone", "language",
)  # fmt: skip
T = TypeVar("T")


def work_on(import_id: int) -> None:
    """Do the step an import waits for, and record how it ended. Does nothing when nothing waits."""
    of = DirectoryImport.objects.select_related("job").get(pk=import_id)
    steps = {ImportState.CHECKING: check, ImportState.IMPORTING: write, ImportState.UNDOING: undo}
    step = steps.get(ImportState(of.state))
    if step is None:
        return
    job = of.job or jobs.begin(kind="people import", by=None)
    step(of, jobs.reporter(job))
    jobs.finish(job)


def check(of: DirectoryImport, report: Progress) -> None:
    """The dry run: count what would happen, and list every problem."""
    report("Reading the file", 0, 3)
    plan = make_plan(of)
    report("Writing down what was found", 2, 3)
    with transaction.atomic():
        _keep_problems(of, plan)
        changed = [planned for planned in plan.good if _differs(planned)]
        of.rows = plan.rows
        of.refused = plan.refused
        of.to_create = sum(planned.person is None for planned in changed)
        of.to_update = len(changed) - of.to_create
        of.unchanged = len(plan.good) - len(changed)
        of.state = ImportState.CHECKED
        of.imported_until = 0
        of.save()


def write(of: DirectoryImport, report: Progress) -> None:
    """The import itself: people first, then who reports to whom, since managers may stand further down."""
    plan = make_plan(of)
    if of.bad_rows == BadRows.REFUSE and plan.problems:
        of.state, of.error = ImportState.CHECKED, "The directory has changed since the dry run; look again."
        of.save(update_fields=["state", "error"])
        return
    done = of.imported_until
    for chunk in _chunks([planned for planned in plan.good if planned.row > done]):
        with transaction.atomic():
            _write_people(of, chunk)
            of.imported_until = chunk[-1].row
            of.save(update_fields=["imported_until"])
        report("Importing people", of.imported_until, 2 * plan.rows)
    ids = dict(Person.objects.values_list("email", "pk"))
    written = 0
    for chunk in _chunks([planned for planned in plan.good if planned.manager_changes]):
        with transaction.atomic():
            _write_managers(of, chunk, ids)
        written += len(chunk)
        report("Setting who reports to whom", plan.rows + written, 2 * plan.rows)
    of.state, of.finished_at = ImportState.DONE, clock.now()
    of.save(update_fields=["state", "finished_at"])


def make_plan(of: DirectoryImport) -> Plan:
    """Decide about every row against the directory as it is now."""
    content = DirectoryImport.objects.values_list("content", flat=True).get(pk=of.pk)
    sheet = read_content(bytes(content), of.file_name)
    return plan_import(sheet.rows, sheet.numbers, of.mapping, snapshot())


def snapshot() -> Directory:
    """The whole directory, as the rules want it: one query."""
    rows = Person.objects.values("pk", "manager_id", *FIELDS).iterator(chunk_size=5000)
    return Directory(
        [Known(row["pk"], row["email"].lower(), row["employee_id"], row["manager_id"], row) for row in rows]
    )


def _differs(planned: Planned) -> bool:
    return bool(planned.changes) or planned.manager_changes


def _keep_problems(of: DirectoryImport, plan: Plan) -> None:
    of.problems.all().delete()
    content = DirectoryImport.objects.values_list("content", flat=True).get(pk=of.pk)
    sheet = read_content(bytes(content), of.file_name)
    raw = dict(zip(sheet.numbers, sheet.rows, strict=True))
    ImportProblem.objects.bulk_create(
        [
            ImportProblem(
                of=of,
                row=problem.row,
                column=problem.column,
                reason=problem.reason[:400],
                is_warning=problem.is_warning,
                raw=[cell.replace("\x00", "")[:500] for cell in raw[problem.row]],
            )
            for problem in sorted(plan.problems, key=lambda problem: problem.row)
        ],
        batch_size=CHUNK,
    )


def _write_people(of: DirectoryImport, chunk: Sequence[Planned]) -> None:
    new = [planned for planned in chunk if planned.person is None]
    created = Person.objects.bulk_create([_new_person(planned.values) for planned in new])
    Profile.objects.bulk_create([Profile(person=person) for person in created])
    changes = [
        ImportedChange(of=of, person=person, was_created=True, after=_plain(planned.values))
        for person, planned in zip(created, new, strict=True)
    ]
    old = {planned.person.pk: planned for planned in chunk if planned.person and planned.changes}
    people = list(Person.objects.select_for_update().filter(pk__in=old))
    for person in people:
        changed = old[person.pk].changes
        before = {key: getattr(person, key) for key in changed}
        for key, value in changed.items():
            setattr(person, key, value)
        person.search = person.search_text()
        changes.append(
            ImportedChange(
                of=of, person=person, was_created=False, before=_plain(before), after=_plain(changed)
            )
        )
    Person.objects.bulk_update(people, [*FIELDS, "search"])
    ImportedChange.objects.bulk_create(changes)


def _new_person(values: dict[str, Any]) -> Person:
    person = Person(**values, password=make_password(None))
    person.search = person.search_text()
    return person


def _write_managers(of: DirectoryImport, chunk: Sequence[Planned], ids: dict[str, int]) -> None:
    wanted = {ids[planned.email]: ids.get(planned.manager) for planned in chunk if planned.email in ids}
    people = [
        person
        for person in Person.objects.select_for_update().filter(pk__in=wanted)
        if wanted[person.pk] and person.manager_id != wanted[person.pk]
    ]
    known = ImportedChange.objects.filter(of=of, person_id__in=[person.pk for person in people])
    changes = {change.person_id: change for change in known}
    for person in people:
        change = changes.get(person.pk)
        if change is None:
            change = changes[person.pk] = ImportedChange(of=of, person=person, was_created=False)
        change.before.setdefault("manager_id", person.manager_id)
        change.after["manager_id"] = wanted[person.pk]
    _set_managers({person.pk: wanted[person.pk] for person in people})
    ImportedChange.objects.bulk_create([change for change in changes.values() if change.pk is None])
    # Whoever this import has added goes with the undo; their manager need not be remembered.
    changed = [change for change in changes.values() if change.pk and not change.was_created]
    ImportedChange.objects.bulk_update(changed, ["before", "after"])


def _set_managers(manager_of: dict[int, int | None]) -> None:
    """One statement for a whole chunk: Django's bulk_update needs thirty times as long for this."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE people_person SET manager_id = given.manager "
            "FROM unnest(%s::bigint[], %s::bigint[]) AS given (person, manager) WHERE id = given.person",
            [list(manager_of), list(manager_of.values())],
        )


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {k: v.isoformat() if isinstance(v, date) else v for k, v in values.items()}


def _chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    for start in range(0, len(items), CHUNK):
        yield items[start : start + CHUNK]
