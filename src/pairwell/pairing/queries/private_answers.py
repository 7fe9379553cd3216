"""What somebody said privately about others: read by themself alone."""

from pairwell.pairing.models import PrivateAnswer
from pairwell.programs.models import Enrollment


def answers_of(enrollment: Enrollment) -> list[PrivateAnswer]:
    """Yeses first, then noes; never anybody else's."""
    found = PrivateAnswer.objects.filter(enrollment=enrollment).select_related("about__person")
    return list(found.order_by("-says_yes", "about__person__full_name", "pk"))
