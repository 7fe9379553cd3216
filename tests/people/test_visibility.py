"""Who may see which part of a profile."""

from pairwell.people.rules.visibility import (
    AUDIENCES,
    FIELDS,
    Closeness,
    may_see,
    refuse_visibility,
    seen_fields,
)


def test_whoever_is_nearer_sees_at_least_as_much() -> None:
    for field in FIELDS:
        for audience in AUDIENCES:
            seen = [may_see(field, {field: audience}, near) for near in sorted(Closeness)]
            assert seen == sorted(seen), (field, audience)


def test_i_see_all_of_my_own_whatever_i_chose() -> None:
    for audience in AUDIENCES:
        assert seen_fields(dict.fromkeys(FIELDS, audience), Closeness.SELF) == set(FIELDS)


def test_only_me_is_only_me() -> None:
    assert not may_see("goals", {"goals": "me"}, Closeness.PARTNER)


def test_a_closed_page_closes_what_is_on_it() -> None:
    chosen = {"page": "partners", "headline": "everybody"}
    assert seen_fields(chosen, Closeness.PROGRAM) == frozenset()
    assert "headline" in seen_fields(chosen, Closeness.PARTNER)


def test_an_audience_that_is_unknown_falls_back_to_the_usual() -> None:
    assert not may_see("about", {"about": "the whole world"}, Closeness.COLLEAGUE)


def test_only_fields_and_audiences_that_exist_can_be_chosen() -> None:
    assert refuse_visibility({"goals": "partners"}) is None
    assert refuse_visibility({"goals": "world"}) is not None
    assert refuse_visibility({"salary": "me"}) is not None
