"""What left for whom: the delivery log. Kinds, names, times and states; never what a letter says."""

from collections import Counter

from django.db.models import QuerySet
from django.http import Http404

from pairwell.messaging.kinds import known_kinds
from pairwell.messaging.models import Letter
from pairwell.messaging.states import LetterState

#: What needs somebody to look.
HELD = (LetterState.FAILED, LetterState.IN_DOUBT, LetterState.BOUNCED)


def letters_of_program(program_id: int, state: str = "") -> QuerySet[Letter]:
    """Letters of a program, newest first, without what they say."""
    letters = Letter.objects.filter(program_id=program_id).select_related("to").order_by("-id")
    letters = letters.defer("text", "html", "calendar", "subject")
    return letters.filter(state=state) if state in LetterState.values else letters


def states_of_program(program_id: int) -> list[tuple[LetterState, int]]:
    """How many letters are in each state, those that are in none left out."""
    rows = Letter.objects.filter(program_id=program_id).order_by().values_list("state", flat=True)
    counts = Counter(rows)
    return [(state, counts[state]) for state in LetterState if counts[state]]


def held_letter(program_id: int, letter_id: int) -> Letter:
    """A letter of a program that failed, came back or is in doubt; 404 for any other."""
    found = Letter.objects.filter(program_id=program_id, pk=letter_id, state__in=HELD).first()
    if found is None:
        raise Http404
    return found


def label_of(kind: str) -> str:
    """What a kind is called where people choose their letters."""
    return next((one.label for one in known_kinds() if one.key == kind), "Other")
