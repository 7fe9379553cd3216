"""The skill catalog as it ships: complete, without two words for one thing or one word for two."""

import re
import tomllib
from collections import Counter

import pytest

from pairwell.core.text import fold
from pairwell.people.actions.catalog import SHIPPED, load_skills
from pairwell.people.models import Skill, SkillSynonym

ENTRIES = tomllib.loads(SHIPPED.read_text(encoding="utf-8"))["skill"]
GROUPS = [entry for entry in ENTRIES if "parent" not in entry]
SKILLS = [entry for entry in ENTRIES if "parent" in entry]


def test_there_are_some_350_skills_in_groups() -> None:
    assert len(SKILLS) >= 350
    assert {entry["parent"] for entry in SKILLS} == {entry["key"] for entry in GROUPS}


def test_every_key_is_its_own_and_can_stand_in_an_address() -> None:
    keys = [entry["key"] for entry in ENTRIES]
    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) and len(key) <= 80 for key in keys)


def test_every_skill_has_a_description_and_at_least_three_other_words() -> None:
    assert [entry["key"] for entry in ENTRIES if not entry["description"].endswith(".")] == []
    assert [entry["key"] for entry in ENTRIES if len(entry["description"]) > 300] == []
    assert [entry["key"] for entry in SKILLS if len(entry["synonyms"]) < 3] == []


def test_a_word_leads_to_one_skill_only() -> None:
    words = Counter(fold(word) for entry in ENTRIES for word in (entry["name"], *entry.get("synonyms", ())))
    assert [word for word, times in words.items() if times > 1] == []


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Excel", "spreadsheets"),
        ("DSGVO", "data-protection"),
        ("prise de parole en public", "public-speaking"),
        ("toma de decisiones", "decision-making"),
        ("KPI", None),
        ("K8s", "containers-and-kubernetes"),
    ],
)
def test_people_find_a_skill_by_the_word_they_use(db: None, word: str, key: str | None) -> None:
    load_skills()
    found = SkillSynonym.objects.filter(folded=fold(word)).values_list("skill__key", flat=True).first()
    assert found == key


def test_loading_it_twice_changes_nothing(db: None) -> None:
    assert load_skills() == len(ENTRIES)
    assert load_skills() == 0
    assert Skill.objects.filter(parent=None).count() == len(GROUPS)
