"""What mentorships did: meetings, hours, goals, and how they ended."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Avg, Count, F, Q

from pairwell.insights.figures.figure import Figure
from pairwell.insights.figures.pairs import Pairs
from pairwell.insights.statistics import share
from pairwell.mentorships.models import Goal, Mentorship, Milestone, Reflection
from pairwell.mentorships.states import GoalState
from pairwell.pairing.models import Proposal
from pairwell.pairing.states import ProposalState
from pairwell.surveys.rules.disclosure import ENOUGH


def figures(ids: Sequence[int], pairs: Mapping[int, Pairs]) -> Mapping[int, list[Figure]]:
    """Meetings, goals and endings of each program; four queries."""
    sources = [_said(ids), *(_by_program(one) for one in (_goals(ids), _steps(ids), _fits(ids)))]
    found = {}
    for pk in ids:
        row: dict[str, Any] = {}
        for source in sources:
            row |= source.get(pk, {})
        found[pk] = list(_of_one(row, pairs[pk]))
    return found


def _of_one(row: Mapping[str, Any], pairs: Pairs) -> Iterator[Figure]:
    yield Figure("mentorships", pairs.mentorships)
    yield Figure("completed", pairs.completed)
    yield Figure("ended_early", pairs.ended_early)
    yield Figure("days_to_first_session", pairs.first_days, basis=pairs.firsts)
    yield Figure("sessions", pairs.sessions)
    yield Figure("hours", pairs.minutes / 60)
    yield Figure("sessions_each", pairs.sessions / pairs.begun if pairs.begun else None, basis=pairs.begun)
    rhythm = share(pairs.kept, pairs.due)
    yield (
        Figure("in_rhythm", None, 0)
        if rhythm is None
        else Figure("in_rhythm", rhythm.value, pairs.due, rhythm.low, rhythm.high)
    )
    yield Figure("goals", row.get("goals", 0))
    yield Figure("goals_reached", row.get("reached", 0))
    yield Figure("milestones", row.get("steps", 0))
    enough = row.get("authors", 0) >= ENOUGH
    yield Figure("usefulness", row.get("useful") if enough else None, basis=row.get("said", 0))
    yield Figure("fit", row.get("fit"), basis=row.get("proposals", 0))


def _by_program(rows: Any) -> dict[int, dict[str, Any]]:
    return {row["program_id"]: row for row in rows}


def _goals(ids: Sequence[int]) -> Any:
    rows = Goal.objects.filter(mentorship__program__in=ids).order_by()
    return rows.values(program_id=F("mentorship__program_id")).annotate(
        goals=Count("id"), reached=Count("id", filter=Q(state=GoalState.REACHED))
    )


def _steps(ids: Sequence[int]) -> Any:
    rows = Milestone.objects.filter(goal__mentorship__program__in=ids, done_at__isnull=False).order_by()
    return rows.values(program_id=F("goal__mentorship__program_id")).annotate(steps=Count("id"))


#: Counted by author first: to count distinct authors of so many rows, PostgreSQL would sort them all.
_SAID = """
SELECT program_id, sum(n)::bigint, count(*), sum(useful)::double precision / sum(n)
FROM (
    SELECT pair.program_id, said.author_id, count(*) AS n, sum(said.useful) AS useful
    FROM {reflections} said JOIN {mentorships} pair ON pair.id = said.mentorship_id
    WHERE pair.program_id = ANY(%s)
    GROUP BY 1, 2
) by_author
GROUP BY 1
"""


def _said(ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Reflections, their authors, and how useful sessions were in the mean."""
    query = _SAID.format(
        reflections=Reflection._meta.db_table,
        mentorships=Mentorship._meta.db_table,
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(ids)])
        return {
            pk: {"said": said, "authors": authors, "useful": useful}
            for pk, said, authors, useful in cursor.fetchall()
        }


def _fits(ids: Sequence[int]) -> Any:
    rows = Proposal.objects.filter(
        program__in=ids, state=ProposalState.ACCEPTED, score__isnull=False
    ).order_by()
    return rows.values("program_id").annotate(proposals=Count("id"), fit=Avg("score"))
