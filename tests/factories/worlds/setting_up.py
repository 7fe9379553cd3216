"""Objectives, planned moves, templates of one's own, wordings of a question, a file given as an answer."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from pairwell.core import clock
from pairwell.programs.models import (
    Answer,
    AnswerFile,
    Objective,
    OwnTemplate,
    PlannedMove,
    QuestionVersion,
)
from pairwell.programs.values import body_of
from tests.factories.programs import make_question
from tests.factories.world import CANARIES, World

KEPT = "answers/of-the-world"


def add(world: World, size: int) -> None:
    """So many of each."""
    program, cora, ben = world.program, world.people["cora"], world.people["ben"]
    for number in range(size):
        world.things["objective"] = Objective.objects.create(program=program, title=f"Objective {number}")
        world.things["template"] = OwnTemplate.objects.create(
            name=f"Template {number}",
            body={**body_of(program), "name": "Mine", "summary": "Mine"},
            made_by=cora,
        )
        QuestionVersion.objects.create(
            question=world.question, revision=number + 1, body={"text": "Before"}, changed_by=cora
        )
    PlannedMove.objects.create(
        program=program, to="closed", at=clock.now() + timedelta(days=9), planned_by=cora
    )
    question = make_question(program, "proof", kind="file")
    if not default_storage.exists(KEPT):
        default_storage.save(KEPT, ContentFile(CANARIES["managers"].encode()))
    AnswerFile.objects.create(
        program=program, person=ben, question=question, token="a-file-of-ben", name="proof.txt", size=9,
        digest="0" * 64, file=KEPT,
    )  # fmt: skip
    value = {"file": "a-file-of-ben", "name": "proof.txt", "size": 9}
    Answer.objects.create(enrollment=world.enrollment, question=question, value=value)
