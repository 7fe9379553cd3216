"""Mentorships, their sessions and their members, read by the database in one go and without a row for each of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from pairwell.core import clock
from pairwell.mentorships.models import Membership, Mentorship, Session
from pairwell.mentorships.rules.rhythm import KEPT_FROM
from pairwell.mentorships.states import MentorshipState, SessionState
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import Format

_GOES_ON = [MentorshipState.ACTIVE.value, MentorshipState.PAUSED.value]


@dataclass(frozen=True, slots=True)
class Pairs:
    """What the mentorships of one program amount to.

    mentorships, begun, completed, ended_early: mentorships; sessions, minutes: held; firsts, first_days: how many
    have met, and the median of days to the first session; due, kept: mentorships of which a session was due, and
    those that keep their rhythm; matched, met, active, finished: people; waits,
    wait_days: how many waited from an approved place to a mentorship, and the median of days.
    """

    mentorships: int = 0
    begun: int = 0
    completed: int = 0
    ended_early: int = 0
    sessions: int = 0
    minutes: int = 0
    firsts: int = 0
    first_days: float | None = None
    due: int = 0
    kept: int = 0
    matched: int = 0
    met: int = 0
    active: int = 0
    finished: int = 0
    waits: int = 0
    wait_days: float | None = None


NOTHING = Pairs()
#: Sessions are read from an index alone, once, mentorship by mentorship; members are put together by person.
#: OFFSET 0 has a mentorship's beginning computed once, not again for each of its sessions.
_READ = """
WITH pair AS MATERIALIZED (
    SELECT m.id, m.program_id, m.state, m.created_at, s.held, s.minutes,
        greatest(0, (s.first AT TIME ZONE 'UTC')::date - m.starts_on) AS days, s.in_rhythm,
        CASE WHEN m.state <> %(upcoming)s AND NOT p.is_single THEN floor(date_part('epoch',
            coalesce(m.ended_at, m.paused_at, %(now)s) - r.since) / 86400 / greatest(1, m.cadence_days)) END AS due
    FROM {mentorships} m
    JOIN (SELECT id, format = %(single)s AS is_single FROM {program_table}) p ON p.id = m.program_id
    CROSS JOIN LATERAL (SELECT greatest(m.starts_on::timestamp AT TIME ZONE 'UTC', m.resumed_at) AS since OFFSET 0) r
    CROSS JOIN LATERAL (
        SELECT count(*) AS held, coalesce(sum(minutes), 0) AS minutes, min(starts_at) AS first,
            count(*) FILTER (WHERE starts_at >= r.since) AS in_rhythm
        FROM {sessions} WHERE mentorship_id = m.id AND state = '{held}'
    ) s
    WHERE m.program_id = ANY(%(programs)s)
), person AS (
    SELECT pair.program_id, one.person_id, min(pair.created_at) AS first, bool_or(held > 0) AS met,
        bool_or(held > 0 AND left_at IS NULL AND state = ANY(%(goes_on)s)) AS active,
        bool_or(state = %(completed)s) AS finished
    FROM pair JOIN {memberships} one ON one.mentorship_id = pair.id
    GROUP BY 1, 2
), waiting AS (
    SELECT person.*, date_part('epoch', first - approved_at) / 86400 AS waited
    FROM person LEFT JOIN {enrollments} place
        ON place.program_id = person.program_id AND place.person_id = person.person_id AND approved_at <= first
), by_pair AS (
    SELECT program_id, count(*) AS mentorships, count(*) FILTER (WHERE state <> %(upcoming)s) AS begun,
        count(*) FILTER (WHERE state = %(completed)s) AS completed,
        count(*) FILTER (WHERE state = %(ended_early)s) AS ended_early,
        sum(held)::bigint AS sessions, sum(minutes)::bigint AS minutes, count(*) FILTER (WHERE held > 0) AS firsts,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE held > 0) AS first_days,
        count(*) FILTER (WHERE due > 0) AS due,
        count(*) FILTER (WHERE due > 0 AND in_rhythm / nullif(due, 0) >= %(kept)s) AS kept
    FROM pair GROUP BY 1
), by_person AS (
    SELECT program_id, count(*) AS matched, count(*) FILTER (WHERE met) AS met,
        count(*) FILTER (WHERE active) AS active, count(*) FILTER (WHERE finished) AS finished,
        count(waited) AS waits, percentile_cont(0.5) WITHIN GROUP (ORDER BY waited) AS wait_days
    FROM waiting GROUP BY 1
)
SELECT by_pair.*, coalesce(matched, 0), coalesce(met, 0), coalesce(active, 0), coalesce(finished, 0),
    coalesce(waits, 0), wait_days
FROM by_pair LEFT JOIN by_person USING (program_id)
"""


def pairs_of(ids: Sequence[int]) -> dict[int, Pairs]:
    """By program; those without a mentorship have NOTHING; one query."""
    states = MentorshipState
    query = _READ.format(
        mentorships=Mentorship._meta.db_table,
        sessions=Session._meta.db_table,
        memberships=Membership._meta.db_table,
        enrollments=Enrollment._meta.db_table,
        program_table=Program._meta.db_table,
        held=SessionState.HELD.value,  # written out, so that the index of the sessions held is used
    )
    values: dict[str, Any] = {
        "programs": list(ids),
        "goes_on": _GOES_ON,
        "now": clock.now(),
        "single": Format.FLASH.value,
        "kept": KEPT_FROM,
        "upcoming": states.UPCOMING.value,
        "completed": states.COMPLETED.value,
        "ended_early": states.ENDED_EARLY.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        found = {row[0]: Pairs(*row[1:]) for row in cursor.fetchall()}
    return {pk: found.get(pk, NOTHING) for pk in ids}
