"""Contents under the media folder that no row knows any more.

Rows go in many ways: a person is erased, a program is deleted, the database cascades. Whatever the way, the
contents follow here, so that nobody's file outlives them.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.core.files.storage import default_storage
from django.db.models import Model

from pairwell.core import clock

GRACE = timedelta(hours=1)
"""A file this young may belong to a row that is not committed yet."""
_AT_ONCE = 500


def remove_strays(folder: str, table: type[Model], field: str) -> int:
    """Remove files below a media folder that are older than an hour and known to no row; returns how many.

    field: of the table, names the file as the storage does.
    """
    removed = 0
    names = _old_files(folder)
    while batch := list(islice(names, _AT_ONCE)):
        rows = table._default_manager.filter(**{f"{field}__in": batch})
        kept = set(rows.values_list(field, flat=True))
        for name in batch:
            if name not in kept:
                default_storage.delete(name)
                removed += 1
    return removed


def _old_files(folder: str) -> Iterator[str]:
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in sorted(files):
        path = f"{folder}/{name}"
        if default_storage.get_modified_time(path) < clock.now() - GRACE:
            yield path
    for name in sorted(folders):
        yield from _old_files(f"{folder}/{name}")
