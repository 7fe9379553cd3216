"""The weekly letter: what was collected, in one mail on Monday morning."""

from django.db import transaction

from pairwell.core import clock
from pairwell.messaging.actions import send_letter
from pairwell.messaging.kinds import Kind, known_kinds, register
from pairwell.messaging.models import Letter
from pairwell.messaging.rendering import absolute
from pairwell.messaging.rules import is_weekly_hour
from pairwell.messaging.states import LetterState
from pairwell.messaging.zones import zone_of
from pairwell.people.models import Person

WEEKLY = "weekly"

register(Kind(WEEKLY, "The weekly letter", "What you asked to hear once a week.", always=True))


def send_weekly_letters() -> int:
    """One letter to each person for whom it is Monday morning and something was collected; returns how many."""
    waiting = Letter.objects.filter(state=LetterState.COLLECTED).order_by().values("to_id").distinct()
    people = Person.objects.filter(pk__in=waiting, is_active=True)
    now = clock.now()
    due = [person for person in people if is_weekly_hour(now, zone_of(person.time_zone))]
    return sum(_send_to(person) for person in due)


@transaction.atomic
def _send_to(person: Person) -> bool:
    collected = list(
        Letter.objects.select_for_update().filter(to=person, state=LetterState.COLLECTED).order_by("id")
    )
    if not collected:
        return False
    labels = {kind.key: kind.label for kind in known_kinds()}
    lines = [
        f"- [{_plain(letter.subject)}]({absolute(letter.url or '/')}) · {labels.get(letter.kind, 'News')}"
        for letter in collected
    ]
    text = "This happened in the last days:\n\n" + "\n".join(lines)
    count = len(collected)
    send_letter(
        to=person,
        kind=WEEKLY,
        key=f"weekly:{person.pk}:{collected[-1].pk}",
        subject=f"Your week: {count} {'thing' if count == 1 else 'things'} to look at",
        text=text,
        action_url="/",
        action_label="Open your home page",
    )
    Letter.objects.filter(pk__in=[letter.pk for letter in collected]).update(
        state=LetterState.GATHERED, sent_at=clock.now()
    )
    return True


def _plain(text: str) -> str:
    """A subject inside a Markdown link: brackets would end the link."""
    return text.replace("[", "(").replace("]", ")")
