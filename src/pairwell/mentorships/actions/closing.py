"""Closing well: a planned last session, what next, and a certificate."""

import secrets

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.mentorships.actions.letters import tell_help
from pairwell.mentorships.models import Attendance, Certificate, HelpRequest, Membership, Mentorship
from pairwell.mentorships.rules import closing as rules
from pairwell.mentorships.rules.ending import may_write
from pairwell.mentorships.states import HelpTopic, NextWish, SessionState
from pairwell.people.models import Person
from pairwell.programs.states import ProgramRole


@transaction.atomic
def wish_next(*, by: Person, mentorship: Mentorship, wish: str) -> Membership:
    """What a member would like after this: stay in touch, become a mentor, learn more, rest."""
    own = Membership.objects.select_for_update().filter(mentorship=mentorship, person=by).first()
    if own is None or wish not in NextWish.values:
        raise Refused.because("wish", "Choose one of the answers.", "wish")
    own.next_wish = wish
    own.save(update_fields=["next_wish"])
    return own


@transaction.atomic
def issue_certificate(*, by: Person, mentorship: Mentorship) -> Certificate:
    """The member's own certificate, made once and then always the same.

    Raises Refused before the mentorship was completed, or for somebody who never took part in a session.
    """
    row = Mentorship.objects.select_for_update(of=("self",)).select_related("program").get(pk=mentorship.pk)
    found = Certificate.objects.filter(mentorship=row, person=by).first()
    if found is not None:
        return found
    own = Membership.objects.filter(mentorship=row, person=by).first()
    there = Attendance.objects.filter(
        person=by, was_there=True, session__mentorship=row, session__state=SessionState.HELD
    )
    minutes = list(there.values_list("session__minutes", flat=True))
    insist(rules.may_certify(state=row.state, took_part=len(minutes)))
    if own is None or row.ended_at is None:
        raise Refused.because("not_in", "You are not in this mentorship.")
    made = Certificate.objects.create(
        mentorship=row, person=by, code=rules.code(secrets.choice), name=by.full_name,
        program_name=row.program.name, role=own.role, starts_on=row.starts_on, ends_on=row.ended_at.date(),
        sessions=len(minutes), minutes=sum(minutes),
    )  # fmt: skip
    audit.record(by=by, verb="certificate issued", thing=made, program_id=row.program_id)
    return made


@transaction.atomic
def ask_for_help(*, by: Person, mentorship: Mentorship, topic: str, note: str = "") -> HelpRequest:
    """Ask the program's managers for help, without the other side being told.

    Asked again while it is open, it replaces what was asked. Raises Refused when the mentorship is over.
    """
    insist(may_write(state=mentorship.state, left=False))
    if topic not in HelpTopic.values:
        raise Refused.because("topic", "Choose what comes closest.", "topic")
    values = {"topic": topic, "note": note.replace("\x00", "").strip()[:2000], "created_at": clock.now()}
    made, _ = HelpRequest.objects.update_or_create(
        mentorship=mentorship, asked_by=by, answered_at=None, defaults=values
    )
    audit.record(by=by, verb="help asked for", thing=made, program_id=mentorship.program_id)
    managers = Person.objects.filter(
        program_grants__program=mentorship.program_id,
        program_grants__role=ProgramRole.MANAGER,
        is_active=True,
    )
    tell_help(
        mentorship, list(managers.distinct()), by=by, key=f"help:{made.pk}:{made.created_at:%Y%m%d%H%M}"
    )
    return made


@transaction.atomic
def answer_help(*, by: Person, request: HelpRequest) -> HelpRequest:
    """A manager has been in touch; the request leaves the board."""
    locked = HelpRequest.objects.select_for_update().get(pk=request.pk)
    if locked.answered_at is None:
        locked.answered_at, locked.answered_by = clock.now(), by
        locked.save(update_fields=["answered_at", "answered_by"])
        program = Mentorship.objects.values_list("program_id", flat=True).get(pk=locked.mentorship_id)
        audit.record(by=by, verb="help answered", thing=locked, program_id=program)
    return locked
