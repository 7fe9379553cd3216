"""Working hours on one weekly clock."""

from datetime import date

import pytest

from pairwell.pairing.engine import make_problem, solved
from pairwell.pairing.hours import utc_slots
from pairwell.pairing.policy_form import form_of
from pairwell.pairing.pool import build_pool
from pairwell.pairing.reasons import _SAY
from pairwell.programs.models import Answer
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program, make_question

WINTER, SUMMER = date(2026, 1, 7), date(2026, 7, 8)


def test_nine_to_five_in_utc_is_slots_nine_to_sixteen_of_the_day() -> None:
    assert utc_slots({"mon": [[9, 17]]}, "UTC", WINTER) == list(range(9, 17))
    assert utc_slots({"tue": [[9, 11]]}, "UTC", WINTER) == [33, 34]


def test_daylight_saving_moves_the_hours() -> None:
    assert utc_slots({"mon": [[9, 10]]}, "Europe/Berlin", WINTER) == [8]
    assert utc_slots({"mon": [[9, 10]]}, "Europe/Berlin", SUMMER) == [7]


def test_hours_before_monday_in_utc_wrap_to_the_end_of_the_week() -> None:
    assert utc_slots({"mon": [[8, 10]]}, "Asia/Tokyo", WINTER) == [0, 167]


def test_only_whole_hours_count_in_zones_with_half_hours() -> None:
    assert utc_slots({"mon": [[9, 11]]}, "Asia/Kolkata", WINTER) == [4]


def test_no_hours_are_no_answer() -> None:
    assert utc_slots({}, "UTC", WINTER) == []


@pytest.mark.django_db
def test_hours_that_were_asked_for_are_compared_on_everybodys_own_clock() -> None:
    """Ben likes Monday mornings in Berlin; Ada's Monday morning in Berlin beats Cleo's in Tokyo."""
    program = make_program(starts_on=date(2026, 1, 7), state="matching")
    question = make_question(
        program, "when", kind="hours", used_in_matching=True, matched_how="hours_overlap"
    )
    people = {
        name: make_enrollment(program, make_person(name, time_zone=zone), role=role)
        for name, zone, role in (
            ("Ben", "Europe/Berlin", "mentee"), ("Ada", "Europe/Berlin", "mentor"), ("Cleo", "Asia/Tokyo", "mentor"),
        )
    }  # fmt: skip
    for enrollment in people.values():
        Answer.objects.create(enrollment=enrollment, question=question, value={"mon": [[9, 12]]})
    pool = build_pool(program, keep_suggestions=False)
    assert pool.fields["when"] == "hours"
    assert [row["when"] for row in pool.mentees] == [[8, 9, 10]]
    policy = {"criteria": [{"key": "when", "kind": "hours_overlap", "field": "when", "weight": 1, "enough": 3}],
              "rules": [], "objective": ["coverage", "floor", "total"]}  # fmt: skip
    result = solved(make_problem({**pool.to_dict(), "policy": policy, "seed": 1}), lambda *_: None)
    assert [(pair.mentee, pair.mentor) for pair in result.pairs] == [
        (str(people["Ben"].pk), str(people["Ada"].pk))
    ]


@pytest.mark.django_db
def test_the_studio_offers_the_question_and_still_the_profiles_hours() -> None:
    program = make_program()
    question = make_question(
        program,
        "when",
        kind="hours",
        used_in_matching=True,
        matched_how="hours_overlap",
        text="When suits you?",
    )
    fresh = form_of({"criteria": []}, [question])
    assert {("when", "hours_overlap"), ("hours_overlap", "hours_overlap")} <= {
        (c.key, c.kind) for c in fresh.criteria
    }
    used = {"criteria": [{"key": "when", "kind": "hours_overlap", "field": "when", "weight": 2}]}
    labels = [c.label for c in form_of(used, [question]).criteria if c.kind == "hours_overlap"]
    assert labels == ["When suits you?", "Working hours in common"]


def test_the_reason_names_the_hours_that_suit_both() -> None:
    mentee, mentor = {"when": [8, 9], "hours": [1]}, {"when": [9, 10], "hours": [1]}
    asked = {"key": "when", "kind": "hours_overlap", "field": "when"}
    assert _SAY["hours_overlap"](mentee, mentor, asked, {}) == "1 hour that suits both every week"
    assert _SAY["hours_overlap"](mentee, mentor, {}, {}) == "1 working hour in common every week"
