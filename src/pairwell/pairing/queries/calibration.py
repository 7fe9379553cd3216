"""How well mentorships went by fit, counted in the database: what learning shows, for pages that need no more of it.

The same mentorships, outcomes and groups as in `queries.learning` and `learning_rules`, without reading a row for
each of them; a test holds the two together.
"""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from pairwell.mentorships.models import Mentorship, Reflection
from pairwell.mentorships.states import MentorshipState
from pairwell.pairing.learning_rules import GROUPS, LEAST, LEAST_IN_GROUP, STEP, WENT_WELL
from pairwell.pairing.models import FitCheck, Proposal
from pairwell.pairing.states import FitAnswer
from pairwell.programs.models import Program


@dataclass(frozen=True, slots=True)
class FitGroup:
    """Mentorships of similar fit that are over. score: their mean fit, 0 to 1; well: how many went well."""

    count: int
    score: float
    well: int


_READ = """
WITH pair AS MATERIALIZED (
    SELECT p.mentorship_id, p.score, m.ended_at, (m.state = %(completed)s)::int AS completed
    FROM {proposals} p JOIN {mentorships} m ON m.id = p.mentorship_id
    WHERE p.program_id = %(program)s AND m.state IN (%(completed)s, %(ended_early)s)
        AND p.score IS NOT NULL AND p.contributions <> '[]'
), useful AS (
    SELECT mentorship_id, (avg(useful)::double precision - 1) / 4 AS mean
    FROM {reflections} WHERE mentorship_id IN (SELECT mentorship_id FROM pair) GROUP BY 1
), fit AS (
    SELECT mentorship_id, avg(CASE answer WHEN %(good)s THEN 1 WHEN %(undecided)s THEN 0.5 ELSE 0 END)
        ::double precision AS mean
    FROM {checks} WHERE answer <> '' AND mentorship_id IN (SELECT mentorship_id FROM pair) GROUP BY 1
), went AS (
    SELECT score, count(*) OVER () AS number, row_number() OVER (ORDER BY ended_at, mentorship_id) AS nth,
        (coalesce(useful.mean, 0) + coalesce(fit.mean, 0) + completed)
            / (1 + (useful.mean IS NOT NULL)::int + (fit.mean IS NOT NULL)::int) AS outcome
    FROM pair LEFT JOIN useful USING (mentorship_id) LEFT JOIN fit USING (mentorship_id)
    WHERE useful.mean IS NOT NULL OR fit.mean IS NOT NULL
), parted AS (
    SELECT score, outcome, ntile(greatest(1, least(%(groups)s, number / %(in_group)s))::int)
        OVER (ORDER BY score, nth) AS part
    FROM went WHERE number >= %(least)s AND nth <= number - number %% %(step)s
)
SELECT count(*), avg(score), count(*) FILTER (WHERE outcome >= %(well)s) FROM parted GROUP BY part ORDER BY part
"""


def went_well_by_fit(program: Program) -> list[FitGroup]:
    """From the lowest fit to the highest; nothing while too few mentorships are over. One query."""
    tables = {
        "proposals": Proposal, "mentorships": Mentorship, "reflections": Reflection, "checks": FitCheck,
    }  # fmt: skip
    values: dict[str, Any] = {
        "program": program.pk, "completed": MentorshipState.COMPLETED.value,
        "ended_early": MentorshipState.ENDED_EARLY.value, "good": FitAnswer.GOOD.value,
        "undecided": FitAnswer.UNDECIDED.value, "groups": GROUPS, "in_group": LEAST_IN_GROUP, "least": LEAST,
        "step": STEP, "well": WENT_WELL,
    }  # fmt: skip
    query = _READ.format(**{name: model._meta.db_table for name, model in tables.items()})
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return [FitGroup(*row) for row in cursor.fetchall()]
