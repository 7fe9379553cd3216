"""How many failing pairs the signals find, and how many healthy ones they flag."""

from pairwell.mentorships.rules.health import MEANING, WEIGHTS
from pairwell.mentorships.rules.health_trial import FAILING, trial


def test_the_usual_weights_find_most_failing_pairs_and_leave_most_healthy_ones_alone() -> None:
    usual = trial()
    assert usual.recall > 0.7
    assert usual.alarm_rate < 0.15
    assert usual.precision > 0.6
    assert set(usual.by_kind) == set(FAILING)


def test_the_figures_are_the_same_every_time() -> None:
    assert trial() == trial()


def test_other_seeds_tell_the_same_story() -> None:
    for seed in range(5):
        other = trial(seed=seed)
        assert other.recall > 0.6
        assert other.alarm_rate < 0.15


def test_weights_that_see_nothing_find_nothing() -> None:
    """The test of the test: without signals nobody is found, with the heaviest everybody is flagged more."""
    blind = trial(dict.fromkeys(WEIGHTS, 0))
    nervous = trial(dict.fromkeys(WEIGHTS, 5))
    assert blind.found == blind.false_alarms == 0
    assert nervous.recall > trial().recall
    assert nervous.alarm_rate > trial().alarm_rate


def test_every_signal_has_its_words() -> None:
    assert set(MEANING) == set(WEIGHTS)
