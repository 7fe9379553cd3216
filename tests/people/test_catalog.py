"""The skill catalog: words that lead somewhere, merging and taking back, files good and bad."""

import pytest

from pairwell.core.errors import Refused
from pairwell.people.actions import (
    add_catalog_skill,
    change_catalog_skill,
    endorse,
    import_catalog,
    load_skills,
    merge_skills,
    undo_merge,
)
from pairwell.people.models import Person, ProfileSkill, Skill, SkillSynonym
from pairwell.people.queries import find_skills
from pairwell.people.queries.catalog import catalog, export_rows, uses
from pairwell.people.rules.catalog import read_catalog
from tests.factories.people import make_skill, offers, wants

ESCO = """conceptType,conceptUri,skillType,reuseLevel,preferredLabel,altLabels,hiddenLabels,status,modifiedDate,\
scopeNote,definition,inScheme,description
KnowledgeSkillCompetence,http://example.org/skill/1,skill,x,lead a crew,"guide a crew
direct a crew",,released,,,,,Lead people at sea.
KnowledgeSkillCompetence,http://example.org/skill/2,skill,x,tie knots,,,released,,,,,
KnowledgeSkillCompetence,http://example.org/skill/3,skill,x,,,,released,,,,,
"""
BROADER = """conceptType,conceptUri,broaderType,broaderUri
KnowledgeSkillCompetence,http://example.org/skill/2,SkillGroup,http://example.org/skill/1
"""


def bring_in(text: str) -> object:
    read = read_catalog(text.encode())
    return import_catalog(by=None, entries=read.entries, relations=read.relations)


@pytest.mark.django_db
def test_a_synonym_leads_to_one_skill_only(ana: Person) -> None:
    add_catalog_skill(by=ana, name="Negotiation", synonyms=["Verhandeln", "négociation"])
    assert [s.name for s in find_skills("Negociation")] == ["Negotiation"]
    with pytest.raises(Refused, match="another word for “Negotiation” already"):
        add_catalog_skill(by=ana, name="verhandeln")
    other = add_catalog_skill(by=ana, name="Writing")
    with pytest.raises(Refused, match="another word for “Negotiation” already"):
        change_catalog_skill(by=ana, skill=other, name="Writing", synonyms=["VERHANDELN"])
    with pytest.raises(Refused, match="merge the two instead"):
        change_catalog_skill(by=ana, skill=other, name="Writing", synonyms=["negotiation"])


@pytest.mark.django_db
def test_a_skill_does_not_stand_below_itself(ana: Person) -> None:
    top = add_catalog_skill(by=ana, name="Top")
    low = add_catalog_skill(by=ana, name="Low", parent=add_catalog_skill(by=ana, name="Middle", parent=top))
    with pytest.raises(Refused, match="stands below"):
        change_catalog_skill(by=ana, skill=top, name="Top", parent=low)


@pytest.mark.django_db
def test_merging_moves_every_use_and_taking_back_moves_it_back(ana: Person, ada: Person, ben: Person) -> None:
    source, target = make_skill("Talking to groups"), make_skill("Public speaking")
    offers(ada, "Talking to groups", level=5)
    offers(ada, "Public speaking", level=2)
    wants(ben, "Talking to groups", urgency=3)
    endorse(by=ben, person=ada, skill=source, text="Brilliant")
    child = make_skill("Toasts", parent=source)
    merge = merge_skills(by=ana, source=source, target=target)
    assert {row.skill_id for row in ProfileSkill.objects.all()} == {target.pk}
    assert ProfileSkill.objects.get(profile__person=ada).level == 2
    assert [s.name for s in find_skills("talking to groups")] == ["Public speaking"]
    child.refresh_from_db()
    assert child.parent == target
    assert source not in Skill.objects.all()
    undo_merge(by=ana, merge=merge)
    assert ProfileSkill.objects.get(profile__person=ada, skill=source).level == 5
    assert ProfileSkill.objects.get(profile__person=ben).skill == source
    assert ada.endorsements.get().skill == source
    assert [s.name for s in find_skills("talking to groups")] == ["Talking to groups"]
    with pytest.raises(Refused, match="taken back already"):
        undo_merge(by=ana, merge=merge)


@pytest.mark.django_db
def test_the_preview_of_a_merge_counts_what_would_move(ana: Person, ada: Person, ben: Person) -> None:
    offers(ada, "Sailing")
    wants(ben, "Sailing")
    endorse(by=ben, person=ada, skill=make_skill("Sailing"))
    assert {use.label: use.count for use in uses(make_skill("Sailing"))} == {
        "profile skills": 2,
        "endorsement": 1,
    }


@pytest.mark.django_db
def test_a_merged_skill_is_not_brought_back_by_the_shipped_file(ana: Person) -> None:
    load_skills()
    source, target = Skill.objects.get(key="scrum"), Skill.objects.get(key="agile-delivery")
    merge_skills(by=ana, source=source, target=target)
    assert load_skills() == 0
    assert not Skill.objects.filter(key="scrum").exists()


@pytest.mark.django_db
def test_the_export_comes_in_again_without_a_change(ana: Person) -> None:
    load_skills()
    lines = ["key,name,parent,synonyms,description"]
    lines += [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in export_rows()]
    before = list(SkillSynonym.objects.order_by("folded").values_list("folded", "skill__key"))
    done = bring_in("\n".join(lines))
    assert (done.added, done.changed, done.problems) == (0, 0, [])  # type: ignore[attr-defined]
    assert list(SkillSynonym.objects.order_by("folded").values_list("folded", "skill__key")) == before


@pytest.mark.django_db
def test_published_files_of_esco_come_in_as_they_are() -> None:
    read = read_catalog(ESCO.encode())
    assert [(p.row, p.column) for p in read.problems] == [(5, "name")]
    done = import_catalog(by=None, entries=read.entries)
    assert done.added == 2
    assert [s.name for s in find_skills("direct a crew")] == ["Lead a crew"]
    bring_in(BROADER)
    assert Skill.objects.get(name="Tie knots").parent == Skill.objects.get(name="Lead a crew")
    assert import_catalog(by=None, entries=read.entries).added == 0


@pytest.mark.django_db
def test_each_bad_row_is_named_and_the_good_ones_come_in() -> None:
    add_catalog_skill(by=None, name="Negotiation", synonyms=["Deal making"])  # type: ignore[arg-type]
    done = bring_in("name;parent;synonyms\nDeal making;;\nSailing;no-such-key;\nRowing;;Negotiation|Oars\n")
    reasons = {problem.row: problem.reason for problem in done.problems}  # type: ignore[attr-defined]
    assert "another word for “Negotiation”" in reasons[2]
    assert "no skill with the key “no-such-key”" in reasons[3]
    assert "leads to “Negotiation” already" in reasons[4]
    assert {"Sailing", "Rowing"} <= set(Skill.objects.values_list("name", flat=True))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe\x00bad", "not UTF-8"),
        (b"a,b\n1,2\n", "The first row must name the columns"),
        (b"name\nOne\nONE\n", "stands in row 2 already"),
        (b"name\n" + b"x" * 200, "at most 120 fit"),
    ],
)
def test_a_file_that_is_no_catalog_is_refused_by_row(content: bytes, said: str) -> None:
    assert said in read_catalog(content).problems[0].reason


@pytest.mark.django_db
def test_search_puts_the_word_itself_first() -> None:
    for name in ("Business writing", "Writing", "Writing code"):
        make_skill(name)
    assert [s.name for s in catalog(words="writing")] == ["Writing", "Writing code", "Business writing"]
