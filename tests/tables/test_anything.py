"""Whatever a file holds, it is read or refused by name: nothing else ever comes out."""

import csv
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pairwell.matching import Pool
from pairwell.tables.notices import TableRefused
from pairwell.tables.people import Roster, read_people
from pairwell.tables.pool import combine
from pairwell.tables.reading import read_content

HEADINGS = [
    "Name", "Email", "Wants", "Offers", "Goals", "Experience", "Years", "Level", "Unit", "Manager",
    "Time zone", "Hours", "Languages", "Places", "1st choice", "Please not with", "Active", "Cadence",
    "Interests", "Free question", "Minimum", "Help", "Prefers", "Id", "Conflicts",
]  # fmt: skip
PIECES = [
    "Ana", "Ruiz", "ana@example.com", "1-2", "9-17", "Mon", "Fri-", "25:99", "utc+", "99", "-", "–",
    "(", ")", "[", "]", ";", ",", ":", "★", "ß", "İ", "Ａ", "½", "²", "١٢", "張", "yes", "no", "native",
    "C2", "Berlin", "Etc/GMT+5", "..", "/", "am", "pm", "<", ">", "NaN", "inf", "1e999", "0", "=1", '"',
    '\x00', '\ufeff', '\u202e',
]  # fmt: skip
ODD = ["level 9/10", "\n", "\t", " ", "9" * 400]
CELL = st.lists(st.sampled_from([*PIECES, *ODD]), max_size=5).map("".join) | st.text(max_size=12)


@given(st.binary(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    try:
        sheet = read_content(data, "any.csv")
    except TableRefused as refused:
        places = {notice.file for notice in refused.notices}
    else:
        places = {"any.csv"} if all(len(row) == len(sheet.header) for row in sheet.rows) else set()
    assert places == {"any.csv"}


@st.composite
def tables(draw) -> bytes:
    header = draw(st.lists(st.sampled_from(HEADINGS), min_size=1, max_size=8, unique=True))
    rows = draw(st.lists(st.lists(CELL, min_size=len(header), max_size=len(header)), min_size=1, max_size=5))
    buffer = io.StringIO()
    csv.writer(buffer).writerows([["Name", *(h for h in header if h != "Name")], *rows])
    return buffer.getvalue().encode("utf-8", "surrogatepass")


@given(tables(), tables())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_two_tables_make_a_pool_or_are_refused_by_place(one, other):
    try:
        mentees = read_people(read_content(one, "mentees.csv"), "mentees")
        mentors = read_people(read_content(other, "mentors.csv"), "mentors")
    except TableRefused as refused:
        places = {notice.file for notice in refused.notices}
    else:
        places = _read_whole(mentees, mentors)
    assert places
    assert places <= {"mentees.csv", "mentors.csv"}


def _read_whole(mentees: Roster, mentors: Roster) -> set[str]:
    records = combine(mentees, mentors)
    pool = Pool.from_records(
        records.mentees, records.mentors, fields=records.fields, standing=records.standing
    )
    assert len(pool.mentees) == len(mentees.people)
    return {"mentees.csv"}


@pytest.mark.parametrize("cell", ["INF", "-inf", "nan", "NaN", "1e999", "9" * 400, "1_000"])
def test_an_answer_that_only_python_calls_a_number_is_kept_as_words(cell: str) -> None:
    mentees = read_people(
        read_content(f"Name,Free question\nAna,{cell}\n".encode(), "mentees.csv"), "mentees"
    )
    assert mentees.kinds["free_question"] in {"category", "text"}
