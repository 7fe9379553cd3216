"""Places in a program follow the directory, whoever writes to it and however."""

import threading
from datetime import timedelta
from itertools import product

import pytest
from django.db import connection, transaction
from django.utils import timezone

from pairwell.people.models import Person
from pairwell.programs.actions.names import follow_directory
from pairwell.programs.models import Enrollment, Listed, Program
from pairwell.programs.queries.people_table import STATES, Asked, number_of, rows_of
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program


def names(program: Program, **asked: str) -> list[str]:
    return [row.full_name for row in rows_of(program, Asked(**asked))[0]]


def test_a_new_name_department_and_office_are_sorted_searched_and_filtered_by(db: None) -> None:
    program = make_program("Growing")
    bea, abe = make_person("Bea Young", department="Sales", office="Rome"), make_person("Abe Old")
    for person in (bea, abe):
        make_enrollment(program, person)
    assert names(program) == ["Abe Old", "Bea Young"]
    abe.full_name = "Zed Old"
    abe.save()
    Person.objects.filter(pk=bea.pk).update(department="sales", office="Oslo")
    assert names(program) == ["Bea Young", "Zed Old"]
    assert names(program, words="zed") == ["Zed Old"]
    assert names(program, department="sales", office="Oslo") == ["Bea Young"]
    assert names(program, department="Sales") == []


def test_what_is_listed_goes_with_the_place(db: None) -> None:
    program = make_program("Growing")
    place, _ = (
        make_enrollment(program, make_person("Abe Old")),
        make_enrollment(program, make_person("Bea Young")),
    )
    place.delete()
    assert list(Listed.objects.values_list("name", flat=True)) == ["Bea Young"]
    Enrollment.objects.all().delete()
    assert not Listed.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_import_and_a_managers_step_for_many_do_not_wait_for_each_other() -> None:
    """Renaming takes people one after the other; a step takes places in their own order: both at once must end."""
    program = make_program("Growing")
    people = [make_person(f"Person {number:02d}") for number in range(20)]
    places = [make_enrollment(program, person) for person in reversed(people)]
    renamed, met = [], threading.Barrier(2)

    def rename() -> None:
        try:
            with transaction.atomic():
                for number, person in enumerate(people):
                    Person.objects.filter(pk=person.pk).update(full_name=f"New {number:02d}")
                    if not number:
                        met.wait(10)
            renamed.append(True)
        finally:
            connection.close()

    other = threading.Thread(target=rename)
    other.start()
    with transaction.atomic():
        for number, place in enumerate(places):
            Enrollment.objects.filter(pk=place.pk).update(note="together")
            if not number:
                met.wait(10)
    other.join()
    assert renamed
    assert Enrollment.objects.filter(note="together").count() == 20
    assert names(program)[0] == "New 00"


@pytest.mark.django_db(transaction=True)
def test_who_joins_in_the_moment_of_a_renaming_is_found_later() -> None:
    program, person = make_program("Growing"), make_person("Old Name")

    def rename() -> None:
        try:
            Person.objects.filter(pk=person.pk).update(full_name="New Name")
        finally:
            connection.close()

    with transaction.atomic():
        make_enrollment(program, person)
        other = threading.Thread(target=rename)
        other.start()
        other.join()
    assert Listed.objects.get().name == "Old Name"
    assert names(program) == ["New Name"]
    assert follow_directory() == 1
    assert Listed.objects.get().name == "New Name"
    assert follow_directory() == 0


def test_every_choice_of_filters_is_a_statement_that_the_database_understands(db: None) -> None:
    program = make_program("Growing")
    for number, state in enumerate(("approved", "waitlisted", "waitlisted")):
        since = timezone.now() - timedelta(hours=number) if state == "waitlisted" else None
        person = make_person(f"Person {number}", department="Sales", office="Rome")
        make_enrollment(program, person, state=state, waiting_since=since)
    for state, role, words, department in product(
        [key for key, _ in STATES], ("", "mentor", "mentee"), ("", "person sal"), ("", "Sales")
    ):
        asked = Asked(words=words, role=role, state=state, department=department)
        rows, total = rows_of(program, asked)
        assert len(rows) == total == number_of(program, asked)
    assert names(program, state="waitlisted", words="person") == ["Person 2", "Person 1"]
