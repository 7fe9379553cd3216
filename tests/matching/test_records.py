"""What is refused before anything is computed, by row and field; and what an instance file keeps and leaves out."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pairwell.matching import (
    InputError,
    Policy,
    PolicyError,
    Pool,
    Problem,
    read_instance,
    solve,
    write_instance,
)
from pairwell.matching.policy import FORMATS
from tests.matching.worlds import examples, random_problem

RESERVED = [{"field": "u", "value": "v", "places": 1}]
NESTED = "rules[0].fallback[0].fallback"


@pytest.mark.parametrize(
    ("mentee", "where"),
    [
        ({}, "mentees[0].id"),
        ({"id": "e", "places": -1}, "mentees[0].places"),
        ({"id": "e", "places": 1.5}, "mentees[0].places"),
        ({"id": "e", "places": float("inf")}, "mentees[0].places"),
        ({"id": "e", "level": "high"}, "mentees[0].level"),
        ({"id": "e", "level": float("inf")}, "mentees[0].level"),
        ({"id": "e", "hours": [168]}, "mentees[0].hours"),
        ({"id": "e", "hours": "0101"}, "mentees[0].hours"),
        ({"id": "e", "skills_wanted": {"sql": 6}}, "mentees[0].skills_wanted['sql']"),
        ({"id": "e", "skills_wanted": {"sql": [3, 4]}}, "mentees[0].skills_wanted['sql']"),
        ({"id": "e", "languages": {"en": 0}}, "mentees[0].languages['en']"),
        ({"id": "e", "prefers": 3.5}, "mentees[0].prefers"),
        ({"id": "e", "place": ["a", "b"]}, "mentees[0].place"),
    ],
    ids=str,
)
def test_a_record_that_cannot_be_used_is_refused_by_row_and_field(mentee, where):
    with pytest.raises(InputError) as refused:
        Pool.from_records([mentee], [{"id": "o"}])
    assert refused.value.where == where
    assert refused.value.hint


def test_an_id_used_twice_names_both_rows():
    with pytest.raises(InputError, match=r"mentors\[1\].id: 'o' is already used by mentors\[0\]"):
        Pool.from_records([], [{"id": "o"}, {"id": "o"}])


@pytest.mark.parametrize("what", ["keep", "forbid", "standing"])
def test_a_named_pair_with_a_stranger_is_refused(what):
    with pytest.raises(InputError) as refused:
        Pool.from_records([{"id": "e"}], [{"id": "o"}], **{what: [("e", "nobody")]})
    assert refused.value.where == f"{what}[0]"


@pytest.mark.parametrize(
    ("policy", "path"),
    [
        ({"nothing": 1}, "nothing"),
        ({"format": "dance"}, "format"),
        ({"criteria": {}}, "criteria"),
        ({"criteria": [{"kind": "magic"}]}, "criteria[0].kind"),
        ({"criteria": [{"kind": "place"}, {"kind": "place"}]}, "criteria[1].key"),
        ({"criteria": [{"kind": "near", "field": "level"}]}, "criteria[0].span"),
        ({"criteria": [{"kind": "near", "field": "level", "span": 0}]}, "criteria[0].span"),
        ({"criteria": [{"kind": "place", "speed": 1}]}, "criteria[0].speed"),
        ({"criteria": [{"kind": "seniority_gap", "curve": [[1, 0.5], [1, 0.6]]}]}, "criteria[0].curve[1][0]"),
        ({"criteria": [{"kind": "place", "weight": 1e300}]}, "criteria"),
        ({"rules": [{"kind": "same"}]}, "rules[0].field"),
        ({"rules": [{"kind": "minimum_score", "score": 1.1}]}, "rules[0].score"),
        ({"rules": [{"kind": "avoid", "fallback": [{"kind": "none", "fallback": []}]}]}, NESTED),
        ({"objective": []}, "objective"),
        ({"objective": ["total", "floor"]}, "objective[1]"),
        ({"objective": ["total", "total"]}, "objective[1]"),
        ({"objective": ["stable", "total"]}, "objective"),
        ({"objective": ["stable"], "format": "peer"}, "objective"),
        ({"objective": ["stable"], "reserved": RESERVED}, "reserved"),
        ({"format": "group", "group_bound": {"field": "u", "difference": 0.1}}, "group_bound"),
        ({"group_bound": {"field": "u", "difference": 2}}, "group_bound.difference"),
        ({"group_bound": {"field": "u", "difference": 0}, "places_per_mentee": 2}, "group_bound"),
        ({"group_bound": {"field": "u", "difference": 0}, "reserved": RESERVED}, "group_bound"),
        ({"places_per_mentee": 0}, "places_per_mentee"),
        ({"matters_most_share": float("nan")}, "matters_most_share"),
        ({"circles": {"smallest": 9, "largest": 4}}, "circles.largest"),
    ],
    ids=str,
)  # fmt: skip
def test_a_policy_that_cannot_be_used_is_refused_by_path(policy, path):
    with pytest.raises(PolicyError) as refused:
        Policy.from_dict(policy)
    assert refused.value.path == path
    assert refused.value.hint


def test_a_policy_that_names_a_column_nobody_has_is_refused():
    pool = Pool.from_records([{"id": "e"}], [{"id": "o"}])
    for policy, path in (
        ({"criteria": [{"kind": "same", "field": "color"}]}, "criteria[0].field"),
        (
            {"rules": [{"kind": "avoid", "fallback": [{"kind": "same", "field": "color"}]}]},
            "rules[0].fallback[0]",
        ),
        ({"reserved": [{"field": "color", "value": "red", "places": 1}]}, "reserved[0].field"),
    ):
        with pytest.raises(PolicyError) as refused:
            Problem(pool, Policy.from_dict(policy))
        assert refused.value.path.startswith(path.rsplit(".", 1)[0])


@pytest.mark.parametrize("name", FORMATS)
def test_the_starting_policy_of_every_format_reads_back_as_itself(name):
    policy = Policy.default(name)
    assert Policy.from_dict(json.loads(json.dumps(policy.to_dict()))) == policy
    assert sum(criterion.weight for criterion in policy.criteria) == 100


@examples(30)
@given(st.integers(0, 10**9), st.integers(0, 5), st.integers(0, 5))
def test_an_instance_file_gives_the_same_result_without_names_or_texts(seed, n, m):
    problem = random_problem(seed, n, m)
    text = json.dumps(write_instance(problem))
    assert '"words"' not in text
    assert not any(f'"{name}"' in text for name in (*problem.pool.mentees.ids, *problem.pool.mentors.ids))
    try:
        result = solve(problem)
    except InputError:
        return
    again = solve(read_instance(json.loads(text)))
    assert again.certificate["rows"] == result.certificate["rows"]
    assert again.summary == result.summary


def test_something_else_is_no_instance():
    with pytest.raises(InputError, match="pairwell-instance-1"):
        read_instance({"kind": "a letter"})


def table(groups, least=3):
    mentees = [{"id": f"e{n}", "unit": unit} for n, unit in enumerate(groups)]
    policy = Policy.from_dict({"criteria": [], "fairness": {"fields": ["unit"], "suppress_below": least}})
    return solve(
        Problem(Pool.from_records(mentees, [{"id": "o", "places": len(groups) // 2}]), policy)
    ).fairness


def test_a_small_group_is_hidden_and_never_alone():
    rows = table(["a"] * 6 + ["b"] * 4 + ["c"] * 2)
    assert {row.group: row.suppressed for row in rows} == {"a": False, "b": True, "c": True}
    hidden = [row for row in rows if row.suppressed]
    assert all(
        (row.people, row.matched, row.rate, row.mean, row.worst, row.ratio) == (None,) * 6 for row in hidden
    )


def test_those_who_did_not_answer_are_a_group_of_their_own():
    rows = table(["a"] * 4 + [None] * 4)
    assert [(row.group, row.people) for row in rows] == [("a", 4), ("", 4)]
    assert max(row.ratio for row in rows) == 1.0
