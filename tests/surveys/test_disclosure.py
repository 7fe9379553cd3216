"""Anonymous answers can not be worked out: not from one table, not by subtracting, not by looking again."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from pairwell.surveys.rules.disclosure import ENOUGH, batch_of, batches_shown, hidden_groups

sizes_of_groups = st.lists(st.integers(0, 40), max_size=12).map(
    lambda sizes: {f"group {n}": size for n, size in enumerate(sizes)}
)


@given(sizes_of_groups)
def test_the_total_minus_what_is_shown_is_about_five_people_or_nobody(sizes: dict[str, int]) -> None:
    hidden = hidden_groups(sizes)
    left = sum(sizes.values()) - sum(size for group, size in sizes.items() if group not in hidden)
    enough_in_all = sum(sizes.values()) >= ENOUGH
    assert left == 0 or left >= ENOUGH or not enough_in_all


@given(sizes_of_groups)
def test_no_group_of_fewer_than_five_is_ever_shown(sizes: dict[str, int]) -> None:
    hidden = hidden_groups(sizes)
    assert all(size >= ENOUGH or size == 0 for group, size in sizes.items() if group not in hidden)


@given(sizes_of_groups)
def test_no_more_groups_are_hidden_than_it_takes(sizes: dict[str, int]) -> None:
    hidden = hidden_groups(sizes)
    extra = sorted(sizes[group] for group in hidden if sizes[group] >= ENOUGH)
    assert not extra or sum(sizes[group] for group in hidden) - extra[-1] < ENOUGH


def test_without_the_second_rule_one_hidden_group_could_be_subtracted() -> None:
    """The control: hiding only what is small leaves a total that gives three people away."""
    sizes = {"Sales": 12, "Legal": 3}
    naive = {group for group, size in sizes.items() if size < ENOUGH}
    assert sum(sizes[group] for group in naive) < ENOUGH
    assert hidden_groups(sizes) == {"Sales", "Legal"}


@given(st.lists(st.integers(0, ENOUGH), max_size=40))
def test_two_looks_at_a_rolling_survey_differ_by_five_answers_or_none(per_batch: list[int]) -> None:
    looks = [sum(per_batch[: batches_shown(per_batch[:n])]) for n in range(len(per_batch) + 1)]
    steps = [later - earlier for earlier, later in pairwise(looks)]
    assert all(step == 0 or step >= ENOUGH for step in steps)


def test_answers_come_in_batches_of_five() -> None:
    assert [batch_of(n) for n in (0, 4, 5, 9, 10)] == [0, 0, 1, 1, 2]
