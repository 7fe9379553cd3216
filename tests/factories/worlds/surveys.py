"""Surveys of the world's program: one to come, one that was sent."""

from typing import TYPE_CHECKING

from pairwell.core import clock
from pairwell.surveys.actions import add_survey
from pairwell.surveys.models import Request, Response, Survey
from tests.factories.people import make_person

if TYPE_CHECKING:
    from tests.factories.world import World


def add(world: "World", size: int) -> None:
    """`size` scheduled surveys, and one open survey with `size` answers; ben has not answered."""
    for _ in range(size):
        scheduled = add_survey(by=None, program=world.program, moment="baseline", audience="mentees")
    sent = add_survey(by=None, program=world.program, moment="closing", audience="mentees")
    Survey.objects.filter(pk=sent.pk).update(state="open", opened_at=clock.now())
    today = clock.today()
    for number in range(size):
        Request.objects.create(survey=sent, person=make_person(), asked_on=today, answer_by=today)
        Response.objects.create(survey=sent, answers={"satisfied": 4}, batch=number // 5)
    Request.objects.create(
        survey=sent, person=world.people["ben"], token="the-secret-of-ben", asked_on=today, answer_by=today
    )
    world.things |= {
        "survey": scheduled,
        "sent_survey": sent,
        "survey_question": scheduled.questions.all()[0],
    }
