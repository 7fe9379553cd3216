"""One person's place in a program, as their manager reads it: what happened, and what they answered."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pairwell.core.models import AuditEntry
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Question, QuestionVersion
from pairwell.programs.states import SeenBy


@dataclass(frozen=True)
class Event:
    """A line of somebody's history in a program."""

    at: datetime
    what: str
    by: str


def history_of(enrollment: Enrollment) -> list[Event]:
    """What happened to a place, newest first: who did what, when; never content. Two queries."""
    rows = list(AuditEntry.objects.filter(thing="programs.Enrollment", thing_id=enrollment.pk)[:100])
    names = dict(
        Person.objects.filter(pk__in={row.actor_id for row in rows if row.actor_id}).values_list(
            "pk", "full_name"
        )
    )
    return [Event(row.at, row.verb, names.get(row.actor_id or 0, "by itself")) for row in rows]


def answers_shown(enrollment: Enrollment) -> list[tuple[Question, Any, str]]:
    """(question, answer, the wording that was answered when it was another one): what managers may read."""
    rows = enrollment.answers.select_related("question").exclude(question__seen_by=SeenBy.MATCHING)
    found = list(rows.order_by("question__position", "question_id"))
    old = QuestionVersion.objects.filter(question__in=[row.question_id for row in found])
    wording = {(version.question_id, version.revision): version.body.get("text", "") for version in old}
    return [
        (row.question, row.value, wording.get((row.question_id, row.revision), ""))
        if row.revision != row.question.revision
        else (row.question, row.value, "")
        for row in found
    ]
