"""Verbs of the post office: write a letter, ring the bell, take back what has not left yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused
from pairwell.messaging import chat, delivery_queue, push
from pairwell.messaging.kinds import is_always_sent
from pairwell.messaging.log import HELD
from pairwell.messaging.models import AddressTrouble, Enclosure, Letter, Muted, Notice, Preference
from pairwell.messaging.rendering import render_letter
from pairwell.messaging.rules import not_before
from pairwell.messaging.states import CalendarMethod, LetterState
from pairwell.messaging.stopping import stop_path
from pairwell.messaging.zones import zone_of
from pairwell.people.models import Organization, Person
from pairwell.people.queries import organization


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A letter before it is written down; the fields of `send_letter`."""

    to: Person
    kind: str
    key: str
    subject: str
    text: str
    program_id: int | None = None
    action_url: str = ""
    action_label: str = ""
    calendar: str = ""
    calendar_method: str = ""
    greeting: str = ""
    enclosure: Enclosure | None = None
    reply_to: str = ""


def enclose(*, name: str, content: bytes, content_type: str) -> Enclosure:
    """Keep a file for letters to bring along: give it to their drafts."""
    return Enclosure.objects.create(name=name[:120], content=content, content_type=content_type)


def send_letter(
    *,
    to: Person,
    kind: str,
    key: str,
    subject: str,
    text: str,
    program_id: int | None = None,
    action_url: str = "",
    action_label: str = "",
    calendar: str = "",
    calendar_method: str = "",
    greeting: str = "",
) -> Letter | None:
    """Write one letter in the current transaction; a worker hands it to the mail server after the commit.

    text: Markdown, without a greeting (the letter begins "Hello <first name>," or with `greeting`);
    key: the reason, told once; action: the one button, a path of this site or an address;
    calendar: an object of `calendar.invitation`, with its method.
    Returns None when the key was told before, or the person has turned this kind off.
    """
    draft = Draft(
        to=to, kind=kind, key=key, subject=subject, text=text, program_id=program_id, action_url=action_url,
        action_label=action_label, calendar=calendar, calendar_method=calendar_method, greeting=greeting,
    )  # fmt: skip
    written = send_letters([draft])
    return written[0] if written else None


@transaction.atomic
def send_letters(drafts: Sequence[Draft]) -> list[Letter]:
    """Write many letters with a constant number of statements; those told before or muted are left out."""
    wanted = _not_muted(drafts)
    told = set(Letter.objects.filter(key__in=[d.key for d in wanted]).values_list("key", flat=True))
    sender, wishes = organization(), _wishes(wanted)
    letters = [
        _timed(_written(draft, sender), draft, wishes.get(draft.to.pk))
        for draft in wanted
        if draft.key not in told
    ]
    if not letters:
        return []
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=200)
    delivery_queue.ask_for_delivery()
    ours = [letter.message_id for letter in letters]
    return list(Letter.objects.filter(message_id__in=ours).order_by("id"))


@transaction.atomic
def notify(*, to: Person, kind: str, key: str, text: str, url: str = "") -> Notice | None:
    """Put one line behind a person's bell; None when the key was told before."""
    notice, made = Notice.objects.get_or_create(
        key=key, defaults={"to": to, "kind": kind, "text": text[:300], "url": url}
    )
    if made:
        chat.pass_on({key})
        push.pass_on({key})
    return notice if made else None


@transaction.atomic
def notify_many(notices: Iterable[Notice]) -> None:
    """Put many lines behind bells at once; keys told before are left out."""
    lines = list(notices)
    further = chat.about_to_tell(lines)
    Notice.objects.bulk_create(lines, ignore_conflicts=True, batch_size=500)
    if further:
        chat.pass_on(further)
        push.pass_on(further)


def withdraw_letters(*, keys: Iterable[str]) -> int:
    """Take back letters that have not left yet; returns how many."""
    not_gone = (LetterState.QUEUED, LetterState.COLLECTED)
    waiting = Letter.objects.filter(key__in=list(keys), state__in=not_gone)
    return waiting.update(state=LetterState.WITHDRAWN)


@transaction.atomic
def send_again(*, by: Person, letter: Letter) -> Letter:
    """Send a letter once more that is in doubt, was refused or came back, with the same Message-ID.

    It goes to the address the person has now, which may have been mended.
    """
    locked = Letter.objects.select_for_update().get(pk=letter.pk)
    if locked.state not in HELD:
        raise Refused.because(
            "letter_not_held", "Only a letter that failed, came back or is in doubt can be sent again."
        )
    locked.state, locked.tries, locked.error, locked.next_try_at = LetterState.QUEUED, 0, "", None
    locked.address = locked.to.email
    locked.save(update_fields=["state", "tries", "error", "next_try_at", "address"])
    AddressTrouble.objects.filter(person_id=locked.to_id).delete()
    audit.record(by=by, verb="letter sent again", thing=locked, program_id=locked.program_id)
    delivery_queue.ask_for_delivery()
    return locked


def mark_notices_read(*, by: Person, up_to: int | None = None) -> int:
    """Mark the person's notices as read, up to a notice's id when one is given; returns how many."""
    unread = Notice.objects.filter(to=by, read_at__isnull=True)
    if up_to is not None:
        unread = unread.filter(pk__lte=up_to)
    return unread.update(read_at=clock.now())


def _not_muted(drafts: Sequence[Draft]) -> list[Draft]:
    muted = set(
        Muted.objects.filter(
            person_id__in={d.to.pk for d in drafts}, kind__in={d.kind for d in drafts}
        ).values_list("person_id", "kind")
    )
    return [d for d in drafts if d.calendar or is_always_sent(d.kind) or (d.to.pk, d.kind) not in muted]


def _wishes(drafts: Sequence[Draft]) -> dict[int, Preference]:
    found = Preference.objects.filter(person_id__in={d.to.pk for d in drafts})
    return {wish.person_id: wish for wish in found}


def _timed(letter: Letter, draft: Draft, wish: Preference | None) -> Letter:
    """The letter as its reader likes to get it: at once, after their quiet hours, or once a week."""
    if wish is None or draft.calendar or draft.enclosure or is_always_sent(draft.kind):
        return letter
    if wish.weekly:
        letter.state = LetterState.COLLECTED
    else:
        zone = zone_of(draft.to.time_zone)
        letter.next_try_at = not_before(clock.now(), zone, wish.quiet_from, wish.quiet_until)
    return letter


def _written(draft: Draft, sender: Organization) -> Letter:
    body = render_letter(
        organization=sender,
        greeting=draft.greeting or f"Hello {draft.to.first_name},",
        text=draft.text,
        action_url=draft.action_url,
        action_label=draft.action_label,
        stop_url=stop_path(draft.to.pk, draft.kind),
    )
    return Letter(
        key=draft.key,
        kind=draft.kind,
        to=draft.to,
        address=draft.to.email,
        subject=" ".join(draft.subject.split())[:200],
        text=body.text,
        html=body.html,
        url=draft.action_url[:300],
        calendar=draft.calendar,
        calendar_method=(draft.calendar_method or CalendarMethod.REQUEST) if draft.calendar else "",
        message_id=f"<{uuid4().hex}@{_domain()}>",
        program_id=draft.program_id,
        enclosure=draft.enclosure,
        reply_to=draft.reply_to,
    )


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "pairwell.invalid"
