"""Two files become one pool: references are resolved and names stay outside the engine."""

from pairwell.matching import Pool
from pairwell.tables.people import read_people
from pairwell.tables.pool import combine
from pairwell.tables.reading import read_table
from tests.tables.files import EXAMPLES, MENTEES, MENTORS, records_of, said


def test_wishes_find_people_by_name_email_and_part_of_a_name(tmp_path):
    mentors = "Name,Email\nIngrid Solberg,ingrid@example.com\nTomás Herrera,t@example.com\nWei Zhang 张伟,\n"
    mentees = (
        "Name,Email,1st choice,2nd choice,Please not with\n"
        'Ada,a@example.com,INGRID@example.com,Tomas Herrera,"1. Zhang"\n'
    )

    records = records_of(mentees, mentors, tmp_path)

    assert records.mentees[0]["prefers"] == ["mentor-2", "mentor-3"]
    assert records.mentees[0]["avoids"] == ["mentor-4"]


def test_a_wish_for_nobody_is_a_warning_with_the_closest_name(tmp_path):
    records = records_of(
        MENTEES.replace("\n", ",Top picks\n", 1).replace("SQL", "SQL,Ingrid Sohlberg"), MENTORS, tmp_path
    )

    assert 'row 2, column "Top picks": "Ingrid Sohlberg" is not among the mentors' in said(
        records.notices, "warning"
    )
    assert 'Did you mean "Ingrid Solberg"?' in said(records.notices, "warning")


def test_a_wish_that_can_mean_two_people_is_ignored_and_names_both(tmp_path):
    mentors = "Name,Email\nAna Ruiz,a@example.com\nAna Silva,s@example.com\n"

    records = records_of("Name,Email,Choices\nAda,x@example.com,Ana\n", mentors, tmp_path)

    assert records.mentees[0]["prefers"] == []
    assert "can mean Ana Ruiz (row 2), Ana Silva (row 3)" in said(records.notices, "warning")


def test_no_name_and_no_address_enters_the_engines_records(tmp_path):
    text = "Name,Email,Line manager,Unit\nAda Lovelace,ada@example.com,Ingrid Solberg,Sales\n"
    other = (
        "Name,Email,Reports to\nIngrid Solberg,ingrid@example.com,Big Boss\nAda Lovelace,ada@example.com,\n"
    )

    records = records_of(text, other, tmp_path)

    told = repr([records.mentees, records.mentors]).casefold()
    assert not any(word in told for word in ("ada", "lovelace", "ingrid", "boss", "example.com"))
    assert records.mentees[0]["person"] == records.mentors[1]["person"]
    assert records.mentees[0]["manager"] == records.mentors[0]["person"]


def test_a_skill_keeps_its_usual_spelling_and_one_key_for_all_spellings(tmp_path):
    records = records_of(
        "Name,Wants\nAda,data science\nBen,DATA-SCIENCE\n", "Name,Offers\nZoë,Data Science\n", tmp_path
    )

    skills = {skill for record in records.mentees for skill in record["skills_wanted"]}
    assert skills == set(records.mentors[0]["skills_offered"])


def test_a_misspelled_skill_is_pointed_out_with_the_line_that_mends_it(tmp_path):
    records = records_of("Name,Wants\nAda,Pyhton\n", "Name,Offers\nZoë,Python\n", tmp_path)

    assert '[synonyms] "Python" = ["Pyhton"]' in said(records.notices, "warning")


def test_records_of_the_messy_example_make_a_pool():
    folder = EXAMPLES / "spreadsheet"
    mentees = read_people(read_table(folder / "mentees.csv"), "mentees")
    mentors = read_people(read_table(folder / "mentors.csv"), "mentors")

    records = combine(mentees, mentors)
    pool = Pool.from_records(records.mentees, records.mentors, fields=records.fields)

    assert (len(pool.mentees), len(pool.mentors)) == (41, 19)
    assert not pool.notes
    assert pool.mentees.columns["hours"].known.sum() == 40
