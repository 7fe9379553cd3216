"""Every address of the site, one file per area: who may open it, how it is asked, who is counted opening it.

A file may have: ROWS, (roles that may, methods that exist, [names]); BUDGET, (name, who opens it) of pages whose
queries are counted; ARGUMENTS, name -> values of arguments that mean something else there. "PAGE" among the
methods marks what is read as a page and must be in a BUDGET. An address without a row fails the build.
"""

import importlib
import pkgutil
from types import ModuleType


def areas() -> list[ModuleType]:
    """The modules of this folder, in order of their names."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__) if found.name != "roles")
    return [importlib.import_module(f"{__name__}.{name}") for name in names]


#: Name of the address -> (roles that may, methods that exist).
TABLE: dict[str, tuple[frozenset[str], str]] = {
    name: (roles, methods) for area in areas() for roles, methods, names in area.ROWS for name in names
}
#: The pages whose queries are counted: (name of the address, who opens it).
PAGES: list[tuple[str, str]] = [page for area in areas() for page in getattr(area, "BUDGET", [])]
#: Arguments that mean something else in some addresses.
ARGUMENTS: dict[str, dict[str, object]] = {
    name: values for area in areas() for name, values in getattr(area, "ARGUMENTS", {}).items()
}
