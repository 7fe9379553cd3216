"""Rows become people; blanks are neutral and mistakes name their cell."""

import pytest

from pairwell.tables.notices import TableRefused
from tests.tables.files import hours_by_day, people_of, said


def test_a_person_is_read_whole(tmp_path):
    roster = people_of(
        "First name,Last name,E-mail,Job title,Yrs,TZ,Availability,Speaks,Want to learn,New joiner?\n"
        'Zoë,Ünal,zoe@example.com,Senior analyst,"3,5",CET,mornings,'
        '"Turkish (native), English B2","SQL (4), ML",Yes\n',
        "mentees",
        tmp_path,
    )

    (zoe,) = roster.people
    assert (zoe.name, zoe.email, zoe.row) == ("Zoë Ünal", "zoe@example.com", 2)
    assert zoe.record["skills_wanted"] == {"sql": 4, "machine learning": None}
    assert zoe.record["languages"] == {"tr": 5, "en": 3}
    assert (zoe.record["level"], zoe.record["years"], zoe.record["new_joiner"]) == (4.0, 3.5, "yes")
    assert hours_by_day(zoe.record["hours"])[0] == [7, 11, 4]


def test_a_blank_is_an_absent_answer_and_never_an_error(tmp_path):
    roster = people_of("Name,Unit,Years,Wants\nAda,,n/a,\nBen,Sales,-,?\n", "mentees", tmp_path)

    assert set(roster.people[0].record) == {"places"}
    assert set(roster.people[1].record) == {"places", "unit"}


def test_what_can_not_be_understood_counts_as_unanswered_and_names_the_cell(tmp_path):
    roster = people_of("Name,Email,Time zone\nAda,a@example.com,Atlantis\n", "mentees", tmp_path)

    assert 'mentees.csv, row 2, column "Time zone": "Atlantis"' in said(roster.notices, "warning")


def test_impossible_places_stop_the_run_and_name_the_cell(tmp_path):
    text = "Name,Email,Places\nAda,a@example.com,many\nBen,b@example.com,5000\n"

    with pytest.raises(TableRefused) as refused:
        people_of(text, "mentors", tmp_path)

    assert 'mentors.csv, row 2, column "Places": "many"' in str(refused.value)
    assert 'row 3, column "Places": 5,000 places' in str(refused.value)


def test_of_a_person_in_two_rows_the_later_one_counts_and_is_said(tmp_path):
    roster = people_of(
        "Name,Email,Unit\nAda,A@example.com,Old\nAda L.,a@example.com,New\n", "mentees", tmp_path
    )

    assert [entry.record["unit"] for entry in roster.people] == ["new"]
    assert "row 3: Ada L. (a@example.com) is also in row 2" in said(roster.notices, "warning")


def test_two_people_of_one_name_without_emails_are_refused(tmp_path):
    with pytest.raises(TableRefused, match=r"row 3: .*also in row 2, and neither has an email"):
        people_of("Name,Unit\nMaria Garcia,Sales\nMARÍA GARCÍA,Legal\n", "mentees", tmp_path)


def test_those_who_do_not_take_part_are_left_out_and_counted(tmp_path):
    text = 'Name,Email,Taking part?\nAda,a@example.com,no\nBen,b@example.com,"Yes, please"\n'

    roster = people_of(text, "mentors", tmp_path)

    assert [entry.name for entry in roster.people] == ["Ben"]
    assert "1 mentor left out" in said(roster.notices, "note")


def test_a_question_of_ones_own_never_overwrites_what_the_engine_calls_by_that_name(tmp_path):
    text = "Name,Grade,Level,Help\nAda,7,expert,x\n"

    (ada,) = people_of(text, "mentees", tmp_path, override={"level": "Grade"}).people

    assert (ada.record["level"], ada.record["level_answer"], ada.record["help_answer"]) == (
        7.0,
        "expert",
        "x",
    )
