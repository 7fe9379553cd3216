"""How near people are to each other, by what they do together: what the people room asks before it shows."""

from collections.abc import Collection, Mapping

from django.db.models import Q

from pairwell.mentorships.models import Membership
from pairwell.people.models import Person
from pairwell.people.rules.visibility import Closeness
from pairwell.programs.models import Enrollment
from pairwell.programs.permissions import managed_programs
from pairwell.programs.states import EnrollmentState


def closeness(reader: Person, people: Collection[int]) -> Mapping[int, Closeness]:
    """Partners of any mentorship, also one that is over; else people of the reader's programs, which include those
    the reader runs. Three queries for any number.
    """
    wanted = [pk for pk in people if pk != reader.pk]
    if not wanted:
        return {}
    return dict.fromkeys(_in_programs(reader, wanted), Closeness.PROGRAM) | dict.fromkeys(
        _partners(reader, wanted), Closeness.PARTNER
    )


def _partners(reader: Person, people: Collection[int]) -> list[int]:
    mine = Membership.objects.filter(person=reader).values("mentorship_id")
    found = Membership.objects.filter(mentorship__in=mine, person__in=people)
    return list(found.values_list("person_id", flat=True))


def _in_programs(reader: Person, people: Collection[int]) -> list[int]:
    there = Q(state__in=(EnrollmentState.APPROVED, EnrollmentState.WAITLISTED, EnrollmentState.APPLIED))
    joined = Enrollment.objects.filter(person=reader, state=EnrollmentState.APPROVED).values("program_id")
    theirs = Enrollment.objects.filter(there, person__in=people)
    run = managed_programs(reader).values("pk")
    approved = Q(program__in=joined, state=EnrollmentState.APPROVED)
    return list(theirs.filter(approved | Q(program__in=run)).values_list("person_id", flat=True))
