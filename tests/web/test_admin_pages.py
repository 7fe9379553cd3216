"""The administrator's pages: directory, one person, imports."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pairwell.core.models import AuditEntry
from pairwell.people import importing
from pairwell.people.models import DirectoryImport, Person
from tests.factories.people import make_person


@pytest.fixture
def desk(client: Client, ana: Person) -> Client:
    """The administrator's browser."""
    client.force_login(ana)
    return client


def upload(desk: Client, content: bytes, name: str = "people.csv") -> DirectoryImport:
    desk.post("/admin/imports/", {"file": SimpleUploadedFile(name, content)})
    return DirectoryImport.objects.latest("pk")


def mapped(desk: Client, of: DirectoryImport, **extra: str) -> None:
    columns = {f"column_{key}": str(index) for key, index in of.mapping.items()}
    desk.post(f"/admin/imports/{of.pk}/", {"bad_rows": "skip", **columns, **extra})
    importing.work_on(of.pk)


def test_search_finds_people_by_words_in_any_order_without_accents(desk: Client) -> None:
    make_person("Zoë Müller", title="Head of Sales")
    page = desk.get("/admin/people/", {"words": "sales muller zoe"}).content.decode()
    assert "Zoë Müller" in page
    assert "Nobody matches" in desk.get("/admin/people/", {"words": "zoe marketing"}).content.decode()


def test_an_import_goes_from_upload_to_the_directory_and_back(desk: Client) -> None:
    of = upload(desk, b"Email,Name\na@x.org,Ann\nbroken,Bob\n")
    assert b"Which column is which" in desk.get(f"/admin/imports/{of.pk}/").content
    mapped(desk, of)
    dry_run = desk.get(f"/admin/imports/{of.pk}/").content.decode()
    assert "Import 1 person" in dry_run
    assert "is not an email address" in dry_run
    desk.post(f"/admin/imports/{of.pk}/start/")
    importing.work_on(of.pk)
    assert Person.objects.filter(email="a@x.org").exists()
    assert b"Take this import back" in desk.get(f"/admin/imports/{of.pk}/").content
    desk.post(f"/admin/imports/{of.pk}/undo/")
    importing.work_on(of.pk)
    assert not Person.objects.filter(email="a@x.org").exists()


def test_the_list_of_problems_can_be_opened_in_a_spreadsheet_without_harm(desk: Client) -> None:
    of = upload(desk, b"Email,Name\na@x.org,=HYPERLINK(1)\n")
    mapped(desk, of)
    lines = b"".join(desk.get(f"/admin/imports/{of.pk}/problems.csv")).decode("utf-8-sig").splitlines()
    assert lines[0] == "row,column,reason,imported,Email,Name"
    assert lines[1].startswith("2,Full name,")
    assert lines[1].endswith(",a@x.org,'=HYPERLINK(1)")


def test_a_file_that_cannot_be_read_says_why_beside_the_field(desk: Client) -> None:
    response = desk.post("/admin/imports/", {"file": SimpleUploadedFile("photo.csv", b"\x89PNG\x00\x01\x02")})
    assert response.status_code == 200
    assert "neither a table of text nor" in response.content.decode()
    assert not DirectoryImport.objects.exists()


def test_a_mapping_that_uses_a_column_twice_is_refused(desk: Client) -> None:
    of = upload(desk, b"Email,Name\na@x.org,Ann\n")
    response = desk.post(
        f"/admin/imports/{of.pk}/", {"bad_rows": "skip", "column_email": "0", "column_full_name": "0"}
    )
    assert "chosen twice" in response.content.decode()


def test_the_progress_bar_reloads_the_page_when_the_step_is_over(desk: Client) -> None:
    of = upload(desk, b"Email,Name\na@x.org,Ann\n")
    columns = {"column_email": "0", "column_full_name": "1"}
    desk.post(f"/admin/imports/{of.pk}/", {"bad_rows": "skip", **columns})
    waiting = desk.get(f"/admin/imports/{of.pk}/progress/")
    assert "HX-Refresh" not in waiting
    importing.work_on(of.pk)
    assert desk.get(f"/admin/imports/{of.pk}/progress/")["HX-Refresh"] == "true"


def test_changing_somebody_is_written_to_the_audit_trail_without_values(desk: Client, ben: Person) -> None:
    form = {"full_name": "Ben Renamed", "email": ben.email, "time_zone": "Europe/Berlin", "title": "Lead"}
    desk.post(f"/admin/people/{ben.pk}/", form)
    ben.refresh_from_db()
    assert (ben.full_name, ben.title) == ("Ben Renamed", "Lead")
    entry = AuditEntry.objects.get(verb="person changed")
    assert "Renamed" not in str(entry.details)


def test_a_taken_email_and_a_circle_of_managers_are_refused_beside_the_field(
    desk: Client, ben: Person, ada: Person
) -> None:
    form = {"full_name": "Ben", "email": ada.email, "time_zone": "UTC"}
    assert b"already" in desk.post(f"/admin/people/{ben.pk}/", form).content
    Person.objects.filter(pk=ada.pk).update(manager=ben)
    form = {"full_name": "Ben", "email": ben.email, "time_zone": "UTC", "manager": ada.email}
    assert b"circle" in desk.post(f"/admin/people/{ben.pk}/", form).content


def test_only_an_owner_hands_out_roles(desk: Client, ben: Person, client: Client) -> None:
    response = desk.post(f"/admin/people/{ben.pk}/role/", {"role": "owner"})
    assert response.status_code == 409
    assert not ben.role_grants.exists()
    client.force_login(make_person("Olga Owner", role="owner"))
    client.post(f"/admin/people/{ben.pk}/role/", {"role": "sponsor"})
    assert ben.role_grants.get().role == "sponsor"


@pytest.mark.django_db
def test_the_last_owner_stays(client: Client) -> None:
    olga = make_person("Olga Owner", role="owner")
    client.force_login(olga)
    response = client.post(f"/admin/people/{olga.pk}/role/", {"role": "owner", "take": "1"})
    assert response.status_code == 409
    assert olga.role_grants.filter(role="owner").exists()


def test_switching_somebody_off_signs_them_out_everywhere(desk: Client, ben: Person) -> None:
    elsewhere = Client()
    elsewhere.force_login(ben)
    desk.post(f"/admin/people/{ben.pk}/switch/")
    assert elsewhere.get("/about/").status_code == 302


def test_the_directory_is_for_administrators_alone(client: Client, cora: Person, ben: Person) -> None:
    for person in (cora, ben):
        client.force_login(person)
        assert client.get("/admin/people/").status_code == 404
        assert client.get(f"/admin/people/{ben.pk}/").status_code == 404
        assert client.get("/admin/imports/").status_code == 404
