"""How large the programs are that can be matched."""

from django.db.models import Count, F, Q

from pairwell.matching.scoring import SMALL
from pairwell.pairing.rules import MATCHED_IN
from pairwell.programs.models import Enrollment
from pairwell.programs.states import EnrollmentState


def has_large_programs() -> bool:
    """Whether the engine needs compiled code for a program here: more than 400,000 possible pairs. One query."""
    there = Enrollment.objects.filter(program__state__in=MATCHED_IN, state=EnrollmentState.APPROVED)
    sides = there.order_by().values("program").annotate(
        mentees=Count("pk", filter=Q(as_mentee=True)), mentors=Count("pk", filter=Q(as_mentor=True))
    )  # fmt: skip
    return sides.annotate(pairs=F("mentees") * F("mentors")).filter(pairs__gt=SMALL).exists()
