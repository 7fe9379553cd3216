"""The site's settings for tests: an installation of their own, never the one that holds the demo company."""

import os
from pathlib import Path

os.environ.setdefault("PAIRWELL_HOME", str(Path(__file__).resolve().parent.parent / "var" / "tests"))
os.environ.setdefault("PAIRWELL_TEST_DATABASE_FAST", "1")

from pairwell.settings import *  # noqa: F403 - after the folder is chosen

# Pages in unit tests name their static files without collecting them; browser tests serve the real ones.
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405
