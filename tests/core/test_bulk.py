"""Writing many rows by COPY."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from pairwell.core import clock
from pairwell.core.bulk import copy_rows, count_anew, reserve_ids
from pairwell.people.models import DirectoryImport, ImportedChange, Person, Profile
from tests.factories.people import make_person
from tests.factories.planner import columns_known, rows_expected

pytestmark = pytest.mark.django_db
NASTY = 'Zoë\tO\'Neil\\N\nline two ; "quoted" 李'


def test_rows_come_back_as_they_were_written_with_the_models_defaults() -> None:
    (pk,) = reserve_ids(Person, 1)
    copy_rows(Person, ("id", "email", "full_name", "password"), [(pk, "z@x.org", NASTY, "!")])
    person = Person.objects.get()
    assert (person.pk, person.full_name, person.time_zone, person.level) == (pk, NASTY, "UTC", None)
    assert person.attributes == {}
    assert clock.now() - person.created_at < timedelta(hours=1)
    copy_rows(Profile, ("person_id",), [(pk,)])
    assert (person.profile.interests, person.profile.languages) == ([], {})


def test_json_is_written_as_json() -> None:
    person = make_person()
    of = DirectoryImport.objects.create(file_name="p.csv", content=b"", digest="0" * 64)
    given = {"full_name": NASTY, "level": 3, "hired_on": None}
    copy_rows(
        ImportedChange,
        ("of_id", "person_id", "was_created", "before", "after"),
        [(of.pk, person.pk, True, {}, given)],
    )
    assert ImportedChange.objects.get().after == given


def test_reserved_ids_are_nobody_elses() -> None:
    first, second = reserve_ids(Person, 3), reserve_ids(Person, 2)
    assert len({*first, *second}) == 5
    assert make_person().pk > max(second)
    assert reserve_ids(Person, 0) == []


def test_a_broken_rule_of_the_database_is_the_same_error_as_elsewhere() -> None:
    make_person(email="a@x.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        copy_rows(Person, ("email", "full_name", "password"), [("A@x.org", "Twin", "!")])
    assert Person.objects.count() == 1


def test_after_filling_a_table_its_size_and_values_are_known_at_once() -> None:
    before = rows_expected(Person)
    copy_rows(
        Person, ("email", "full_name", "password"), [(f"{n}@x.org", "Somebody", "!") for n in range(321)]
    )
    assert rows_expected(Person) == before
    count_anew(Person)
    assert rows_expected(Person) == 321
    assert columns_known(Person) == len(Person._meta.concrete_fields)
