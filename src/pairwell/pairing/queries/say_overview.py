"""How people use their say, for those who run the program: counts, and reasons that were written for them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from pairwell.pairing.models import FitCheck, PrivateAnswer, Request, Shortlist
from pairwell.pairing.queries.completeness import complete_percent
from pairwell.pairing.states import FitAnswer, RequestState
from pairwell.people.models import Person
from pairwell.programs.models import Program, RankedChoice

LEAST = 5
"""Answers of fit checks are counted from so many up."""
MOST_REASONS = 20


@dataclass(frozen=True)
class Reason:
    """Why somebody declined somebody, written for the program manager."""

    person: Person
    about: Person
    text: str


@dataclass(frozen=True)
class Overview:
    """Counts. fit_checks: None while fewer than five have answered."""

    with_favorites: int
    complete_percent: int
    requests: dict[str, int]
    shortlist: Shortlist | None
    reasons: tuple[Reason, ...]
    fit_asked: int
    fit_answered: int
    fit_checks: dict[str, int] | None
    want_to_talk: tuple[Person, ...]


def overview_of(program: Program) -> Overview:
    """Everything the page of the matching mode shows; a constant number of queries."""
    checks = FitCheck.objects.filter(mentorship__program=program)
    counts = checks.aggregate(
        asked=Count("pk"),
        **{answer.value: Count("pk", filter=Q(answer=answer)) for answer in FitAnswer},
    )
    answers: dict[str, int] = {answer.label: counts[answer.value] for answer in FitAnswer}
    answered = sum(answers.values())
    talk = checks.filter(wants_talk=True).select_related("person").order_by("person__full_name", "pk")
    return Overview(
        with_favorites=_with_favorites(program),
        complete_percent=complete_percent(program),
        requests=_requests(program),
        shortlist=Shortlist.objects.filter(program=program).first(),
        reasons=tuple(_reasons(program)),
        fit_asked=counts["asked"],
        fit_answered=answered,
        fit_checks=answers if answered >= LEAST else None,
        want_to_talk=tuple(check.person for check in talk[:50]),
    )


def _with_favorites(program: Program) -> int:
    found = RankedChoice.objects.filter(enrollment__program=program)
    return found.aggregate(n=Count("enrollment", distinct=True))["n"] or 0


def _requests(program: Program) -> dict[str, int]:
    found: Any = (
        Request.objects.filter(program=program).order_by().values_list("state").annotate(n=Count("pk"))
    )
    counts = dict(found)
    return {state.label: counts[state] for state in RequestState if counts.get(state)}


def _reasons(program: Program) -> list[Reason]:
    declined = Request.objects.filter(program=program).exclude(private_reason="").order_by("-decided_at")
    noes = PrivateAnswer.objects.filter(enrollment__program=program).exclude(private_reason="")
    found = [
        Reason(row.asked.person, row.asker.person, row.private_reason)
        for row in declined.select_related("asked__person", "asker__person")[:MOST_REASONS]
    ]
    return found + [
        Reason(row.enrollment.person, row.about.person, row.private_reason)
        for row in noes.select_related("enrollment__person", "about__person").order_by("-pk")[:MOST_REASONS]
    ]
