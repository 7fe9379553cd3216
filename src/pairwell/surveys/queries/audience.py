"""Whom a survey asks."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from pairwell.core import clock
from pairwell.mentorships.models import Membership
from pairwell.mentorships.states import MemberRole, MentorshipState
from pairwell.people.models import Person
from pairwell.surveys.models import Request, Survey
from pairwell.surveys.rules.timing import is_asked_today
from pairwell.surveys.states import Anchor, Audience, GroupBy

_ROLES = {
    Audience.MENTEES: (MemberRole.MENTEE, MemberRole.PEER),
    Audience.MENTORS: (MemberRole.MENTOR,),
    Audience.MANAGERS: (MemberRole.MENTEE, MemberRole.PEER),
}


@dataclass(frozen=True, slots=True)
class ToAsk:
    """Somebody to ask, and about which mentorship (None: about the program)."""

    person: Person
    mentorship_id: int | None
    group: str


def members(survey: Survey) -> QuerySet[Membership]:
    """Memberships on the side a survey asks, of mentorships that did not end early."""
    rows = Membership.objects.filter(
        mentorship__program_id=survey.program_id,
        role__in=_ROLES[Audience(survey.audience)],
        left_at__isnull=True,
        person__is_active=True,
    ).exclude(mentorship__state=MentorshipState.ENDED_EARLY)
    return rows.select_related("person__manager", "mentorship").order_by("id")


def to_ask_now(survey: Survey) -> list[ToAsk]:
    """Everybody who should be asked today and was not yet: one row each."""
    asked = set(Request.objects.filter(survey=survey).values_list("person_id", "mentorship_id"))
    found: dict[tuple[int, int | None], ToAsk] = {}
    for person, mentorship_id in _everybody(survey):
        key = (person.pk, mentorship_id)
        if key not in asked and key not in found:
            found[key] = ToAsk(person, mentorship_id, group_of(survey, person))
    return list(found.values())


def _everybody(survey: Survey) -> Iterator[tuple[Person, int | None]]:
    by_mentorship = survey.anchor == Anchor.MENTORSHIP_START
    for row in members(survey):
        if by_mentorship and not is_asked_today(row.mentorship.starts_on, survey.days, clock.today()):
            continue
        if survey.audience == Audience.MANAGERS:
            if row.person.manager is not None and row.person.manager.is_active:
                yield row.person.manager, None
        else:
            yield row.person, row.mentorship_id if by_mentorship else None


def group_of(survey: Survey, person: Person) -> str:
    """The group somebody's answers count to, if the survey is split at all."""
    if survey.group_by == GroupBy.DEPARTMENT:
        return person.department[:120]
    return person.office[:120] if survey.group_by == GroupBy.OFFICE else ""


def how_many(survey: Survey) -> int:
    """How many people it would ask if everybody's day were today."""
    column = "person__manager" if survey.audience == Audience.MANAGERS else "person"
    return members(survey).filter(~Q(**{column: None})).values(column).distinct().order_by().count()


def waiting_for(person: Person) -> QuerySet[Request]:
    """Surveys that wait for this person's answer."""
    rows = Request.objects.filter(person=person, answered_on__isnull=True, answer_by__gte=clock.today())
    return rows.filter(survey__state="open").select_related("survey__program").order_by("answer_by", "id")
