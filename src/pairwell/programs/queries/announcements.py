"""Reads of announcements: whom they are for, what was sent, what somebody was told."""

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from pairwell.people.models import Person
from pairwell.programs.models import Announcement, AnnouncementCopy, Program
from pairwell.programs.states import AnnouncementAudience, EnrollmentState

_HELD = Q(enrollments__mentees_held__gt=0) | Q(enrollments__mentors_held__gt=0)
_WANTS = {
    AnnouncementAudience.EVERYBODY: Q(),
    AnnouncementAudience.MENTORS: Q(enrollments__as_mentor=True),
    AnnouncementAudience.MENTEES: Q(enrollments__as_mentee=True),
    AnnouncementAudience.MATCHED: _HELD,
    AnnouncementAudience.WAITING: Q(enrollments__mentees_held=0, enrollments__mentors_held=0),
}


def audience_of(
    program: Program, audience: str, *, department: str = "", office: str = ""
) -> QuerySet[Person]:
    """People with an approved place whom an announcement is for; of one department or office, if one is named."""
    placed = Q(enrollments__program=program, enrollments__state=EnrollmentState.APPROVED)
    found = Person.objects.filter(placed & _WANTS[AnnouncementAudience(audience)], is_active=True)
    if department:
        found = found.filter(department=department)
    if office:
        found = found.filter(office=office)
    return found.distinct().order_by("id")


def where_people_are(program: Program) -> tuple[list[str], list[str]]:
    """(departments, offices) of those with an approved place, each in order of the alphabet."""
    people = audience_of(program, AnnouncementAudience.EVERYBODY).order_by()
    pairs = set(people.values_list("department", "office"))
    departments, offices = {department for department, _ in pairs}, {office for _, office in pairs}
    return sorted(departments - {""}), sorted(offices - {""})


def announcements_of(program: Program) -> QuerySet[Announcement]:
    """Every announcement, newest first, with how many have opened it."""
    read = Count("copies", filter=Q(copies__read_at__isnull=False))
    return Announcement.objects.filter(program=program).annotate(read=read).order_by("-send_at", "-id")


def announcement_for_reader(person: Person, announcement_id: int) -> Announcement:
    """An announcement that was sent to this person; 404 for everybody else."""
    copy = AnnouncementCopy.objects.filter(announcement_id=announcement_id, person=person)
    found = copy.select_related("announcement__program").first()
    if found is None:
        raise Http404
    return found.announcement


def unread_announcements(person: Person) -> list[Announcement]:
    """The newest that this person was sent and has not opened, three at most."""
    copies = AnnouncementCopy.objects.filter(person=person, read_at__isnull=True)
    rows = copies.select_related("announcement__program").order_by(F("announcement__sent_at").desc())
    return [copy.announcement for copy in rows[:3]]
