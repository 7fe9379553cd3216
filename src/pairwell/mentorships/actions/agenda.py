"""The lines of an agenda, and what members promise to do."""

from django.db import transaction
from django.db.models import Max

from pairwell.core import clock
from pairwell.core.errors import Refused, insist
from pairwell.library.models import Activity
from pairwell.mentorships.actions.sessions import fill_agenda, locked_session
from pairwell.mentorships.models import AgendaItem, Session
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.rules.ending import may_write
from pairwell.people.models import Person

LONGEST = 60


@transaction.atomic
def add_agenda_item(
    *, by: Person, session: Session, text: str, minutes: int | None = None, owner: Person | None = None
) -> AgendaItem:
    """One more line; with an owner it is an action item, somebody's promise.

    Raises Refused when it is empty, the agenda is full, or the owner is not in this mentorship.
    """
    now = locked_session(session)
    insist(may_write(state=now.mentorship.state, left=False))
    if not text.strip():
        raise Refused.because("empty", "Write what it is about.", "text")
    if now.agenda.count() >= LONGEST:
        raise Refused.because("full", f"An agenda has at most {LONGEST} lines.")
    if owner is not None and circle_of(now.mentorship).of(owner) is None:
        raise Refused.because("owner", "Only members of this mentorship can take this on.", "owner")
    last = now.agenda.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    return AgendaItem.objects.create(
        session=now, position=position, text=text.strip()[:300], minutes=minutes, owner=owner
    )


@transaction.atomic
def change_agenda_item(*, by: Person, item: AgendaItem, text: str, minutes: int | None) -> AgendaItem:
    """Other words or another length."""
    insist(may_write(state=item.session.mentorship.state, left=False))
    if not text.strip():
        raise Refused.because("empty", "Write what it is about, or remove the line.", "text")
    item.text, item.minutes = text.strip()[:300], minutes
    item.save(update_fields=["text", "minutes"])
    return item


@transaction.atomic
def tick_agenda_item(*, by: Person, item: AgendaItem, done: bool) -> AgendaItem:
    """Done, or not done after all."""
    item.done_at = clock.now() if done else None
    item.save(update_fields=["done_at"])
    return item


@transaction.atomic
def move_agenda_item(*, by: Person, item: AgendaItem, steps: int) -> None:
    """Earlier (negative steps) or later on the agenda."""
    locked_session(item.session)
    items = list(AgendaItem.objects.filter(session=item.session_id))
    index = next(n for n, other in enumerate(items) if other.pk == item.pk)
    items.insert(max(0, min(len(items), index + steps)), items.pop(index))
    for position, other in enumerate(items):
        other.position = position
    AgendaItem.objects.bulk_update(items, ["position"])


@transaction.atomic
def remove_agenda_item(*, by: Person, item: AgendaItem) -> None:
    """Take a line off the agenda."""
    insist(may_write(state=item.session.mentorship.state, left=False))
    item.delete()


@transaction.atomic
def use_activity(*, by: Person, session: Session, activity: Activity) -> None:
    """Add the steps of an activity to the agenda."""
    now = locked_session(session)
    insist(may_write(state=now.mentorship.state, left=False))
    if now.agenda.count() + activity.steps.count() > LONGEST:
        raise Refused.because("full", f"An agenda has at most {LONGEST} lines.")
    fill_agenda(now, activity)
    if now.activity_id is None:
        now.activity = activity
        now.save(update_fields=["activity"])
