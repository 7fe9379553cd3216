"""Career roles, the gap to a next one, and who could help with it."""

import pytest
from django.test import Client

from pairwell.people.actions import change_profile, load_roles, load_skills, read_roles, set_aim, write_role
from pairwell.people.models import CareerRole, Person, ProfileSkill, Skill
from pairwell.people.queries.catalog import role_page
from pairwell.people.rules.gaps import gaps
from tests.factories.people import make_person, make_skill, offers, wants

ROWS = read_roles()


def test_a_dozen_roles_ship_with_skills_and_ways_between_them() -> None:
    keys = {row["key"] for row in ROWS}
    assert len(keys) == len(ROWS) >= 12
    assert all(set(row["next"]) <= keys for row in ROWS)
    assert all(len(row["needs"]) >= 6 for row in ROWS)
    assert sum(bool(row["next"]) for row in ROWS) >= 8


@pytest.mark.django_db
def test_every_skill_that_a_role_asks_for_is_in_the_catalog() -> None:
    load_skills()
    wanted = {key for row in ROWS for key in row["needs"]}
    assert wanted - set(Skill.objects.values_list("key", flat=True)) == set()
    assert load_roles() == len(ROWS)
    assert load_roles() == 0


def test_the_widest_gap_comes_first() -> None:
    found = gaps([("a", "A", 3, 3), ("b", "B", 4, 1), ("c", "C", 5, 4), ("d", "D", 2, 5)])
    assert [(gap.key, gap.missing) for gap in found] == [("b", 3), ("c", 1), ("a", 0), ("d", 0)]


@pytest.fixture
def pilot(ana: Person) -> CareerRole:
    """A role that asks for two skills."""
    for name in ("Steering", "Radio"):
        make_skill(name)
    return write_role(by=ana, needs={"steering": 4, "radio": 2}, name="Pilot", family="Sea")


@pytest.mark.django_db
def test_a_gap_counts_what_is_offered_and_what_is_being_learned(pilot: CareerRole, ben: Person) -> None:
    offers(ben, "Radio", level=3)
    wants(ben, "Steering")
    ProfileSkill.objects.filter(skill__key="steering").update(level=1)
    page = role_page(ben, pilot)
    assert [(line.gap.key, line.gap.level, line.is_wanted) for line in page.missing] == [
        ("steering", 1, True)
    ]
    assert [line.gap.key for line in page.there] == ["radio"]
    assert page.percent == 50


@pytest.mark.django_db
def test_who_could_help_is_shown_only_where_they_show_it(pilot: CareerRole, ben: Person) -> None:
    open_one = offers(make_person("Open Olga"), "Steering", level=5)
    hidden = offers(make_person("Hidden Hans"), "Steering", level=5)
    change_profile(by=hidden, person=hidden, visibility={"offered": "partners"})
    closed = offers(make_person("Closed Clara"), "Steering", level=5)
    change_profile(by=closed, person=closed, visibility={"page": "me"})
    offers(make_person("Gone Gerd", is_active=False), "Steering", level=5)
    offers(make_person("Beginner Bo"), "Steering", level=2)
    steering = next(line for line in role_page(ben, pilot).lines if line.gap.key == "steering")
    assert [mentor.person for mentor in steering.mentors] == [open_one]


@pytest.mark.django_db
def test_somebody_a_bit_ahead_comes_before_the_top_of_the_house(pilot: CareerRole, ben: Person) -> None:
    top = offers(make_person("Tara Top", level=10), "Steering", level=5)
    near = offers(make_person("Nina Near", level=5), "Steering", level=4)
    unknown = offers(make_person("Uma Unknown"), "Steering", level=5)
    steering = next(line for line in role_page(ben, pilot).lines if line.gap.key == "steering")
    assert [mentor.person for mentor in steering.mentors] == [near, top, unknown]


@pytest.mark.django_db
def test_a_missing_skill_is_put_on_the_list_from_the_page(
    client: Client, pilot: CareerRole, ben: Person
) -> None:
    client.force_login(ben)
    client.post("/me/next-role/", {"now": "", "next": pilot.key})
    assert "I want to learn this" in client.get("/me/next-role/").content.decode()
    page = client.post("/me/next-role/want/steering/", {"role": pilot.key}, follow=True).content.decode()
    assert "is among what you want to learn" in page
    assert ben.profile.skills.get().skill.key == "steering"
    assert client.post("/me/next-role/want/no-such-skill/").status_code == 404


@pytest.mark.django_db
def test_nobody_else_reads_where_somebody_wants_to_go(
    client: Client, pilot: CareerRole, ben: Person, ana: Person
) -> None:
    set_aim(by=ben, now=None, next_role=pilot)
    client.force_login(ana)
    assert "You bring" not in client.get("/me/next-role/").content.decode()


@pytest.mark.django_db
def test_an_administrator_writes_and_changes_a_role(client: Client, pilot: CareerRole, ana: Person) -> None:
    client.force_login(ana)
    form = {"name": "Harbor pilot", "skill_0": "Radio", "level_0": "5", "next_roles": [], "is_offered": "on"}
    page = client.post(f"/admin/roles/{pilot.pk}/", form, follow=True).content.decode()
    assert "“Harbor pilot” is saved" in page
    assert list(pilot.needs.values_list("skill__key", "level")) == [("radio", 5)]
    form["skill_0"] = "Juggling"
    page = client.post(f"/admin/roles/{pilot.pk}/", form).content.decode()
    assert "The catalog has no skill called “Juggling”" in page


@pytest.mark.django_db
def test_the_catalog_page_previews_merges_and_takes_back(client: Client, ana: Person, ada: Person) -> None:
    client.force_login(ana)
    offers(ada, "Boat craft")
    source, target = make_skill("Boat craft"), make_skill("Seamanship")
    look = client.get(f"/admin/skills/{source.pk}/merge/?into=seamanship").content.decode()
    assert "1 profile skill will name “Seamanship” instead" in look
    client.post(f"/admin/skills/{source.pk}/merge/", {"into": "Seamanship"})
    assert ada.profile.skills.get().skill == target
    page = client.get("/admin/skills/").content.decode()
    assert "“Boat craft” became “Seamanship”" in page
    merge = source.merges.get()
    client.post(f"/admin/skills/merges/{merge.pk}/undo/")
    assert ada.profile.skills.get().skill == source
