"""What was done about one mentorship, for those who run its program: from the audit trail and their own notes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Count, Max
from django.db.models.functions import TruncDate

from pairwell.core.models import AuditEntry
from pairwell.mentorships.models import HelpRequest, Mentorship, Remark
from pairwell.mentorships.rules.nudging import KIND_LETTERS
from pairwell.messaging.models import Letter
from pairwell.people.models import Person

MOST = 200
#: What members did is told without saying who of them it was.
_BY_MEMBERS: Final[Mapping[str, str]] = {
    "mentorship begun": "It began",
    "mentorship paused": "It was paused",
    "mentorship resumed": "It went on after a pause",
    "mentorship completed": "It came to its close",
    "mentorship ended early": "It ended early",
    "member left": "Somebody left the circle",
}


@dataclass(frozen=True)
class Step:
    """A line of the time line. by: who of those who run the program, "" for members and the system.

    text: a manager's own note; kind: begun, letter, reminder, help or note.
    """

    at: datetime
    what: str
    kind: str
    by: str = ""
    text: str = ""


def timeline_of(mentorship: Mentorship) -> list[Step]:
    """Newest first, never anything that members write; five queries."""
    entries = list(AuditEntry.objects.filter(thing=mentorship._meta.label, thing_id=mentorship.pk)[:MOST])
    helped = list(HelpRequest.objects.filter(mentorship=mentorship, answered_at__isnull=False)[:MOST])
    remarks = list(Remark.objects.filter(mentorship=mentorship)[:MOST])
    ids = {entry.actor_id for entry in entries if entry.verb == "mentorship nudged"}
    ids |= {one.answered_by_id for one in helped} | {one.author_id for one in remarks}
    names = dict(Person.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("pk", "full_name"))
    steps = [*_told(entries, names), *_reminders(mentorship)]
    for one in helped:
        if one.answered_at:
            by = names.get(one.answered_by_id or 0, "")
            steps.append(Step(one.answered_at, "Was in touch after a request for help", "help", by))
    steps += [
        Step(one.created_at, "Note", "note", names.get(one.author_id or 0, "Somebody"), one.text)
        for one in remarks
    ]
    return sorted(steps, key=lambda step: step.at, reverse=True)


def _told(entries: list[AuditEntry], names: Mapping[int, str]) -> Iterator[Step]:
    for entry in entries:
        if entry.verb in _BY_MEMBERS:
            yield Step(entry.at, _BY_MEMBERS[entry.verb], "begun")
        elif entry.verb == "mentorship nudged":
            letter = KIND_LETTERS.get(entry.details.get("template", "how"))
            number = entry.details.get("letters", 0)
            if not number:
                continue
            what = (
                f"{number} kind letter{'' if number == 1 else 's'}: {letter.label if letter else 'removed'}"
            )
            yield Step(entry.at, what, "letter", names.get(entry.actor_id or 0, ""))


def _reminders(mentorship: Mentorship) -> Iterator[Step]:
    """The gentle reminders that the worker sent, by day."""
    rows = Letter.objects.filter(key__startswith=f"reminder:{mentorship.pk}:").order_by()
    counted = rows.annotate(day=TruncDate("created_at")).values("day")
    for row in counted.annotate(n=Count("id"), last=Max("created_at")):
        number = row["n"]
        yield Step(row["last"], f"{number} reminder{'' if number == 1 else 's'} by itself", "reminder")
