"""The material that the company is made of: the TOML files in data, read once."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
COMPANY = "Kestrel Harbor"
DOMAIN = "kestrel-harbor.example"


@cache
def read(name: str) -> dict[str, Any]:
    """One file of the folder, by its name without the ending."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def names() -> dict[str, Any]:
    """Given and family names per culture."""
    return read("names")


def offices() -> list[dict[str, Any]]:
    """The offices with their share of the people."""
    found: list[dict[str, Any]] = read("offices")["office"]
    return found


def departments() -> list[dict[str, Any]]:
    """The departments with titles, skills and sentences."""
    found: list[dict[str, Any]] = read("work")["department"]
    return found


def words() -> dict[str, Any]:
    """Sentences for profiles."""
    return read("words")


def lives() -> dict[str, Any]:
    """Conversations, goals, reflections, notes and answers."""
    return read("lives")


def together() -> dict[str, Any]:
    """Agreements, and notes taken during sessions."""
    return read("together")
