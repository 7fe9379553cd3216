"""ESCO as it is published: 13,900 skills in one file, with its columns, line breaks and several labels each."""

import csv
import io
import random
import tracemalloc
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pairwell.people.actions import import_catalog
from pairwell.people.actions.skills import CatalogImport
from pairwell.people.models import Skill, SkillSynonym
from pairwell.people.queries import find_skills
from pairwell.people.rules.catalog import read_catalog
from tests.factories.people import make_skill

ROWS = 13_900
MOST_MEGABYTES = 200
COLUMNS = (
    "conceptType", "conceptUri", "skillType", "reuseLevel", "preferredLabel", "altLabels", "hiddenLabels", "status",
    "modifiedDate", "scopeNote", "definition", "inScheme", "description",
)  # fmt: skip
SCHEMES = "http://data.europa.eu/esco/concept-scheme/skills, http://data.europa.eu/esco/concept-scheme/member-skills"


def esco(rows: int) -> bytes:
    """A file like ESCO's skills_en.csv: labels on lines of their own, quotes, commas, empty cells."""
    chance, out = random.Random(4), io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for number in range(rows):
        thing = f"topic {number} of trade {number % 97}"
        name = f"{chance.choice(('manage', 'operate', 'design', 'teach'))} {thing}"
        labels = "\n".join(f"{verb} {thing}" for verb in ("handling", "running", "minding"))
        text = f"“Quoted”, with commas\nand two lines about how to {name}. " * 3
        address = f"http://data.europa.eu/esco/skill/{uuid.UUID(int=chance.getrandbits(128))}"
        hidden = "" if number % 3 else f"{thing}, informally"
        writer.writerow(
            ("KnowledgeSkillCompetence", address, "skill/competence", "sector-specific", name, labels, hidden,
             "released", "2023-11-30T15:53:37.136Z", "", "", SCHEMES, text)
        )  # fmt: skip
    return out.getvalue().encode()


def bring_in(content: bytes) -> CatalogImport:
    read = read_catalog(content)
    assert read.problems == []
    return import_catalog(by=None, entries=read.entries, relations=read.relations)


@pytest.mark.django_db
def test_all_of_esco_comes_in_with_few_statements_and_little_memory() -> None:
    own = make_skill("Teach topic 3 of trade 3", description="Ours")
    content = esco(ROWS)
    tracemalloc.start()
    with CaptureQueriesContext(connection) as asked:
        done = bring_in(content)
    peak = tracemalloc.get_traced_memory()[1] / 1e6
    tracemalloc.stop()
    assert done.added + done.changed + done.unchanged >= ROWS
    assert done.problems == []
    assert len(asked) < 60
    assert peak < MOST_MEGABYTES
    assert Skill.objects.count() in (ROWS, ROWS + 1)  # ours is one of theirs if the verb fell so
    assert SkillSynonym.objects.count() > 3 * ROWS
    assert Skill.objects.filter(pk=own.pk).exists()
    assert [skill.name.lower()[-18:] for skill in find_skills("handling topic 77 of", limit=1)] == [
        "topic 77 of trade 77"[-18:]
    ]


@pytest.mark.django_db
def test_bringing_it_in_again_changes_nothing() -> None:
    content = esco(600)
    bring_in(content)
    before = set(Skill.every.values_list("pk", "key", "name", "description"))
    again = bring_in(content)
    assert (again.added, again.changed, again.unchanged) == (0, 0, 600)
    assert set(Skill.every.values_list("pk", "key", "name", "description")) == before
