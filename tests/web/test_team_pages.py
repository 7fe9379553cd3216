"""The team's page, and what a sponsor reads."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.people.models import Person
from pairwell.programs.models import Grant, Program
from tests.factories.people import make_organization, make_person
from tests.factories.programs import grant, make_enrollment, make_program


@pytest.fixture
def program(cora: Person) -> Program:
    make_organization()
    return make_program("Growing", managed_by=cora)


@pytest.fixture
def desk(client: Client, cora: Person, program: Program) -> Client:
    client.force_login(cora)
    return client


def team(program: Program) -> str:
    return reverse("manage_team", args=[program.pk])


def test_a_colleague_is_found_and_made_manager(desk: Client, program: Program) -> None:
    zoe = make_person("Zoë Müller-Þórsdóttir", title="Head of talent")
    page = desk.get(team(program), {"words": "muller"}).content.decode()
    assert "Zoë Müller-Þórsdóttir" in page
    answer = desk.post(
        reverse("add_to_team", args=[program.pk]), {"person": zoe.pk, "role": "manager"}, follow=True
    )
    assert "Zoë Müller-Þórsdóttir is program manager now. They get a letter." in answer.content.decode()
    assert Grant.objects.filter(program=program, person=zoe, role="manager").exists()
    client = Client()
    client.force_login(zoe)
    assert client.get(team(program)).status_code == 200


def test_nobody_found_is_said(desk: Client, program: Program) -> None:
    assert "Nobody in the directory matches" in desk.get(team(program), {"words": "xyz\x00"}).content.decode()


def test_many_found_are_cut_with_a_hint(desk: Client, program: Program) -> None:
    for number in range(25):
        make_person(f"Alike {number}")
    page = desk.get(team(program), {"words": "alike"}).content.decode()
    assert page.count("Make sponsor<") == 20
    assert "More people match" in page


def test_the_only_manager_has_no_button_and_a_forged_one_is_refused(
    desk: Client, program: Program, cora: Person
) -> None:
    assert "Stays until there is another" in desk.get(team(program)).content.decode()
    answer = desk.post(
        reverse("remove_from_team", args=[program.pk]), {"person": cora.pk, "role": "manager"}, follow=True
    )
    assert "the only one who runs this program" in answer.content.decode()
    assert Grant.objects.filter(program=program, person=cora).exists()


def test_stepping_down_leads_to_a_page_one_may_still_see(
    desk: Client, program: Program, cora: Person
) -> None:
    grant(program, make_person("Next Manager"))
    answer = desk.post(
        reverse("remove_from_team", args=[program.pk]), {"person": cora.pk, "role": "manager"}, follow=True
    )
    assert answer.status_code == 200
    assert "no longer program manager" in answer.content.decode()
    assert desk.get(team(program)).status_code == 404


@pytest.mark.parametrize(
    "said",
    [{}, {"person": "x", "role": "manager"}, {"person": "9" * 30, "role": "manager"}, {"role": "sponsor"}],
)
def test_a_form_that_names_nobody_is_refused(desk: Client, program: Program, said: dict[str, str]) -> None:
    assert desk.post(reverse("add_to_team", args=[program.pk]), said).status_code == 409


def test_a_role_that_does_not_exist_is_refused(desk: Client, program: Program, ada: Person) -> None:
    said = {"person": ada.pk, "role": "owner"}
    assert desk.post(reverse("add_to_team", args=[program.pk]), said).status_code == 409


def test_somebody_switched_off_is_refused_in_words(desk: Client, program: Program) -> None:
    gone = make_person("Gone Person", is_active=False)
    answer = desk.post(
        reverse("add_to_team", args=[program.pk]), {"person": gone.pk, "role": "manager"}, follow=True
    )
    assert "is switched off in the directory" in answer.content.decode()


def test_a_sponsor_reads_numbers_without_names(client: Client, program: Program, ada: Person) -> None:
    make_enrollment(program, make_person("Very Private Name"))
    grant(program, ada, "sponsor")
    client.force_login(ada)
    index = client.get(reverse("insights")).content.decode()
    assert reverse("program_insights", args=[program.pk]) in index
    page = client.get(reverse("program_insights", args=[program.pk])).content.decode()
    assert "How far people came" in page
    assert "Very Private Name" not in page


def test_somebody_without_programs_has_no_results_to_read(
    client: Client, otto: Person, program: Program
) -> None:
    client.force_login(otto)
    assert client.get(reverse("insights")).status_code == 404
