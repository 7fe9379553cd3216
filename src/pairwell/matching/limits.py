"""Places, minimum loads, groups and kept pairs of a problem: everything that bounds a flow, as arrays."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from pairwell.matching.columns import Category, IntArray
from pairwell.matching.errors import InputError
from pairwell.matching.pool import no_pairs
from pairwell.matching.problem import Problem
from pairwell.matching.scoring import Scoring


@dataclass(frozen=True, eq=False)
class Limits:
    """What is left to decide after the kept pairs.

    `first` (mentees,) is 1 where a first mentor is still to be found, `rest` how many more after the
    first. `capacity` and `minimum` (mentors,) are the whole load's bounds, `held` the load that kept
    pairs already make. `group` (mentees,) is -1 or a group; `reserved` and `most` (groups,) bound how
    many first mentors a group gets beyond its kept pairs: `reserved` as far as possible, `most` strictly.
    """

    first: IntArray
    rest: IntArray
    capacity: IntArray
    minimum: IntArray
    held: IntArray
    group: IntArray
    reserved: IntArray
    most: IntArray
    keep: IntArray

    @property
    def plain(self) -> bool:
        """No minimum loads and no groups: the count of matched mentees is a plain maximum matching."""
        return not len(self.reserved) and not (self.minimum > self.held).any()


UNBOUNDED = 1 << 40


def find_limits(problem: Problem, scoring: Scoring | None) -> Limits:
    """Read the limits; with a scoring, also refuse kept pairs that a rule forbids (`InputError`)."""
    pool, policy = problem.pool, problem.policy
    places = np.minimum(pool.mentees.places, policy.places_per_mentee)
    capacity = pool.mentors.places
    minimum = np.minimum(np.maximum(pool.mentors.minimum, policy.mentor_minimum), capacity)
    keep = pool.keep
    own = np.bincount(keep[:, 0], minlength=len(places)).astype(np.int64)
    held = np.bincount(keep[:, 1], minlength=len(capacity)).astype(np.int64)
    _check_keep(problem, places, own, capacity, held)
    if scoring is not None:
        _check_kept_rules(problem, scoring)
    group, reserved = _groups(problem, own)
    return Limits(
        first=((places > 0) & (own == 0)).astype(np.int64),
        rest=np.maximum(places - np.maximum(own, 1), 0),
        capacity=capacity,
        minimum=minimum,
        held=held,
        group=group,
        reserved=reserved,
        most=np.full(len(reserved), UNBOUNDED, dtype=np.int64),
        keep=keep if len(keep) else no_pairs(),
    )


def _check_keep(
    problem: Problem, places: IntArray, own: IntArray, capacity: IntArray, held: IntArray
) -> None:
    pool = problem.pool
    for side, name, used, room in (
        (pool.mentees, "mentee", own, places),
        (pool.mentors, "mentor", held, capacity),
    ):
        over = np.flatnonzero(used > room)
        if len(over):
            row = int(over[0])
            raise InputError(
                "keep",
                f"gives the {name} {side.ids[row]!r} {used[row]} pairs, but there are {room[row]} places.",
                "Remove a kept pair or add places.",
            )


def _check_kept_rules(problem: Problem, scoring: Scoring) -> None:
    keep, pool = problem.pool.keep, problem.pool
    broken = scoring.broken(keep[:, 0], keep[:, 1]) if len(keep) else np.zeros((0, 0), dtype=np.bool_)
    for number in np.flatnonzero(broken.any(axis=1)):
        row, col = keep[number]
        rule = scoring.rule_keys[int(np.argmax(broken[number]))]
        raise InputError(
            f"keep[{number}]",
            f"the pair ({pool.mentees.ids[row]}, {pool.mentors.ids[col]}) is forbidden by the rule {rule!r}.",
            "Remove the pair, or switch the rule off.",
        )


def _groups(problem: Problem, own: IntArray) -> tuple[IntArray, IntArray]:
    """Group per mentee and reserved places per group, less what kept pairs already fill."""
    policy, count = problem.policy, len(problem.pool.mentees)
    nobody = np.full(count, -1, dtype=np.int64), np.zeros(0, dtype=np.int64)
    name = (
        policy.reserved[0].field
        if policy.reserved
        else policy.group_bound.field
        if policy.group_bound
        else ""
    )
    column = problem.pool.mentees.columns.get(name)
    if not isinstance(column, Category):
        return nobody
    if policy.group_bound:
        return column.codes, np.zeros(len(column.labels), dtype=np.int64)
    values = [entry.value for entry in policy.reserved]
    place = np.array([values.index(x) if x in values else -1 for x in column.labels] + [-1], dtype=np.int64)
    group = place[column.codes]
    kept = np.bincount(group[(group >= 0) & (own > 0)], minlength=len(values))
    wanted = np.array([entry.places for entry in policy.reserved], dtype=np.int64)
    return group, np.maximum(wanted - kept, 0)


def group_sizes(limits: Limits) -> tuple[IntArray, IntArray]:
    """Mentees per group who want a mentor, and how many of them kept pairs already match."""
    kept = np.zeros(len(limits.first), dtype=np.bool_)
    kept[limits.keep[:, 0]] = True
    groups = len(limits.reserved)
    wants = kept | (limits.first > 0)
    inside = limits.group >= 0
    sizes = np.bincount(limits.group[inside & wants], minlength=groups).astype(np.int64)
    return sizes, np.bincount(limits.group[inside & kept], minlength=groups).astype(np.int64)


def bounded_by_rate(limits: Limits, rate: Fraction, difference: float | None) -> Limits:
    """Every group gets at least `rate` matched and, unless None, at most `rate` + `difference`."""
    sizes, kept = group_sizes(limits)
    least = np.array([-(-rate.numerator * int(n) // rate.denominator) for n in sizes], dtype=np.int64)
    reserved = np.maximum(least - kept, 0)
    if difference is None:
        return replace(limits, reserved=reserved)
    top = rate + Fraction(str(difference))
    most = np.array([top.numerator * int(n) // top.denominator for n in sizes], dtype=np.int64)
    return replace(limits, reserved=reserved, most=np.maximum(np.maximum(most - kept, 0), reserved))
