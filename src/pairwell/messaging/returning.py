"""Letters that came back, and those that somebody called spam."""

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.messaging.choosing import stop_kind
from pairwell.messaging.incoming import ReturnedLetter
from pairwell.messaging.kinds import is_always_sent
from pairwell.messaging.models import AddressTrouble, Letter
from pairwell.messaging.states import LetterState, TroubleKind

#: A letter that was handed over may come back, and so may one of which nobody knew.
_LEFT = (LetterState.SENT, LetterState.IN_DOUBT, LetterState.SENDING)


@transaction.atomic
def note_returned(*, by: None, returned: ReturnedLetter) -> Letter | None:
    """Mark the letter and its reader's address; whoever called it spam gets no more of its kind, if that can be.

    The letter is known by its Message-ID, which only its reader and the mail servers on its way have seen.
    Returns None for a letter that is not ours, or of which this was known.
    """
    letter = Letter.objects.select_for_update().filter(message_id=returned.message_id).first()
    if letter is None:
        return None
    kind = TroubleKind.COMPLAINT if returned.is_complaint else TroubleKind.BOUNCE
    if not _is_new(letter, kind):
        return None
    if kind == TroubleKind.BOUNCE:
        letter.state, letter.error = LetterState.BOUNCED, f"It came back: {returned.said}"[:400]
        letter.save(update_fields=["state", "error"])
    elif not is_always_sent(letter.kind):
        stop_kind(by=letter.to, kind=letter.kind)
    AddressTrouble.objects.update_or_create(
        person_id=letter.to_id,
        defaults={
            "address": letter.address, "kind": kind, "letter": letter, "said": returned.said[:300],
            "noticed_at": clock.now(),
        },
    )  # fmt: skip
    audit.record(by=by, verb=f"letter {kind.label.lower()}", thing=letter, program_id=letter.program_id)
    return letter


def _is_new(letter: Letter, kind: TroubleKind) -> bool:
    if kind == TroubleKind.COMPLAINT:
        return not AddressTrouble.objects.filter(letter=letter, kind=kind).exists()
    return letter.state in _LEFT
