"""My favorites in their order, and what matters most to me."""

from collections.abc import Sequence
from dataclasses import dataclass

from pairwell.pairing.queries.directory import Card, cards_of
from pairwell.pairing.seeing import Viewer, visible
from pairwell.pairing.words import criterion_label
from pairwell.programs.models import Enrollment, RankedChoice
from pairwell.programs.states import EnrollmentState, Side


@dataclass(frozen=True)
class Favorite:
    """One of my favorites. is_there: they can still be seen; otherwise they are full, or not for a match now."""

    enrollment: Enrollment
    card: Card | None
    is_first: bool
    is_last: bool

    @property
    def is_there(self) -> bool:
        return self.card is not None


def favorite_count(enrollment: Enrollment) -> int:
    """How many favorites somebody has."""
    return RankedChoice.objects.filter(enrollment=enrollment).count()


def favorites_of(viewer: Viewer) -> list[Favorite]:
    """Everybody on my list, in my order, with their card while they may be seen."""
    rows = RankedChoice.objects.filter(enrollment=viewer.enrollment, chosen__state=EnrollmentState.APPROVED)
    chosen = [row.chosen for row in rows.select_related("chosen__person__profile").order_by("rank")]
    cards: dict[int, Card] = {}
    for side in viewer.sides:
        ids = visible(viewer, side).filter(pk__in=[e.pk for e in chosen]).values_list("pk", flat=True)
        cards |= {card.enrollment.pk: card for card in cards_of(viewer, side, list(ids))}
    last = len(chosen) - 1
    return [Favorite(e, cards.get(e.pk), n == 0, n == last) for n, e in enumerate(chosen)]


@dataclass(frozen=True)
class MattersMost:
    """What counts more for me: what can be chosen, what is, and how much the policy gives it, in percent."""

    choices: Sequence[tuple[str, str]]
    chosen: str
    percent: int


def matters_most_of(viewer: Viewer) -> MattersMost:
    """From the program's present policy; nothing to choose for somebody who only mentors."""
    body = viewer.program.policies.values_list("body", flat=True).first() or {}
    questions = dict(viewer.program.questions.values_list("key", "text"))
    choices = [
        (c["key"], criterion_label(c["key"], c.get("kind", ""), questions, str(c.get("field", ""))))
        for c in body.get("criteria", ())
        if c.get("kind") != "mutual_preference"
    ]
    is_mentee = Side.MENTOR in viewer.sides
    percent = round(100 * float(body.get("matters_most_share", 0)))
    return MattersMost(choices if is_mentee else [], viewer.enrollment.matters_most, percent)
