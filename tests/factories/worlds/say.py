"""Having a say: somebody both sides may see, favorites, requests, private answers, fit checks."""

from datetime import timedelta
from typing import Any

from pairwell.core import clock
from pairwell.pairing.models import FitCheck, PrivateAnswer, Recommendation, Request
from pairwell.pairing.states import RequestState
from pairwell.programs.models import RankedChoice
from tests.factories.people import make_person, make_skill, offers, wants
from tests.factories.programs import make_enrollment


def add(world: Any, size: int) -> None:
    """Somebody who mentors and is mentored (so that everybody enrolled may see them), and many like them."""
    from tests.factories.world import CANARIES  # noqa: PLC0415 - that module loads this one

    ben, ada = world.enrollment, world.ada_enrollment
    now = clock.now()
    for number in range(size + 1):
        person = make_person(f"Otherwise {number}")
        wants(offers(person, "Negotiation"), "Public speaking")
        other = make_enrollment(world.program, person, role="both", mentee_places=2)
        make_skill(f"Rare skill {number}")
        Recommendation.objects.create(enrollment=ben, chosen=other, place=number + 1, score=0.7)
        Request.objects.create(
            program=world.program, asker=ben, asked=other, rank=number + 2, state=RequestState.DECLINED,
            asked_at=now, private_reason=CANARIES["managers"],
        )  # fmt: skip
        PrivateAnswer.objects.create(enrollment=ben, about=other, says_yes=True)
        if number < 5:
            RankedChoice.objects.create(enrollment=ben, chosen=other, rank=number + 1)
    for person in (world.people["ada"], world.people["ben"]):
        FitCheck.objects.create(mentorship=world.mentorship, person=person, answer="not", wants_talk=True)
    request = Request.objects.create(
        program=world.program, asker=ben, asked=ada, rank=1, state=RequestState.ASKED, asked_at=now,
        due_at=now + timedelta(days=3), note=CANARIES["members"],
    )  # fmt: skip
    world.things |= {"other": other, "request": request}
