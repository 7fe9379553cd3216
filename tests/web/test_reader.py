"""Who reads a page: session, roles and frame, read by statements of our own."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.http import Http404
from django.test import Client
from django.utils import timezone

from pairwell.messaging.models import Notice
from pairwell.people.models import Organization, Person
from pairwell.people.permissions import roles_of
from pairwell.programs.permissions import managed_programs, program_for_manager, program_roles_of
from pairwell.web.reader import frame_for, reader
from pairwell.web.sessions import SessionStore
from tests.factories.people import make_person
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db


def test_a_session_that_is_over_signs_nobody_in(client: Client, ben: Person) -> None:
    client.force_login(ben)
    assert client.get("/").status_code == 200
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert client.get("/").status_code == 302


def test_a_key_that_nobody_has_is_dropped_and_a_new_one_is_made() -> None:
    store = SessionStore("a-key-that-nobody-was-given-1234")
    assert store.get("_auth_user_id") is None
    store["seen"] = True
    store.save()
    assert store.session_key not in (None, "a-key-that-nobody-was-given-1234")
    assert SessionStore(store.session_key)["seen"] is True


def test_a_reader_comes_with_roles_reports_notices_and_the_organization(ana: Person, ben: Person) -> None:
    make_person("Rea Report", manager=ben)
    Organization.objects.update_or_create(pk=1, defaults={"name": "Kestrel"})
    Notice.objects.create(to=ben, key="one", kind="test", text="Something waits")
    read = reader(ben.pk)
    assert read == ben
    frame = frame_for(read)
    assert (frame.organization.name, frame.has_reports, frame.unread) == ("Kestrel", True, 1)
    assert roles_of(read) == roles_of(ben)
    assert program_roles_of(read) == program_roles_of(ben)
    assert roles_of(reader(ana.pk)) == roles_of(ana) != frozenset()


def test_there_is_a_frame_before_there_is_an_organization_and_for_somebody_who_is_gone(ben: Person) -> None:
    Organization.objects.all().delete()
    assert frame_for(reader(ben.pk)).organization.name == Organization().name
    gone = Person(pk=ben.pk + 1000)
    assert reader(gone.pk) is None
    assert frame_for(gone).unread == 0


def test_the_program_a_manager_gets_is_one_of_those_they_run(ana: Person, ben: Person, cora: Person) -> None:
    programs = [make_program("Hers", managed_by=cora), make_program("Nobody's")]
    for person in (ana, ben, cora):
        runs = set(managed_programs(person).values_list("pk", flat=True))
        for program in programs:
            if program.pk in runs:
                assert program_for_manager(person, program.pk) == program
            else:
                with pytest.raises(Http404):
                    program_for_manager(person, program.pk)


def test_a_menu_that_was_drawn_for_one_reader_is_not_anothers(
    client: Client, ana: Person, ben: Person
) -> None:
    for person, sees in ((ana, True), (ben, False), (ana, True)):
        client.force_login(person)
        assert ('href="/admin/people/"' in client.get("/").content.decode()) is sees
