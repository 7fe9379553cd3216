"""Columns are recognized by their names, and the policy has the last word."""

import pytest

from pairwell.tables.columns import guess, recognize
from pairwell.tables.notices import TableRefused
from tests.tables.files import said, sheet_of


@pytest.mark.parametrize(
    ("heading", "side", "field"),
    [
        ("Full name", "mentees", "name"),
        ("E-mail", "mentees", "email"),
        ("Years of experience", "mentees", "years"),
        ("Time zone", "mentors", "time_zone"),
        ("wants to learn", "mentees", "wants"),
        ("What would you like help with?", "mentees", "wants"),
        ("Skills", "mentees", "wants"),
        ("Skills", "mentors", "offers"),
        ("How many mentees can you take?", "mentors", "capacity"),
        ("Goals", "mentees", "goals"),
        ("2nd choice", "mentees", "ranks"),
        ("Please not with", "mentees", "avoid"),
        ("Prénom", "mentees", "first_name"),
        ("Abteilung", "mentees", "unit"),
        ("Preferred chat tool", "mentees", None),
        ("Shoe size", "mentees", None),
    ],
)
def test_a_column_is_recognized_by_its_name(heading, side, field):
    assert guess(heading, side) == field


def test_two_columns_of_one_name_are_refused_with_both_places(tmp_path):
    sheet = sheet_of("Name,Email,email \nAda,a@example.com,b@example.com\n", folder=tmp_path)

    with pytest.raises(TableRefused, match="Columns 2 and 3 are both called"):
        recognize(sheet, "mentees")


def test_a_file_without_names_says_which_columns_it_has_and_how_to_say_it(tmp_path):
    with pytest.raises(TableRefused, match=r"among: Color, Shape.*\[columns\] name"):
        recognize(sheet_of("Color,Shape\nred,round\n", folder=tmp_path), "mentees")


def test_an_unknown_column_in_the_policy_is_refused_with_the_nearest_name(tmp_path):
    sheet = sheet_of("Full name,Wishes\nAda,SQL\n", folder=tmp_path)

    with pytest.raises(TableRefused, match=r'no such column\. Did you mean "Wishes"'):
        recognize(sheet, "mentees", {"wants": "Wishs"})
    with pytest.raises(TableRefused, match=r'unknown field "wnats"\. Did you mean "wants"'):
        recognize(sheet, "mentees", {"wnats": "Wishes"})


def test_the_policy_overrides_what_was_recognized(tmp_path):
    sheet = sheet_of("Name,Skills,Dreams\nAda,SQL,Python\n", folder=tmp_path)

    columns = recognize(sheet, "mentees", {"wants": "Dreams", "offers": "Skills"})

    assert columns.fields == {"wants": [2], "offers": [1], "name": [0]}


def test_a_column_that_bears_a_fields_own_name_comes_before_one_that_only_means_it(tmp_path):
    sheet = sheet_of("Name,Job title,Level\nAda,Analyst,4\n", folder=tmp_path)

    columns = recognize(sheet, "mentees")

    assert columns.fields["level"] == [2]
    assert columns.other == {"Job title": 1}
    assert "[columns.mentees] level" in said(sheet.notices, "note")
