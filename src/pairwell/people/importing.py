"""The long part of an import, done by the worker or a command: plan, write in chunks, undo.

Every chunk is one transaction with its checkpoint: after a kill the work goes on where it stopped.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from secrets import token_hex
from typing import Any, TypeVar

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, transaction

from pairwell.core import clock, jobs
from pairwell.core.bulk import copy_rows, count_anew, reserve_ids
from pairwell.core.jobs import Progress
from pairwell.people.models import DirectoryImport, ImportedChange, ImportProblem, Person, Profile
from pairwell.people.rules.rows import Directory, Known, Plan, Planned, plan_import
from pairwell.people.states import BadRows, ImportState
from pairwell.people.undoing import undo
from pairwell.tables.reading import Sheet, read_content

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
    ids = dict(Person.objects.values_list("email", "pk"))
    for chunk in _chunks([planned for planned in plan.good if planned.row > done]):
        with transaction.atomic():
            _write_people(of, chunk, ids)
            of.imported_until = chunk[-1].row
            of.save(update_fields=["imported_until"])
        report("Importing people", of.imported_until, 2 * plan.rows)
    written = 0
    for chunk in _chunks(_without_their_manager(plan, ids)):
        with transaction.atomic():
            _write_managers(of, chunk, ids)
        written += len(chunk)
        report("Setting who reports to whom", plan.rows + written, 2 * plan.rows)
    if plan.rows >= CHUNK:
        count_anew(Person, Profile, ImportedChange)
    of.state, of.finished_at = ImportState.DONE, clock.now()
    of.save(update_fields=["state", "finished_at"])


def _without_their_manager(plan: Plan, ids: dict[str, int]) -> list[Planned]:
    """Rows whose manager is not written yet: those that change, and those who stand above their manager."""
    manager_of = dict(Person.objects.filter(manager__isnull=False).values_list("pk", "manager_id"))
    return [
        planned
        for planned in plan.good
        if planned.manager_changes
        and ids.get(planned.manager)
        and manager_of.get(ids[planned.email]) != ids[planned.manager]
    ]


def make_plan(of: DirectoryImport) -> Plan:
    """Decide about every row against the directory as it is now."""
    sheet = _sheet_of(of)
    return plan_import(sheet.rows, sheet.numbers, of.mapping, snapshot())


def _sheet_of(of: DirectoryImport) -> Sheet:
    content = DirectoryImport.objects.values_list("content", flat=True).get(pk=of.pk)
    return read_content(bytes(content), of.file_name)


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
    if not plan.problems:
        return
    sheet = _sheet_of(of)
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


def _write_people(of: DirectoryImport, chunk: Sequence[Planned], ids: dict[str, int]) -> None:
    _add_people(of, [planned for planned in chunk if planned.person is None], ids)
    _change_people(of, {p.person.pk: p for p in chunk if p.person is not None and p.changes})


def _add_people(of: DirectoryImport, new: Sequence[Planned], ids: dict[str, int]) -> None:
    """People with an empty profile, and with their manager when that one is in the directory by now."""
    pks = reserve_ids(Person, len(new))
    ids.update(zip([planned.email for planned in new], pks, strict=True))
    copy_rows(
        Person,
        ("id", "password", "search", "manager_id", *_DEFAULTS),
        (_row(pk, planned, ids) for pk, planned in zip(pks, new, strict=True)),
    )
    copy_rows(Profile, ("person_id",), ((pk,) for pk in pks))
    copy_rows(
        ImportedChange,
        ("of_id", "person_id", "was_created", "before", "after"),
        ((of.pk, pk, True, {}, _plain(p.values)) for pk, p in zip(pks, new, strict=True)),
    )


def _row(pk: int, planned: Planned, ids: dict[str, int]) -> tuple[Any, ...]:
    values = [planned.values.get(key, default) for key, default in _DEFAULTS.items()]
    nobody_knows = f"{UNUSABLE_PASSWORD_PREFIX}{token_hex(20)}"
    search = Person(**planned.values).search_text()
    return (pk, nobody_knows, search, ids.get(planned.manager), *values)


_DEFAULTS = {field.name: field.get_default() for field in Person._meta.fields if field.name in FIELDS}


def _change_people(of: DirectoryImport, wanted: dict[int, Planned]) -> None:
    people = list(Person.objects.select_for_update().filter(pk__in=wanted))
    changes = []
    for person in people:
        changed = wanted[person.pk].changes
        before = {key: getattr(person, key) for key in changed}
        for key, value in changed.items():
            setattr(person, key, value)
        person.search = person.search_text()
        changes.append((of.pk, person.pk, False, _plain(before), _plain(changed)))
    fields = {key for planned in wanted.values() for key in planned.changes}
    Person.objects.bulk_update(people, [*sorted(fields), "search"])
    copy_rows(ImportedChange, ("of_id", "person_id", "was_created", "before", "after"), changes)


def _write_managers(of: DirectoryImport, chunk: Sequence[Planned], ids: dict[str, int]) -> None:
    wanted = {ids[planned.email]: ids.get(planned.manager) for planned in chunk if planned.email in ids}
    now = Person.objects.select_for_update().filter(pk__in=wanted).values_list("pk", "manager_id")
    moved = {pk: was for pk, was in now if wanted[pk] and was != wanted[pk]}
    # Whoever this import has added goes with the undo; their manager need not be remembered.
    known = ImportedChange.objects.filter(of=of, person_id__in=moved)
    added = set(known.filter(was_created=True).values_list("person_id", flat=True))
    changes = {change.person_id: change for change in known.filter(was_created=False)}
    fresh = []
    for pk, was in moved.items():
        if pk in changes:
            changes[pk].before.setdefault("manager_id", was)
            changes[pk].after["manager_id"] = wanted[pk]
        elif pk not in added:
            fresh.append((of.pk, pk, False, {"manager_id": was}, {"manager_id": wanted[pk]}))
    _set_managers({pk: wanted[pk] for pk in moved})
    copy_rows(ImportedChange, ("of_id", "person_id", "was_created", "before", "after"), fresh)
    ImportedChange.objects.bulk_update(changes.values(), ["before", "after"])


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
