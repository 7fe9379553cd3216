"""Announcements: written now or for later, sent once, taken back until they are sent."""

from datetime import datetime

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.messaging.actions import notify_many, send_letters
from pairwell.messaging.models import Notice
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.models import Announcement, AnnouncementCopy, Program
from pairwell.programs.queries.announcements import audience_of
from pairwell.programs.rules.announcing import may_announce


@transaction.atomic
def announce(
    *,
    by: Person,
    program: Program,
    subject: str,
    text: str,
    audience: str,
    department: str = "",
    office: str = "",
    send_at: datetime | None = None,
) -> Announcement:
    """Write an announcement; without a time, or with one that has come, it goes out at once.

    department, office: only to those who are there when it goes out.
    """
    now = clock.now()
    insist(may_announce(state=program.state, subject=subject, text=text))
    made = Announcement.objects.create(
        program=program,
        subject=subject.strip(),
        text=text.strip(),
        audience=audience,
        department=department,
        office=office,
        send_at=max(send_at or now, now),
        created_by=by,
    )
    audit.record(by=by, verb="announcement written", thing=made, program_id=program.pk)
    if made.send_at <= now:
        _send(made)
    return made


@transaction.atomic
def withdraw_announcement(*, by: Person, announcement: Announcement) -> None:
    """Take back one that has not gone out. Raises Refused when it has."""
    locked = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if locked.sent_at is not None:
        raise Refused.because("sent", "This announcement has gone out; it can not be taken back.")
    audit.record(by=by, verb="announcement withdrawn", thing=locked, program_id=locked.program_id)
    locked.delete()


def send_due_announcements() -> int:
    """What the worker does every few minutes; returns how many announcements went out."""
    due = Announcement.objects.filter(sent_at__isnull=True, send_at__lte=clock.now())
    return sum(_send_if_due(pk) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _send_if_due(pk: int) -> bool:
    found = Announcement.objects.select_for_update(skip_locked=True, of=("self",)).select_related("program")
    announcement = found.filter(pk=pk, sent_at__isnull=True).first()
    if announcement is None:
        return False
    _send(announcement)
    return True


def _send(announcement: Announcement) -> None:
    only = {"department": announcement.department, "office": announcement.office}
    people = list(audience_of(announcement.program, announcement.audience, **only))
    AnnouncementCopy.objects.bulk_create(
        [AnnouncementCopy(announcement=announcement, person=person) for person in people],
        ignore_conflicts=True,
        batch_size=1000,
    )
    drafts = [letters.announcement(announcement, person) for person in people]
    send_letters(drafts)
    notify_many(
        Notice(key=d.key, to=d.to, kind=d.kind, text=announcement.subject, url=d.action_url) for d in drafts
    )
    announcement.sent_at, announcement.sent_to = clock.now(), len(people)
    announcement.save(update_fields=["sent_at", "sent_to"])


def mark_announcement_read(*, by: Person, announcement: Announcement) -> None:
    """The first time somebody opens their copy."""
    copies = AnnouncementCopy.objects.filter(announcement=announcement, person=by, read_at__isnull=True)
    copies.update(read_at=clock.now())
