"""Signals and states of health, on plain values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from pairwell.mentorships.rules.health import Facts, health
from pairwell.mentorships.states import HealthState, MentorshipState

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def ago(days: float) -> datetime:
    return NOW - timedelta(days=days)


WELL = Facts(
    state=MentorshipState.ACTIVE,
    cadence_days=14,
    started_at=ago(100),
    held=6,
    last_held_at=ago(5),
    next_at=NOW + timedelta(days=9),
    last_message_at=ago(2),
    words_by=(5, 4),
    useful=(4.0, 4.0, 4.5),
    open_goals=1,
    goals_ever=1,
    goals_changed_at=ago(10),
)


def codes(facts: Facts) -> set[str]:
    return {signal.code for signal in health(facts, NOW).signals}


def test_a_pair_that_meets_in_its_rhythm_thrives() -> None:
    assert health(WELL, NOW).state == HealthState.THRIVING
    assert codes(WELL) == set()


def test_a_pair_that_has_met_once_is_steady_not_yet_thriving() -> None:
    assert health(replace(WELL, held=1), NOW).state == HealthState.STEADY


def test_no_first_session_after_one_rhythm_is_told_and_before_it_is_not() -> None:
    fresh = Facts(state=MentorshipState.ACTIVE, cadence_days=14, started_at=ago(13))
    assert codes(fresh) == set()
    assert codes(replace(fresh, started_at=ago(15))) == {"no_first_session"}


def test_a_pair_that_never_met_and_fell_silent_is_at_risk() -> None:
    lost = Facts(state=MentorshipState.ACTIVE, cadence_days=14, started_at=ago(40))
    assert codes(lost) == {"no_first_session", "silence"}
    assert health(lost, NOW).state == HealthState.AT_RISK


def test_the_same_gap_is_fine_for_a_monthly_pair() -> None:
    gap = replace(WELL, next_at=None, last_held_at=ago(20))
    assert codes(gap) == {"not_planned"}
    assert codes(replace(gap, cadence_days=30)) == set()


def test_a_planned_session_quiets_the_alarm_of_silence() -> None:
    silent = replace(WELL, last_held_at=ago(50), last_message_at=None, goals_changed_at=ago(60), next_at=None)
    assert "silence" in codes(silent)
    assert "silence" not in codes(replace(silent, next_at=NOW + timedelta(days=2)))


def test_postponing_twice_is_told_and_once_is_not() -> None:
    assert codes(replace(WELL, moved_since_held=1)) == set()
    assert codes(replace(WELL, moved_since_held=2)) == {"postponed"}


def test_one_side_writing_alone_is_told_for_pairs_only() -> None:
    assert codes(replace(WELL, words_by=(6, 0))) == {"one_sided"}
    assert codes(replace(WELL, words_by=(2, 0))) == set()
    assert codes(replace(WELL, words_by=(6, 0, 0))) == set()


def test_falling_usefulness_is_told() -> None:
    assert codes(replace(WELL, useful=(4.5, 4.5, 3.0, 3.0))) == {"less_useful"}
    assert codes(replace(WELL, useful=(4.5, 2.0))) == set()


def test_goals_that_stand_still_are_told() -> None:
    assert codes(replace(WELL, goals_changed_at=ago(50))) == {"goals_stand"}


def test_meeting_without_a_goal_is_told_but_not_for_a_single_conversation() -> None:
    without = replace(WELL, open_goals=0, goals_ever=0, goals_changed_at=None)
    assert codes(without) == {"no_goal"}
    assert codes(replace(without, is_single=True)) == set()


def test_a_session_that_nobody_settled_is_told_after_four_days() -> None:
    assert codes(replace(WELL, unresolved_since=ago(3))) == set()
    assert codes(replace(WELL, unresolved_since=ago(5))) == {"unresolved"}


@pytest.mark.parametrize(
    "state", [MentorshipState.PAUSED, MentorshipState.UPCOMING, MentorshipState.COMPLETED]
)
def test_nothing_is_expected_of_a_mentorship_that_does_not_run(state: MentorshipState) -> None:
    lost = Facts(state=state, cadence_days=14, started_at=ago(400))
    assert health(lost, NOW).signals == ()


def test_weights_can_be_changed_and_a_weight_of_zero_switches_a_signal_off() -> None:
    facts = replace(WELL, moved_since_held=2)
    assert health(facts, NOW, {"postponed": 0}).signals == ()
    assert health(facts, NOW, {"postponed": 9}).state == HealthState.AT_RISK


def test_every_signal_says_why_and_what_may_help() -> None:
    everything = replace(
        WELL, last_held_at=ago(60), next_at=None, last_message_at=None, moved_since_held=3, words_by=(9, 0),
        useful=(5.0, 5.0, 1.0, 1.0), goals_changed_at=ago(90), unresolved_since=ago(30),
    )  # fmt: skip
    found = health(everything, NOW)
    assert len(found.signals) == 7
    assert all(s.reason.endswith(".") and s.step.endswith(".") for s in found.signals)
    assert [s.weight for s in found.signals] == sorted((s.weight for s in found.signals), reverse=True)
