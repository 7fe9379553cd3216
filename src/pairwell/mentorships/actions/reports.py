"""Reporting a message, reading what was reported, and saying that it was dealt with.

The program's managers see that there is a report; what was reported is opened in a step of its own, which is
recorded, and of which every member is told.
"""

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.mentorships.actions.letters import tell_report, tell_report_read
from pairwell.mentorships.models import Message, MessageReport, ReportReading
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.permissions import report_readers
from pairwell.mentorships.rules import talking as rules
from pairwell.people.models import Person


@transaction.atomic
def report_message(*, by: Person, message: Message, reason: str, note: str = "") -> MessageReport:
    """Show one message to those who run the program, as it stands now and as it stood before it was changed.

    Its files are named, not shown. Raises Refused for one's own message, or one reported before.
    """
    locked = Message.objects.select_for_update(of=("self",)).select_related("mentorship").get(pk=message.pk)
    already = MessageReport.objects.filter(message=locked, reported_by=by).exists()
    insist(rules.may_report(own=locked.author_id == by.pk, already=already, reason=reason))
    mentorship = locked.mentorship
    made = MessageReport.objects.create(
        mentorship=mentorship,
        message=locked,
        reported_by=by,
        author=locked.author,
        text=locked.text,
        earlier=list(locked.earlier.values_list("text", flat=True)),
        files=list(locked.files.values_list("name", flat=True)),
        written_at=locked.sent_at,
        reason=reason,
        note=note.replace("\x00", "").strip()[:2000],
    )
    audit.record(by=by, verb="message reported", thing=made, program_id=mentorship.program_id)
    tell_report(made, list(report_readers(mentorship)))
    return made


@transaction.atomic
def read_report(*, by: Person, report: MessageReport) -> ReportReading:
    """Open the reported message: recorded, and every member is told, once for each reader."""
    reading, made = ReportReading.objects.get_or_create(report=report, reader=by)
    if made:
        mentorship = report.mentorship
        audit.record(
            by=by, verb="reported message read", thing=report, program_id=mentorship.program_id,
            details={"mentorship": mentorship.pk, "message": report.message_id},
        )  # fmt: skip
        tell_report_read(report, list(circle_of(mentorship).people), by=by)
    return reading


@transaction.atomic
def close_report(*, by: Person, report: MessageReport, outcome: str = "") -> MessageReport:
    """It was dealt with. outcome: what was done, for others who run the program.

    Raises Refused for somebody who has not read it.
    """
    locked = MessageReport.objects.select_for_update(of=("self",)).select_related("mentorship")
    row = locked.get(pk=report.pk)
    if not row.readings.filter(reader=by).exists():
        raise Refused.because("unread", "Read what was reported before you close it.")
    if row.closed_at is None:
        row.closed_at, row.closed_by = clock.now(), by
        row.outcome = outcome.replace("\x00", "").strip()[:2000]
        row.save(update_fields=["closed_at", "closed_by", "outcome"])
        audit.record(by=by, verb="report dealt with", thing=row, program_id=row.mentorship.program_id)
    return row
