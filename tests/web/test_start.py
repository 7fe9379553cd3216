"""What a process that serves pages loads at its start: libraries that a few pages need wait for those pages."""

import subprocess
import sys

SLOW = {"polars", "fastexcel", "scipy", "fpdf", "numba", "onnxruntime", "apprise"}
"""Together three seconds and 200 MB in each process."""
LOADED = """
import sys
from pairwell.cli.start import start_django; start_django()
import pairwell.urls
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_the_site_starts_without_the_libraries_that_single_pages_need() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, timeout=300, check=True
    )
    loaded = set(done.stdout.split())
    assert "django" in loaded
    assert loaded & SLOW == set()
