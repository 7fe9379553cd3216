"""A people file on its way into the directory: uploaded, mapped, checked, imported, undone.

Each step that takes time is done by the worker (pairwell.people.jobs); these verbs ask for it.
"""

import hashlib
from collections.abc import Mapping

from django.db import transaction

from pairwell.core import audit, jobs
from pairwell.core.errors import Refused
from pairwell.people.models import DirectoryImport, Person
from pairwell.people.rules.fields import guess_mapping, mapping_problem
from pairwell.people.states import BadRows, ImportState
from pairwell.tables.notices import TableRefused
from pairwell.tables.reading import read_content

MAX_UPLOAD = 50_000_000
SAMPLE_ROWS = 5
_WAITING = (ImportState.UPLOADED, ImportState.CHECKED)


@transaction.atomic
def upload(*, by: Person | None, file_name: str, content: bytes) -> DirectoryImport:
    """Keep the file, look at its first rows and guess the mapping.

    Raises Refused when it is not a table of people that can be read.
    """
    if len(content) > MAX_UPLOAD:
        size = f"{len(content) / 1e6:.0f} MB"
        raise Refused.because("too_large", f"The file has {size}; at most 50 MB are read. Split it.", "file")
    try:
        sheet = read_content(content, file_name)
    except TableRefused as error:
        raise Refused.because("unreadable", str(error), "file") from error
    kept = DirectoryImport.objects.create(
        file_name=file_name[:255],
        content=content,
        digest=hashlib.sha256(content).hexdigest(),
        headers=sheet.header,
        sample=sheet.rows[:SAMPLE_ROWS],
        mapping=guess_mapping(sheet.header),
        rows=len(sheet.rows),
        uploaded_by=by,
    )
    audit.record(by=by, verb="people file uploaded", thing=kept, details={"rows": kept.rows})
    return kept


@transaction.atomic
def choose_mapping(
    *, by: Person | None, of: DirectoryImport, mapping: Mapping[str, int], bad_rows: str
) -> DirectoryImport:
    """Say which column feeds which field, and start the dry run.

    bad_rows: one of BadRows. Raises Refused when the mapping cannot work or the import is past this step.
    """
    locked = _lock(of, *_WAITING)
    if problem := mapping_problem(mapping, len(locked.headers)):
        raise Refused.because("mapping", problem)
    locked.mapping = dict(mapping)
    locked.bad_rows = BadRows(bad_rows)
    return _hand_over(locked, by, ImportState.CHECKING, "dry run of a people file")


@transaction.atomic
def start_import(*, by: Person | None, of: DirectoryImport) -> DirectoryImport:
    """Import what the dry run found good. Raises Refused unless the dry run is done and allows it."""
    locked = _lock(of, ImportState.CHECKED)
    if locked.bad_rows == BadRows.REFUSE and locked.problems.exists():
        raise Refused.because(
            "bad_rows",
            "You chose to import nothing while a row is wrong. Correct the file and upload it again.",
        )
    if locked.to_create + locked.to_update == 0:
        raise Refused.because("nothing", "There is nothing to import: every good row is as in the directory.")
    audit.record(by=by, verb="people import started", thing=locked)
    return _hand_over(locked, by, ImportState.IMPORTING, "import of people")


@transaction.atomic
def start_undo(*, by: Person | None, of: DirectoryImport) -> DirectoryImport:
    """Take an import back. Raises Refused unless it is done."""
    locked = _lock(of, ImportState.DONE)
    audit.record(by=by, verb="people import undone", thing=locked)
    return _hand_over(locked, by, ImportState.UNDOING, "undo of a people import")


def _lock(of: DirectoryImport, *allowed: str) -> DirectoryImport:
    locked = DirectoryImport.objects.select_for_update().get(pk=of.pk)
    if locked.state not in allowed:
        label = ImportState(locked.state).label.lower()
        raise Refused.because("state", f"This import is past that step already: {label}.")
    return locked


def _hand_over(locked: DirectoryImport, by: Person | None, state: ImportState, kind: str) -> DirectoryImport:
    from pairwell.people.jobs import work_on_import  # noqa: PLC0415 - jobs import the work, which we must not

    locked.state = state
    locked.job = jobs.begin(kind=kind, by=by)
    locked.error = ""
    locked.save()
    work_on_import.configure(lock=f"people-import-{locked.pk}").defer(import_id=locked.pk)
    return locked
