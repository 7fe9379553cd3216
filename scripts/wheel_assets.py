"""Build hook: puts the front-end files that pages load into the wheel, so that running it needs no npm."""

import ast
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

INSIDE = "pairwell/web/vendor"
PACKAGES = {"tabler": "@tabler/core", "tom-select": "tom-select"}
ICONS = "@tabler/icons"


class WheelAssets(BuildHookInterface):
    """Adds the needed files of `node_modules` to the wheel, each package with its license."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it packs; an editable installation reads node_modules itself."""
        if version == "editable":
            return
        modules = Path(self.root) / "node_modules"
        if not modules.is_dir():
            raise RuntimeError(
                "node_modules is missing: run `make install` (or `npm ci`) before building a wheel."
            )
        for inside in sorted(_needed(Path(self.root)) | _icons(modules) | _licenses(modules)):
            build_data["force_include"][str(modules / inside)] = f"{INSIDE}/{inside}"


def _needed(root: Path) -> set[str]:
    """The static files that the site itself says it needs, as paths inside node_modules."""
    tree = ast.parse((root / "src/pairwell/web/static_files.py").read_text(encoding="utf-8"))
    for node in tree.body:
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "NEEDED":
            names: set[str] = ast.literal_eval(node.value.args[0])  # type: ignore[attr-defined]
            parts = (name.split("/", 1) for name in names)
            return {f"{PACKAGES[prefix]}/dist/{rest}" for prefix, rest in parts}
    raise RuntimeError("src/pairwell/web/static_files.py does not say what is NEEDED.")


def _icons(modules: Path) -> set[str]:
    found = {path.relative_to(modules).as_posix() for path in (modules / ICONS / "icons").rglob("*.svg")}
    if not found:
        raise RuntimeError(f"{ICONS} is missing in node_modules: run `npm ci`.")
    return found


def _licenses(modules: Path) -> set[str]:
    folders = [*PACKAGES.values(), ICONS]
    return {f"{folder}/{path.name}" for folder in folders for path in (modules / folder).glob("LICENSE*")}
