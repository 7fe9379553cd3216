"""Contents under the media folder that no row knows any more.

Rows go in many ways: a person is erased, a program is deleted, the database cascades. Whatever the way, the
contents follow here, so that nobody's file outlives them.
"""

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from itertools import islice

from django.core.files.storage import default_storage

from pairwell.core import clock

GRACE = timedelta(hours=1)
"""A file this young may belong to a row that is not committed yet."""
_AT_ONCE = 500


def remove_strays(folder: str, known: Callable[[list[str]], Collection[str]]) -> int:
    """Remove files below a media folder that are older than an hour and known to no row; returns how many.

    known: of these names (as the storage writes them), those that a row knows.
    """
    removed = 0
    names = _old_files(folder)
    while batch := list(islice(names, _AT_ONCE)):
        kept = set(known(batch))
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
