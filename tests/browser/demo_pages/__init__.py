"""Which pages of the demo company are worth looking at, one file per area with `pages()`.

Runs inside the installation (Django is ready), prints JSON.
"""

import importlib
import json
import pkgutil


def show() -> None:
    """Print [[role, name, path], ...] as the last line."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__) if found.name != "asking")
    areas = [importlib.import_module(f"{__name__}.{name}") for name in names]
    print(json.dumps([row for area in areas for row in area.pages()]))
