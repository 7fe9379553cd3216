"""Recommendations as those see them who got them; and how near a program is to having any."""

from dataclasses import dataclass

from django.db.models import Q

from pairwell.pairing.models import Recommendation
from pairwell.pairing.queries.say import say_of
from pairwell.pairing.seeing import Viewer, visible
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import EnrollmentState, Side


@dataclass(frozen=True)
class Recommended:
    """Ids in order; waits_for: the share of complete profiles that is still asked for, percent: as it is."""

    ids: list[int]
    waits_for: int
    percent: int


def complete_percent(program: Program) -> int:
    """The share of enrolled people who said enough to be recommended: skills, and a line about themselves."""
    enrolled = Enrollment.objects.filter(
        program=program, state=EnrollmentState.APPROVED, person__is_active=True
    )
    said = ~Q(person__profile__headline="") | ~Q(person__profile__about="") | ~Q(person__profile__goals="")
    complete = enrolled.filter(said, person__profile__skills__isnull=False)
    everybody = enrolled.count()
    return round(100 * complete.values("pk").distinct().count() / everybody) if everybody else 0


def recommended_to(viewer: Viewer, side: Side) -> Recommended:
    """Who is recommended to this person now; nobody before enough profiles are complete."""
    wanted = say_of(viewer.program).complete_percent
    percent = complete_percent(viewer.program)
    if percent < wanted:
        return Recommended([], wanted, percent)
    if side == Side.MENTOR:
        found = Recommendation.objects.filter(enrollment=viewer.enrollment)
        ids = list(found.order_by("place").values_list("chosen_id", flat=True))
    else:  # a mentor sees the mentees to whom they were recommended
        back = Recommendation.objects.filter(chosen=viewer.enrollment)
        ids = list(back.order_by("-score", "id").values_list("enrollment_id", flat=True)[:10])
    there = set(visible(viewer, side).filter(pk__in=ids).values_list("pk", flat=True))
    return Recommended([pk for pk in ids if pk in there], 0, percent)
