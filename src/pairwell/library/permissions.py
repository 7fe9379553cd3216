"""Who may change what in the library. Getters fetch and authorize in one move: 404 for strangers.

Who runs programs is known above; the pages tell these functions whether somebody does.
"""

from django.http import Http404

from pairwell.library.models import Activity, Course
from pairwell.people.models import Person
from pairwell.people.permissions import is_administrator


def may_edit_activity(person: Person, activity: Activity) -> bool:
    """Administrators edit every activity, others the ones they wrote."""
    return is_administrator(person) or activity.written_by_id == person.pk


def activity_to_edit(person: Person, key: str, *, runs_programs: bool) -> Activity:
    """The current version of an activity that this person may edit."""
    found = Activity.every.filter(key=key, is_current=True).prefetch_related("steps").first()
    if found is None or not runs_programs or not may_edit_activity(person, found):
        raise Http404
    return found


def activity_to_copy(key: str, *, runs_programs: bool) -> Activity:
    """An activity that is in the library, for those who may write their own."""
    found = Activity.objects.filter(key=key).prefetch_related("steps").first()
    if found is None or not runs_programs:
        raise Http404
    return found


def may_edit_course(person: Person, course: Course) -> bool:
    """Administrators edit every course, others the ones they wrote."""
    return is_administrator(person) or course.written_by_id == person.pk


def course_to_edit(person: Person, key: str, *, runs_programs: bool) -> Course:
    """A course that this person may edit, offered or not."""
    found = Course.objects.filter(key=key).first()
    if found is None or not runs_programs or not may_edit_course(person, found):
        raise Http404
    return found


def course_to_copy(key: str, *, runs_programs: bool) -> Course:
    """A course that is offered, for those who may write their own."""
    found = Course.objects.filter(key=key, is_offered=True).first()
    if found is None or not runs_programs:
        raise Http404
    return found
