"""A policy file says what counts and how the files are read."""

import pytest

from pairwell.cli.policy_file import read_policy_file
from pairwell.cli.priorities import settle_priorities
from pairwell.tables.notices import TableRefused
from tests.tables.files import people_of, records_of, said


def test_synonyms_of_the_policy_make_two_words_one_skill(tmp_path):
    policy = tmp_path / "policy.toml"
    policy.write_text('[synonyms]\n"Machine Learning" = ["Teaching computers"]\n')
    settings = read_policy_file(policy)

    roster = people_of(
        "Name,Wants\nAda,teaching computers\n", "mentees", tmp_path, synonyms=settings.synonyms
    )

    assert roster.people[0].record["skills_wanted"] == {"machine learning": None}


def test_a_policy_file_gives_columns_to_the_side_that_has_them(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text('[columns]\nunit = "Group"\n[columns.mentors]\noffers = "Gives"\n')
    settings = read_policy_file(path)

    assert settings.override("mentees", ["Group"], ["Gives"]) == {"unit": "Group"}
    assert settings.override("mentors", ["Gives"], ["Group"]) == {"offers": "Gives"}


def test_a_policy_without_criteria_takes_the_default_ones_and_headings_name_columns(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text(
        'name = "Spring"\n[[rules]]\nkey = "tool"\nkind = "same"\nfield = "Preferred chat tool"\n'
    )

    policy = read_policy_file(path).build({"skills_wanted", "skills_offered", "preferred_chat_tool"})

    assert "needs_coverage" in {criterion.key for criterion in policy.criteria}
    assert [rule.params["field"] for rule in policy.rules] == ["preferred_chat_tool"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name = ", "not a TOML file"),
        ("columns = 3", r"\[columns\] is not a table"),
        ("[columns]\nwants = 3", r"\[columns\] wants is 3"),
        ('[synonyms]\nml = "x"', r"\[synonyms\]"),
        ('[kinds]\nx = "list"', "Use one of"),
    ],
)
def test_a_policy_file_with_a_mistake_is_refused_by_its_place(tmp_path, text, expected):
    path = tmp_path / "policy.toml"
    path.write_text(text)

    with pytest.raises(TableRefused, match=expected):
        read_policy_file(path)


def test_what_matters_most_is_found_in_the_mentees_own_words(tmp_path):
    text = "Name,What matters most\nAda,The skills I want to learn\nBen,vibes\n"
    records = records_of(text, "Name,Offers\nZoë,SQL\n", tmp_path)

    settle_priorities(records, read_policy_file(None).build({"skills_wanted", "skills_offered"}))

    assert records.mentees[0]["matters_most"] == "needs_coverage"
    assert "matters_most" not in records.mentees[1]
    assert '"vibes" is none of the criteria' in said(records.notices, "warning")


def test_a_heading_names_the_column_it_was_recognized_as(tmp_path):
    path = tmp_path / "policy.toml"
    path.write_text('[fairness]\nfields = ["Department", "New joiner?"]\n')

    policy = read_policy_file(path).build({"unit", "new_joiner"})

    assert policy.fairness.fields == ("unit", "new_joiner")
