"""What each area adds to the world: a file with `add(world, size)`, which puts its things into `world.things`."""

import importlib
import pkgutil
from types import ModuleType


def worlds() -> list[ModuleType]:
    """The modules of this folder, in order of their names."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}") for name in names]
