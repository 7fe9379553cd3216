"""Static files: the few we need of the front-end packages, with names that carry their content's hash."""

from collections.abc import Iterable
from typing import Any

from django.contrib.staticfiles.finders import FileSystemFinder
from django.utils.functional import cached_property
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

    def url(self, name: str | None, force: bool = False) -> str:
        """The address of a file, worked out once: every page names ten of them."""
        found = self._addresses.get((name, force))
        if found is None:
            found = self._addresses[name, force] = super().url(name, force)
        return found

    @cached_property
    def _addresses(self) -> dict[tuple[str | None, bool], str]:
        return {}
