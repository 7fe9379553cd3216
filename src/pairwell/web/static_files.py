"""Static files: the few we need of the front-end packages, with names that carry their content's hash."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder
from whitenoise.storage import CompressedManifestStaticFilesStorage

NEEDED = frozenset(
    {
        "tabler/css/tabler.min.css",
        "tabler/css/tabler.rtl.min.css",
        "tabler/js/tabler.min.js",
        "tom-select/css/tom-select.bootstrap5.min.css",
        "tom-select/js/tom-select.complete.min.js",
    }
)


class VendorFinder(FileSystemFinder):
    """Finds only what pages use of the installed packages, so that collecting takes a second."""

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        for path, storage in super().list(list(ignore_patterns or [])):
            if f"{storage.prefix}/{path}" in NEEDED:
                yield path, storage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Tolerates the source maps that packages name and we do not ship."""

    manifest_strict = False
    max_post_process_passes = 1
    patterns = ()
