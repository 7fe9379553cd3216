"""What waits to be read in conversations: how much and since when, never what."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import BigIntegerField, Count, F, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from pairwell.mentorships.models import Membership, ReadMark
from pairwell.programs.models import Program


@dataclass(frozen=True, slots=True)
class Unread:
    """Messages that a member has not opened yet, counted for each of them, and when the oldest was written."""

    count: int
    since: datetime


def unread_in(program: Program, only: int | None = None) -> dict[int, Unread]:
    """By mentorship, of those where something waits; one query. only: a single mentorship of the program."""
    mark = ReadMark.objects.filter(mentorship=OuterRef("mentorship"), person=OuterRef("person"))
    read = Coalesce(Subquery(mark.values("last_message_id")[:1]), Value(0), output_field=BigIntegerField())
    found = (
        Membership.objects.filter(mentorship__program=program, left_at__isnull=True)
        .annotate(read=read, message=F("mentorship__messages__id"), author=F("mentorship__messages__author"))
        .filter(message__gt=F("read"))
        .exclude(author=F("person"))
    )
    if only is not None:
        found = found.filter(mentorship=only)
    rows = found.order_by().values("mentorship_id")
    return {
        row["mentorship_id"]: Unread(row["n"], row["since"])
        for row in rows.annotate(n=Count("message"), since=Min("mentorship__messages__sent_at"))
    }
