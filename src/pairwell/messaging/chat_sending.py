"""Takes lines to chats: queued -> sending -> sent, each written down before the chat is asked.

A chat that fails is left alone for longer and longer, with all that waits for it; after MOST_FAILURES it is off.
"""

from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.urls import reverse

from pairwell.core import clock
from pairwell.messaging import actions, lines
from pairwell.messaging.kinds import known_kinds
from pairwell.messaging.models import ChatAddress, ChatLine
from pairwell.messaging.rendering import absolute
from pairwell.messaging.rules import wait_after
from pairwell.messaging.states import ChatState
from pairwell.people.models import Person

MOST_FAILURES = 5


@transaction.atomic
def try_chat(*, by: Person) -> bool:
    """Send a line to the person's chat as any other goes there, also to one that was off; False without a chat."""
    if not ChatAddress.objects.filter(person=by).update(failures=0, next_try_at=None, off_at=None):
        return False
    text = "You asked for a test line in your chat."
    return actions.notify(to=by, kind="chat", key=f"chat-try:{by.pk}:{uuid4().hex}", text=text) is not None


def claim_next() -> ChatLine | None:
    """Take the oldest line that is due; other workers skip it."""
    return lines.claim_next(ChatLine.objects.select_related("to", "notice").filter(to__off_at=None))


def text_of(line: ChatLine) -> str:
    """What a chat is told: that something waits, and what kind of thing. No names, no content."""
    label = next((kind.label for kind in known_kinds() if kind.key == line.notice.kind), "")
    about = f" ({label})" if label else ""
    return f"Something new waits for you in Pairwell{about}: {absolute(reverse('notices'))}"


@transaction.atomic
def settle(line: ChatLine, *, took_it: bool) -> None:
    """Write down what came of a try; a chat that failed too often in a row is switched off, and its person told."""
    ours = ChatLine.objects.filter(pk=line.pk, state=ChatState.SENDING)
    chat = ChatAddress.objects.select_for_update().filter(pk=line.to_id)
    if took_it:
        ours.update(state=ChatState.SENT)
        chat.update(failures=0, next_try_at=None)
        return
    ours.update(state=ChatState.QUEUED)
    chat.update(failures=F("failures") + 1)
    failed = chat.filter(off_at=None).first()
    if failed is None:
        ours = ChatLine.objects.filter(pk=line.pk, state=ChatState.QUEUED)
        ours.update(state=ChatState.WITHDRAWN)  # switched off meanwhile: it is not to wait for ever
        return
    if failed.failures >= MOST_FAILURES:
        _switch_off(failed)
    elif wait := wait_after(failed.failures):
        chat.update(next_try_at=clock.now() + wait)


def find_abandoned() -> int:
    """Lines whose worker died while sending them: in doubt, and not told again. Returns how many."""
    return lines.find_abandoned(ChatLine.objects.all())


def _switch_off(chat: ChatAddress) -> None:
    chat.off_at = clock.now()
    chat.save(update_fields=["off_at"])
    chat.lines.filter(state=ChatState.QUEUED).update(state=ChatState.WITHDRAWN)
    actions.notify(
        to=chat.person,
        kind="chat",
        key=f"chat-off:{chat.pk}:{chat.off_at:%Y%m%d%H%M%S}",
        text=f"Your chat ({chat.shown}) did not answer {MOST_FAILURES} times, so we stopped writing to it.",
        url=reverse("my_letters"),
    )
