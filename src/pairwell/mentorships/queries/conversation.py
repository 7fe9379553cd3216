"""What members read of their conversation: by page, around one message, since the last look, and by words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery
from django.db.models import Exists, OuterRef, Q, QuerySet

from pairwell.mentorships.models import Conversation, Mentorship, Message, MessageFile, ReadMark
from pairwell.mentorships.models.conversation import WORDS
from pairwell.mentorships.permissions import mentorships_of
from pairwell.people.models import Person

MOST_FOUND = 50


@dataclass(frozen=True)
class Stretch:
    """Some messages in a row, oldest first, and whether there are older and newer ones."""

    messages: Sequence[Message]
    older: bool
    newer: bool


def newest(mentorship: Mentorship, *, limit: int) -> Stretch:
    """The end of the conversation."""
    return before(mentorship, None, limit=limit)


def before(mentorship: Mentorship, message_id: int | None, *, limit: int) -> Stretch:
    """The messages just before one (None: before the end)."""
    rows = _readable(mentorship).order_by("-id")
    if message_id is not None:
        rows = rows.filter(pk__lt=message_id)
    found = list(rows[: limit + 1])
    return Stretch(list(reversed(found[:limit])), older=len(found) > limit, newer=message_id is not None)


def after(mentorship: Mentorship, message_id: int, *, limit: int) -> Stretch:
    """The messages just after one."""
    found = list(_readable(mentorship).order_by("id").filter(pk__gt=message_id)[: limit + 1])
    return Stretch(found[:limit], older=True, newer=len(found) > limit)


def around(mentorship: Mentorship, message_id: int, *, limit: int) -> Stretch:
    """A message in the middle of what was said before and after it."""
    earlier = before(mentorship, message_id, limit=limit // 2)
    later = after(mentorship, message_id - 1, limit=limit - limit // 2)
    return Stretch([*earlier.messages, *later.messages], earlier.older, later.newer)


def changed_since(mentorship: Mentorship, version: int, *, limit: int) -> list[Message]:
    """What was written or changed after a version of the conversation, oldest first."""
    rows = _readable(mentorship).filter(version__gt=version)
    return sorted(rows.order_by("-id")[:limit], key=lambda message: message.pk)


def _readable(mentorship: Mentorship) -> QuerySet[Message]:
    return mentorship.messages.select_related("author").prefetch_related("earlier", "files")


def topic_of(mentorship_id: int) -> str:
    """What is announced when a conversation gets further; its number is the version."""
    return f"conversation:{mentorship_id}"


def version_of(mentorship: Mentorship) -> int:
    """How far the conversation has got; 0 before anybody wrote."""
    found = Conversation.objects.filter(mentorship=mentorship).values_list("version", flat=True).first()
    return found or 0


def version_for_member(person: Person, mentorship_id: int) -> int | None:
    """How far a conversation has got, for a member; None for everybody else. One small query.

    A mentorship without a conversation row counts as None too: who asks goes the long way then.
    """
    mine = Conversation.objects.filter(
        mentorship_id=mentorship_id, mentorship__in=mentorships_of(person).order_by().values("pk")
    )
    return mine.values_list("version", flat=True).first()


def read_until(mentorship: Mentorship, person: Person) -> int:
    """The last message that somebody has read; 0 for nobody yet."""
    marks = ReadMark.objects.filter(mentorship=mentorship, person=person)
    return marks.values_list("last_message_id", flat=True).first() or 0


def search(mentorship: Mentorship, words: str) -> list[Message]:
    """Messages that hold every word (or its beginning), or bring a file of that name; the newest first.

    Where no word begins so, the letters are looked for anywhere: some scripts put no blanks between words.
    """
    tokens = re.findall(r"\w+", words)[:8]
    if not tokens:
        return []
    query = SearchQuery(" & ".join(f"'{token}':*" for token in tokens), config="simple", search_type="raw")
    named = Exists(MessageFile.objects.filter(message=OuterRef("pk"), name__icontains=words.strip()))
    rows = _readable(mentorship).order_by("-id")
    found: list[Message] = [*rows.annotate(words=WORDS).filter(Q(words=query) | named)[:MOST_FOUND]]
    return found or list(rows.filter(text__icontains=words.strip())[:MOST_FOUND])


def glimpse(text: str, words: str, *, width: int = 160) -> list[tuple[str, bool]]:
    """A short piece of a text around the first word looked for: (piece, whether it is a word looked for)."""
    plain = " ".join(text.split())
    tokens = [re.escape(token) for token in re.findall(r"\w+", words)[:8]]
    pattern = re.compile("|".join(sorted(tokens, key=len, reverse=True)) or r"(?!)", re.IGNORECASE)
    first = pattern.search(plain)
    begin = max(0, (first.start() if first else 0) - width // 3)
    cut = plain[begin : begin + width]
    pieces, at = [], 0
    for hit in pattern.finditer(cut):
        pieces += [(cut[at : hit.start()], False), (hit.group(), True)]
        at = hit.end()
    pieces.append((cut[at:], False))
    lead = [("… ", False)] if begin else []
    return (
        lead
        + [piece for piece in pieces if piece[0]]
        + ([("…", False)] if begin + width < len(plain) else [])
    )
