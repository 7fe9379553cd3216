"""Places in a program follow the directory, whoever writes to it and however."""

import threading

import pytest
from django.db import connection, transaction

from pairwell.people.models import Person
from pairwell.programs.actions.names import follow_directory
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.queries.people_table import Asked, rows_of
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


def test_a_place_that_was_read_before_a_renaming_does_not_bring_the_old_name_back(db: None) -> None:
    program, person = make_program("Growing"), make_person("Old Name")
    place = make_enrollment(program, person)
    person.full_name = "New Name"
    person.save()
    place.note = "written later"
    place.save()
    assert Enrollment.objects.values_list("person_name", "note").get() == ("New Name", "written later")


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
    assert Enrollment.objects.get().person_name == "Old Name"
    assert names(program) == ["New Name"]
    assert follow_directory() == 1
    assert Enrollment.objects.get().person_name == "New Name"
    assert follow_directory() == 0
