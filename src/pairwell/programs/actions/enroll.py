"""Taking a place in a program: by oneself, or put there by the manager."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal, Refused, insist
from pairwell.messaging.actions import send_letters
from pairwell.people.models import Person
from pairwell.programs import letters
from pairwell.programs.actions.desk import Desk, ask_people_manager, tell
from pairwell.programs.actions.preferences import write_avoidances
from pairwell.programs.models import Answer, Enrollment, EnrollmentDraft, Nomination, Program, Question
from pairwell.programs.queries.joining import is_invited, known_in
from pairwell.programs.rules.answers import check_answers
from pairwell.programs.rules.joining import (
    Wanted,
    check_choice,
    check_note,
    check_wanted,
    in_format,
    may_be_enrolled,
    may_enroll,
)
from pairwell.programs.states import EnrollmentState, Gate, NominationState
from pairwell.programs.values import offer_of, spec_of


@dataclass(frozen=True)
class Application:
    """What somebody says when they join; answers by question key, avoid: ids of people."""

    wanted: Wanted
    answers: Mapping[str, Any] = field(default_factory=dict)
    avoid: Sequence[int] = ()
    matters_most: str = ""
    note: str = ""
    format: str = ""
    needs: Sequence[str] = ()


@transaction.atomic
def enroll(*, by: Person, program: Program, application: Application) -> Enrollment:
    """Enroll oneself. Raises Refused with every reason at once, each about its field."""
    locked = Program.objects.select_for_update().get(pk=program.pk)
    present = Enrollment.objects.select_for_update().filter(program=locked, person=by).first()
    insist(
        may_enroll(
            offer=offer_of(locked),
            invited=is_invited(by, locked),
            now_in=present.state if present else None,
            today=clock.today(),
        )
    )
    answers = _checked(locked, by, application)
    made = write_enrollment(
        locked, by, application, state=EnrollmentState.APPLIED, enrolled_by=by, present=present
    )
    _let_in(locked, made, by)
    _write_answers(made, answers)
    write_avoidances(made, application.avoid)
    EnrollmentDraft.objects.filter(program=locked, person=by).delete()
    end_nominations(locked, by)
    details = {"state": str(made.state)}
    audit.record(by=by, verb="enrolled", thing=made, program_id=locked.pk, details=details)
    tell([made], locked)
    return made


def _let_in(program: Program, made: Enrollment, person: Person) -> None:
    """Through the gates of the program, as far as they are open."""
    desk = Desk.open(program, [person.pk])
    is_trained = not (made.as_mentor and person.pk in desk.without_training)
    asked = ask_people_manager(made, person) if program.asks_people_manager and is_trained else None
    desk.receive(made, decided=False, approval=asked.state if asked else "")
    made.save(update_fields=["state", "waits_for", "approved_at", "waiting_since"])


@transaction.atomic
def enroll_by_manager(*, by: Person, program: Program, person: Person, wanted: Wanted) -> Enrollment:
    """Put somebody in, approved; they may answer the questions and leave by themself later."""
    locked = Program.objects.select_for_update().get(pk=program.pk)
    present = Enrollment.objects.select_for_update().filter(program=locked, person=person).first()
    insist(
        may_be_enrolled(
            state=locked.state, is_active=person.is_active, now_in=present.state if present else None
        )
    )
    wrong = check_wanted(offer_of(locked), wanted)
    if wrong:
        raise Refused(*wrong)
    made = write_enrollment(
        locked,
        person,
        Application(wanted=wanted),
        state=EnrollmentState.APPLIED,
        enrolled_by=by,
        present=present,
    )
    Desk.open(locked, [person.pk]).receive(made, decided=True)
    made.save(update_fields=["state", "waits_for", "approved_at", "waiting_since"])
    audit.record(by=by, verb="enrolled by the manager", thing=made, program_id=locked.pk)
    if made.state == EnrollmentState.APPROVED:
        send_letters([letters.enrolled_by_manager(made, locked, person)])
    else:
        tell([made], locked)
    return made


@transaction.atomic
def change_answers(*, by: Person, enrollment: Enrollment, application: Application) -> Enrollment:
    """Say again what one answers, avoids and notes; roles and places stay as they are."""
    locked = (
        Enrollment.objects.select_for_update(of=("self",)).select_related("program").get(pk=enrollment.pk)
    )
    if locked.state not in (EnrollmentState.APPLIED, EnrollmentState.APPROVED):
        raise Refused.because("not_in", "You are not in this program.")
    wanted = Wanted(locked.as_mentor, locked.as_mentee, locked.mentee_places, locked.mentor_places)
    said = Application(
        wanted, application.answers, application.avoid, application.matters_most, application.note
    )
    answers = _checked(locked.program, locked.person, said, check_places=False)
    locked.note, locked.matters_most = said.note.strip(), said.matters_most
    locked.save(update_fields=["note", "matters_most"])
    _write_answers(locked, answers)
    write_avoidances(locked, said.avoid)
    audit.record(by=by, verb="answers changed", thing=locked, program_id=locked.program_id)
    return locked


def _checked(
    program: Program, person: Person, said: Application, *, check_places: bool = True
) -> dict[Question, Any]:
    """Clean answers by question, or Refused with everything that is wrong."""
    questions = list(program.questions.all())
    specs = [spec_of(question) for question in questions]
    known = known_in(specs, said.answers, person)
    clean, wrong = check_answers(specs, said.answers, said.wanted, known)
    offer = offer_of(program)
    found: list[Refusal] = check_wanted(in_format(offer, said.format), said.wanted) if check_places else []
    if check_places:
        found += check_choice(offer, said.wanted, format_=said.format, needs=said.needs)
    found += wrong + check_note(said.note)
    if found:
        raise Refused(*found)
    return {question: clean[question.key] for question in questions if question.key in clean}


def write_enrollment(
    program: Program,
    person: Person,
    said: Application,
    *,
    state: str,
    enrolled_by: Person,
    present: Enrollment | None,
) -> Enrollment:
    """A new row, or the row of somebody who left before; what a running mentorship holds stays held."""
    row = present or Enrollment(program=program, person=person)
    wanted = said.wanted
    row.state, row.as_mentor, row.as_mentee = EnrollmentState(state), wanted.as_mentor, wanted.as_mentee
    row.mentee_places = max(wanted.mentee_places if wanted.as_mentor else 0, row.mentees_held)
    row.mentor_places = max(wanted.mentor_places if wanted.as_mentee else 0, row.mentors_held)
    row.matters_most, row.note = said.matters_most[:60], said.note.strip()
    row.format, row.needs = said.format, list(dict.fromkeys(said.needs))
    row.enrolled_by, row.left_at, row.paused_at, row.paused_until = enrolled_by, None, None, None
    row.waits_for, row.waiting_since = Gate.NOTHING, None
    row.approved_at = clock.now() if state == EnrollmentState.APPROVED else None
    row.save()
    return row


def _write_answers(enrollment: Enrollment, answers: Mapping[Question, Any]) -> None:
    enrollment.answers.all().delete()
    Answer.objects.bulk_create(
        [
            Answer(enrollment=enrollment, question=question, value=value, revision=question.revision)
            for question, value in answers.items()
        ]
    )


def end_nominations(program: Program, person: Person) -> None:
    """Somebody has enrolled by themself: their nomination has come true."""
    Nomination.objects.filter(program=program, person=person, state=NominationState.OPEN).update(
        state=NominationState.ENROLLED, ended_at=clock.now()
    )
