"""Two people change the same text: nothing that anybody wrote is lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairwell.mentorships.rules.merging import merge, normal

LINES = st.lists(st.sampled_from(["a", "b", "c", "", "one two", "- x"]), max_size=8)


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "text", "clashes"),
    [
        ("a\nb", "a\nb", "a\nb", "a\nb", 0),
        ("a\nb", "a\nb\nmine", "a\nb", "a\nb\nmine", 0),
        ("a\nb", "a\nb", "theirs\na\nb", "theirs\na\nb", 0),
        ("a\nb\nc", "a1\nb\nc", "a\nb\nc1", "a1\nb\nc1", 0),
        ("a\nb", "a1\nb", "a\nb1", "a1\nb1", 0),
        ("a\nb\nc", "b\nc", "a\nb\nc\nd", "b\nc\nd", 0),
        ("", "mine", "theirs", "theirs\nmine", 0),
        ("a", "a\nmine", "a\ntheirs", "a\ntheirs\nmine", 0),
        ("He", "Hello", "He\nW", "Hello\nW", 0),
        ("a", "mine", "theirs", "theirs\nmine", 1),
        ("a\nb\nc", "a\nB\nc", "a\nß\nc", "a\nß\nB\nc", 1),
        ("a", "", "a changed", "a changed\n", 1),
    ],
)
def test_changes_of_both_sides_come_together(
    base: str, mine: str, theirs: str, text: str, clashes: int
) -> None:
    merged = merge(base, mine, theirs)
    assert (merged.text, merged.both_changed) == (text, clashes)


@given(LINES, LINES, LINES)
@settings(max_examples=500, deadline=None)
def test_no_line_that_anybody_added_is_lost(base: list[str], mine: list[str], theirs: list[str]) -> None:
    merged = merge("\n".join(base), "\n".join(mine), "\n".join(theirs)).text.split("\n")
    for side in (mine, theirs):
        assert {line for line in side if line not in base} <= set(merged) | {""}


@given(LINES, LINES)
@settings(max_examples=200, deadline=None)
def test_with_one_writer_nothing_is_touched(base: list[str], mine: list[str]) -> None:
    old, new = "\n".join(base), "\n".join(mine)
    assert merge(old, new, old).text == new
    assert merge(old, old, new).text == new


def test_line_ends_of_browsers_are_one() -> None:
    assert normal("a\r\nb\rc\x00") == "a\nb\nc"
