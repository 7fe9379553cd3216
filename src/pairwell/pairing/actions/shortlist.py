"""Recommendations: a few people for each, spread so that nobody is recommended to everybody."""

from collections import Counter
from typing import Any

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.matching import POINTS, Pool, Problem, Scoring
from pairwell.pairing.directory.rows import read_rows, stamp_of
from pairwell.pairing.engine import policy_for_engine, problem_of, understood
from pairwell.pairing.formats import every_format, policy_of
from pairwell.pairing.models import Recommendation, Shortlist
from pairwell.pairing.pool import build_pool
from pairwell.pairing.queries.completeness import complete_percent
from pairwell.pairing.queries.say import say_of
from pairwell.programs.models import Program
from pairwell.programs.states import Format


def make_shortlist(*, program: Program) -> Shortlist | None:
    """Work out whom to recommend to whom among those who are free, and replace what was recommended before.

    None while too few profiles are complete; what was recommended before goes too. Work for the worker: a large
    program takes seconds, and new texts are understood first.
    """
    say = say_of(program)
    stamp = stamp_of(program)
    if complete_percent(program) < say.complete_percent:
        _replace(program, None, [])
        return None
    found: list[Any] = []
    people = 0
    for format_ in every_format(program):
        problem = _problem(program, say.per_person, format_)
        people += len(problem.pool.mentees)
        found += _recommended(problem).suggestions
    rows = [
        Recommendation(
            enrollment_id=int(one.mentee),
            chosen_id=int(one.mentor),
            place=one.place,
            score=one.score / POINTS,
        )
        for one in found
    ]
    version = program.policies.values_list("version", flat=True).first() or 0
    mentions = Counter(one.mentor for one in found)
    made = Shortlist(
        program=program, made_at=clock.now(), stamp=stamp[:64], policy_version=version,
        people=len({one.mentee for one in found}),
        without=people - len({one.mentee for one in found}),
        most_mentions=max(mentions.values(), default=0),
    )  # fmt: skip
    _replace(program, made, rows)
    return made


@transaction.atomic
def _replace(program: Program, made: Shortlist | None, rows: list[Recommendation]) -> None:
    Program.objects.select_for_update(no_key=True).get(pk=program.pk)
    Recommendation.objects.filter(enrollment__program=program).delete()
    Shortlist.objects.filter(program=program).delete()
    if made is not None:
        made.save()
        Recommendation.objects.bulk_create(rows, batch_size=2000)
        audit.record(
            by=None,
            verb="recommendations made",
            thing=made,
            program_id=program.pk,
            details={"people": made.people},
        )


def _problem(program: Program, per_person: int, format_: str) -> Problem:
    """Those who are free in a format, without anybody's ranked wishes: nobody may read them off a recommendation."""
    records = build_pool(program, keep_suggestions=True, format_=format_)
    mentees = [{**r, "prefers": []} for r in records.mentees]
    mentors = [{**r, "prefers": []} for r in records.mentors]
    if program.format == Format.PEER:
        free = {r["id"] for r in mentees}
        mentors = [r for r in read_rows(program).mentors if r["id"] in free]
    ids = {r["id"] for r in mentees}, {r["id"] for r in mentors}
    forbid = [pair for pair in records.forbid if pair[0] in ids[0] and pair[1] in ids[1]]
    directed = {"format": "traditional", "recommendations": {"per_mentee": per_person}}
    policy = policy_for_engine({**policy_of(program, format_), **directed})
    pool = Pool.from_records(mentees, mentors, fields=records.fields, forbid=forbid)
    return problem_of(understood(pool, policy), policy)


def _recommended(problem: Problem) -> Any:
    from pairwell.matching.recommend import recommend  # noqa: PLC0415 - compiled code, loaded in the worker

    return recommend(problem, Scoring(problem))
