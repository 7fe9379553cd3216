"""What people said in the large installation of `benchmarks.site`: surveys with their answers, and early endings.

Baseline and closing surveys of both sides, as a program has them: three of five answer, half of those some words.
"""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

ANSWERS = 0.6
WORDS = "More time for the first sessions would have helped us, and an example of a good goal."
AT_ONCE = 5_000


def say(program: Any) -> None:
    """End what is over, and let people answer; nothing when it was done before."""
    from pairwell.surveys.models import Survey  # noqa: PLC0415 - Django is ready only now

    if Survey.objects.filter(program=program).exists():
        return
    dice = Random(2)
    _end(program, dice)
    for moment in ("baseline", "closing"):
        for side in ("mentees", "mentors"):
            _ask(program, moment, side, dice)


def _end(program: Any, dice: Random) -> None:
    from django.utils import timezone  # noqa: PLC0415

    from pairwell.mentorships.models import Ending, Mentorship  # noqa: PLC0415
    from pairwell.mentorships.states import EndingReason  # noqa: PLC0415

    over = list(Mentorship.objects.filter(program=program, state__in=("completed", "ended_early")))
    for pair in over:
        pair.ended_at = timezone.now() - timedelta(days=dice.randint(0, 30))
    Mentorship.objects.bulk_update(over, ["ended_at"], batch_size=AT_ONCE)
    reasons = [str(value) for value in EndingReason.values]
    Ending.objects.bulk_create(
        [
            Ending(mentorship=pair, reason=dice.choice(reasons), private_note="It was a matter of time.")
            for pair in over
            if pair.state == "ended_early"
        ],
        batch_size=AT_ONCE,
    )


def _ask(program: Any, moment: str, side: str, dice: Random) -> None:
    from pairwell.core import clock  # noqa: PLC0415
    from pairwell.mentorships.models import Membership  # noqa: PLC0415
    from pairwell.surveys.actions import add_survey  # noqa: PLC0415
    from pairwell.surveys.models import Request, Response  # noqa: PLC0415
    from pairwell.surveys.rules.disclosure import batch_of  # noqa: PLC0415
    from pairwell.surveys.values import all_asked  # noqa: PLC0415

    survey, today = add_survey(by=None, program=program, moment=moment, audience=side), clock.today()
    questions = all_asked(survey)
    role = side.removesuffix("s")
    members = Membership.objects.filter(mentorship__program=program, role=role).select_related("person")
    asked = [
        Request(survey=survey, person=one.person, group=one.person.department, asked_on=today, answer_by=today,
                mentorship_id=one.mentorship_id if survey.anchor == "mentorship_start" else None,
                answered_on=today if dice.random() < ANSWERS else None)
        for one in members
    ]  # fmt: skip
    Request.objects.bulk_create(asked, batch_size=AT_ONCE)
    answered = [one for one in asked if one.answered_on]
    Response.objects.bulk_create(
        [
            Response(
                survey=survey, group=one.group, batch=batch_of(number), answers=_answers(questions, dice)
            )
            for number, one in enumerate(answered)
        ],
        batch_size=AT_ONCE,
    )
    survey.state = "closed" if moment == "closing" else "open"
    survey.save(update_fields=["state"])


def _answers(questions: Any, dice: Random) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for one in questions:
        if one.kind == "scale":
            found[one.key] = dice.choices((1, 2, 3, 4, 5), weights=(1, 2, 4, 8, 6))[0]
        elif one.kind == "recommend":
            found[one.key] = dice.randint(3, 10)
        elif one.kind == "text" and dice.random() < 0.5:
            found[one.key] = WORDS
    return found
