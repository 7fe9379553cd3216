"""The skill catalog as it ships."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from pairwell.core.text import fold
from pairwell.people.models import Skill, SkillSynonym

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "skills.toml"


@transaction.atomic
def load_skills(path: Path = SHIPPED) -> int:
    """Add what the file has and the catalog has not; returns how many skills were new.

    Nothing that an administrator has changed is overwritten. A synonym that already leads somewhere stays.
    """
    entries: list[dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))["skill"]
    have = set(Skill.every.values_list("key", flat=True))
    new = [entry for entry in entries if entry["key"] not in have]
    Skill.every.bulk_create(
        [
            Skill(
                key=entry["key"],
                name=entry["name"],
                folded=fold(entry["name"]),
                description=entry.get("description", ""),
            )
            for entry in new
        ]
    )
    by_key = {skill.key: skill for skill in Skill.every.all()}
    for entry in new:
        by_key[entry["key"]].parent = by_key.get(entry.get("parent", ""))
    Skill.every.bulk_update([by_key[entry["key"]] for entry in new], ["parent"])
    _add_synonyms(new, by_key)
    return len(new)


def _add_synonyms(entries: list[dict[str, Any]], by_key: dict[str, Skill]) -> None:
    taken = {skill.folded for skill in by_key.values()}
    taken |= set(SkillSynonym.objects.values_list("folded", flat=True))
    fresh = []
    for entry in entries:
        for name in entry.get("synonyms", ()):
            if (folded := fold(name)) not in taken:
                taken.add(folded)
                fresh.append(SkillSynonym(skill=by_key[entry["key"]], name=name, folded=folded))
    SkillSynonym.objects.bulk_create(fresh)
