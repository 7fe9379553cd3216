"""Recommendations as those see them who got them; and how near a program is to having any."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from pairwell.pairing.models import Recommendation
from pairwell.pairing.queries.say import say_of
from pairwell.pairing.seeing import Viewer, visible
from pairwell.people.models import Profile, ProfileSkill
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
    about = Profile.objects.exclude(headline="", about="", goals="").filter(
        Exists(ProfileSkill.objects.filter(profile=OuterRef("pk")))
    )
    counts = Enrollment.objects.filter(
        program=program, state=EnrollmentState.APPROVED, person__is_active=True
    ).aggregate(
        everybody=Count("pk"), complete=Count("pk", filter=Exists(about.filter(person=OuterRef("person_id"))))
    )
    return round(100 * counts["complete"] / counts["everybody"]) if counts["everybody"] else 0


def recommended_to(viewer: Viewer, side: Side) -> Recommended:
    """Who is recommended to this person now; nobody before enough profiles are complete."""
    if side == Side.MENTOR:
        found = Recommendation.objects.filter(enrollment=viewer.enrollment)
        ids = list(found.order_by("place").values_list("chosen_id", flat=True))
    else:  # a mentor sees the mentees to whom they were recommended
        back = Recommendation.objects.filter(chosen=viewer.enrollment)
        ids = list(back.order_by("-score", "id").values_list("enrollment_id", flat=True)[:10])
    if not ids:  # made only once enough profiles are complete: then nobody has to be counted
        wanted, percent = say_of(viewer.program).complete_percent, complete_percent(viewer.program)
        return Recommended([], wanted if percent < wanted else 0, percent)
    there = set(visible(viewer, side).filter(pk__in=ids).values_list("pk", flat=True))
    return Recommended([pk for pk in ids if pk in there], 0, 100)
