"""How near a program is to recommending people: so many of them have said enough."""

from django.db.models import Count, Exists, OuterRef

from pairwell.people.models import Profile, ProfileSkill
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import EnrollmentState


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
