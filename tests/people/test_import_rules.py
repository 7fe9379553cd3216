"""What an import decides about rows, without a database."""

from datetime import date

import pytest

from pairwell.people.rules.fields import BY_KEY, BadValue, guess_mapping, mapping_problem
from pairwell.people.rules.managers import Circles
from pairwell.people.rules.rows import Directory, Known, Plan, plan_import

HEADERS = ["Email", "Name", "Employee ID", "Manager", "Level"]


def plan(rows: list[list[str]], people: list[Known] | None = None, headers: list[str] = HEADERS) -> Plan:
    return plan_import(rows, range(2, len(rows) + 2), guess_mapping(headers), Directory(people or []))


def known(pk: int, email: str, number: str | None = None, manager: int | None = None) -> Known:
    return Known(pk, email, number, manager, {"email": email, "full_name": "Old Name", "employee_id": number})


def test_headers_of_many_systems_are_recognized() -> None:
    mapping = guess_mapping(["Personnel_Number", "E-Mail", "Display name", "Reports to", "Abteilung", "???"])
    assert mapping == {"employee_id": 0, "email": 1, "full_name": 2, "manager": 3, "department": 4}


def test_of_two_columns_with_the_same_name_the_first_counts() -> None:
    assert guess_mapping(["Email", "Name", "Email"]) == {"email": 0, "full_name": 1}


@pytest.mark.parametrize(
    ("mapping", "word"),
    [({"full_name": 0}, "email"), ({"email": 0}, "name"), ({"email": 0, "full_name": 0}, "twice")],
)
def test_a_mapping_that_cannot_work_is_refused(mapping: dict[str, int], word: str) -> None:
    assert word in (mapping_problem(mapping, 3) or "")


def test_first_and_last_name_make_a_full_name() -> None:
    made = plan([["a@x.org", "Zoë", "O’Neill-Šimić"]], headers=["mail", "First name", "Last name"])
    assert made.good[0].values["full_name"] == "Zoë O’Neill-Šimić"


def test_the_same_person_twice_is_refused_with_the_row_of_the_first() -> None:
    made = plan([["a@x.org", "A"], ["A@X.org", "A again"]])
    assert [p.row for p in made.good] == [2]
    assert "row 2" in made.problems[0].reason


def test_a_row_about_somebody_known_changes_only_what_differs() -> None:
    made = plan([["old@x.org", "New Name", "7"]], [known(1, "old@x.org", "7")])
    assert made.good[0].changes == {"full_name": "New Name"}


def test_an_employee_number_finds_somebody_whose_email_has_changed() -> None:
    made = plan([["new@x.org", "Old Name", "7"]], [known(1, "old@x.org", "7")])
    assert made.good[0].changes == {"email": "new@x.org"}


def test_number_and_email_of_two_people_are_refused() -> None:
    made = plan([["b@x.org", "B", "1"]], [known(1, "a@x.org", "1"), known(2, "b@x.org", "2")])
    assert made.good == []
    assert "somebody else" in made.problems[0].reason


def test_a_manager_who_does_not_exist_is_a_warning_that_names_them() -> None:
    made = plan([["a@x.org", "A", "", "nobody@x.org"]])
    assert made.good[0].manager == ""
    assert made.problems[0].is_warning
    assert "nobody@x.org" in made.problems[0].reason


def test_a_manager_may_stand_further_down_or_be_named_by_number() -> None:
    made = plan([["a@x.org", "A", "1", "2"], ["b@x.org", "B", "2", ""]])
    assert made.good[0].manager == "b@x.org"
    assert made.problems == []


def test_a_circle_of_managers_is_broken_and_named() -> None:
    made = plan(
        [["a@x.org", "A", "", "b@x.org"], ["b@x.org", "B", "", "a@x.org"], ["c@x.org", "C", "", "a@x.org"]]
    )
    assert [p.manager for p in made.good] == ["", "", "a@x.org"]
    assert all("circle" in problem.reason for problem in made.problems)


def test_a_circle_through_people_the_directory_knows_is_found_too() -> None:
    boss, report = known(1, "boss@x.org"), known(2, "report@x.org", manager=1)
    made = plan([["boss@x.org", "Boss", "", "report@x.org"]], [boss, report])
    assert made.good[0].manager == ""


def test_nobody_is_their_own_manager() -> None:
    made = plan([["a@x.org", "A", "", "a@x.org"]])
    assert "own manager" in made.problems[0].reason


@pytest.mark.parametrize(
    "cell", ["=cmd|'/c calc'!A1", "@SUM(1)", "+cmd", "-cmd", " =1+1", "\t=1"], ids=range(6)
)
def test_a_formula_is_refused(cell: str) -> None:
    made = plan([["a@x.org", cell]])
    assert made.good == []
    assert "formula" in made.problems[0].reason


@pytest.mark.parametrize(
    ("key", "cell", "value"),
    [
        ("hired_on", "2024-03-31", date(2024, 3, 31)),
        ("hired_on", "31.03.2024", date(2024, 3, 31)),
        ("hired_on", "31/03/2024", date(2024, 3, 31)),
        ("hired_on", "03/31/2024", date(2024, 3, 31)),
        ("hired_on", "2024-03-31 00:00:00", date(2024, 3, 31)),
        ("level", "7.0", 7),
        ("time_zone", "europe/berlin", "Europe/Berlin"),
        ("country", "de", "DE"),
        ("language", "pt_BR", "pt-br"),
    ],
)
def test_values_are_read_as_people_write_them(key: str, cell: str, value: object) -> None:
    assert BY_KEY[key].read(cell) == value


@pytest.mark.parametrize(
    ("key", "cell"),
    [
        ("hired_on", "03/04/2024"),
        ("hired_on", "2024-02-30"),
        ("level", "11"),
        ("level", "senior"),
        ("level", "nan"),
        ("time_zone", "Mars/Base"),
        ("country", "Germany"),
        ("email", "a@b@c"),
        ("full_name", "x" * 201),
        ("title", "bad\x00byte"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_way_out(key: str, cell: str) -> None:
    with pytest.raises(BadValue, match=r"[;.]"):
        BY_KEY[key].read(cell)


def test_circles_of_any_length_are_found_and_trees_are_left_alone() -> None:
    circles = Circles({"a": "b", "b": "c", "c": "a", "d": "a", "e": "f"})
    assert set(circles.of("a")) == {"a", "b", "c"}
    assert circles.of("d") == ()
    assert circles.of("e") == ()
