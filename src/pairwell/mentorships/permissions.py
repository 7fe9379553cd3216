"""Who may open what of a mentorship. Getters fetch and authorize in one move: 404 for strangers.

No role opens a mentorship's content: not the program's manager, not an administrator, not an owner.
"""

from typing import TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.http import Http404

from pairwell.mentorships.models import (
    AgendaItem,
    Goal,
    GoalFile,
    HelpRequest,
    Membership,
    Mentorship,
    Message,
    MessageFile,
    MessageReport,
    Milestone,
    Note,
    Session,
)
from pairwell.people.models import Person
from pairwell.people.permissions import is_administrator
from pairwell.people.states import OrganizationRole
from pairwell.programs.models import Grant, Program
from pairwell.programs.permissions import managed_programs
from pairwell.programs.states import ProgramRole

M = TypeVar("M", bound=Model)


def mentorships_of(person: Person) -> QuerySet[Mentorship]:
    """Mentorships this person is a member of, ended ones too, but no circle they have left."""
    mine = Membership.objects.filter(person=person, left_at__isnull=True)
    return Mentorship.objects.filter(pk__in=mine.values("mentorship_id")).select_related("program")


def _one(found: QuerySet[M]) -> M:
    thing = found.first()
    if thing is None:
        raise Http404
    return thing


def mentorship_for_member(person: Person, mentorship_id: int) -> Mentorship:
    """A mentorship this person is a member of; everybody else gets 404, whatever their role."""
    return _one(mentorships_of(person).filter(pk=mentorship_id))


def mentorship_for_manager(person: Person, mentorship_id: int) -> Mentorship:
    """A mentorship in a program this person runs: for its dates, states and counts, never its content."""
    managed = managed_programs(person).values("pk")
    return _one(Mentorship.objects.filter(pk=mentorship_id, program__in=managed).select_related("program"))


def reads_reasons(person: Person, program: Program) -> bool:
    """Why somebody ended early is told to the program's own managers, not to administrators."""
    return Grant.objects.filter(person=person, program=program, role=ProgramRole.MANAGER).exists()


def _mine(person: Person, path: str) -> Q:
    return Q(**{f"{path}__in": mentorships_of(person).values("pk")})


def session_for_member(person: Person, session_id: int) -> Session:
    """A session of a mentorship this person is a member of."""
    sessions = Session.objects.select_related("mentorship__program", "activity", "series")
    return _one(sessions.filter(_mine(person, "mentorship"), pk=session_id))


def agenda_item_for_member(person: Person, item_id: int) -> AgendaItem:
    """A line of an agenda of a mentorship this person is a member of."""
    items = AgendaItem.objects.select_related("session__mentorship")
    return _one(items.filter(_mine(person, "session__mentorship"), pk=item_id))


def goal_for_member(person: Person, goal_id: int) -> Goal:
    """A goal in a mentorship this person is a member of."""
    goals = Goal.objects.select_related("mentorship__program", "owner", "skill", "objective", "career_role")
    return _one(goals.filter(_mine(person, "mentorship"), pk=goal_id))


def goal_file_for_member(person: Person, file_id: int) -> GoalFile:
    """A file of a goal in a mentorship this person is a member of."""
    files = GoalFile.objects.select_related("goal__mentorship")
    return _one(files.filter(_mine(person, "goal__mentorship"), pk=file_id))


def help_for_manager(person: Person, help_id: int) -> HelpRequest:
    """A request for help in a program this person runs themself: not for administrators."""
    own = Grant.objects.filter(person=person, role=ProgramRole.MANAGER).values("program_id")
    asked = HelpRequest.objects.select_related("mentorship__program", "asked_by")
    return _one(asked.filter(pk=help_id, mentorship__program__in=own))


def milestone_for_member(person: Person, milestone_id: int) -> Milestone:
    """A step of a goal in a mentorship this person is a member of."""
    steps = Milestone.objects.select_related("goal__mentorship")
    return _one(steps.filter(_mine(person, "goal__mentorship"), pk=milestone_id))


def own_message(person: Person, message_id: int) -> Message:
    """A message this person wrote, in a mentorship they are still a member of."""
    messages = Message.objects.select_related("mentorship")
    return _one(messages.filter(_mine(person, "mentorship"), pk=message_id, author=person))


def message_for_member(person: Person, message_id: int) -> Message:
    """A message of a mentorship this person is a member of."""
    messages = Message.objects.select_related("mentorship__program", "author")
    return _one(messages.filter(_mine(person, "mentorship"), pk=message_id))


def message_file_for_member(person: Person, message_file_id: int) -> MessageFile:
    """A file that was sent in a mentorship this person is a member of, unless it was taken away."""
    files = MessageFile.objects.select_related("message__mentorship").filter(removed_at=None)
    return _one(files.filter(_mine(person, "message__mentorship"), pk=message_file_id))


def own_message_file(person: Person, message_file_id: int) -> MessageFile:
    """A file that this person sent, in a mentorship they are still a member of."""
    file = message_file_for_member(person, message_file_id)
    if file.message.author_id != person.pk:
        raise Http404
    return file


def report_readers(mentorship: Mentorship) -> QuerySet[Person]:
    """Who may read a message reported in a mentorship: the program's own managers who are not members of it.

    When none is left (a manager may mentor too), the organization's administrators who are not members.
    """
    apart = Person.objects.filter(is_active=True).exclude(memberships__mentorship=mentorship)
    managers = apart.filter(
        program_grants__program=mentorship.program_id, program_grants__role=ProgramRole.MANAGER
    )
    if managers.exists():
        return managers.distinct()
    roles = (OrganizationRole.OWNER, OrganizationRole.ADMINISTRATOR)
    return apart.filter(role_grants__role__in=roles).distinct()


def report_for_reader(person: Person, report_id: int) -> MessageReport:
    """A report that this person may read; everybody else gets 404, its members and other managers too."""
    reports = MessageReport.objects.select_related(
        "mentorship__program", "reported_by", "author", "closed_by"
    )
    report = _one(reports.filter(pk=report_id))
    if not report_readers(report.mentorship).filter(pk=person.pk).exists():
        raise Http404
    return report


def reports_for_reader(person: Person, program: Program) -> QuerySet[MessageReport]:
    """Reports of a program that this person may read, without what they say."""
    reports = MessageReport.objects.filter(mentorship__program=program).defer(
        "text", "earlier", "files", "note"
    )
    theirs = Membership.objects.filter(person=person).values("mentorship_id")
    apart = reports.exclude(mentorship__in=theirs)
    if reads_reasons(person, program):
        return apart
    if not is_administrator(person):
        return reports.none()
    impartial = Grant.objects.filter(
        program=program, role=ProgramRole.MANAGER, person__is_active=True
    ).exclude(person__memberships__mentorship=OuterRef("mentorship"))
    return apart.filter(~Exists(impartial))


def note_for_member(person: Person, note_id: int) -> Note:
    """A shared note of a mentorship of theirs, or a private one that they wrote themself."""
    notes = Note.objects.select_related("mentorship", "author")
    readable = Q(is_shared=True) | Q(author=person)
    return _one(notes.filter(_mine(person, "mentorship"), readable, pk=note_id))
