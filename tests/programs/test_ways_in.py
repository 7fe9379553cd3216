"""Every way into a program: gates, the waiting list, nominations, codes, people managers, training, pauses."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.library.models import Course, CourseProgress
from pairwell.messaging.models import Letter, Notice
from pairwell.people.models import Person
from pairwell.programs import actions
from pairwell.programs.actions import Application
from pairwell.programs.models import Approval, Enrollment, Nomination, Program
from pairwell.programs.permissions import program_for_participant
from pairwell.programs.queries.waiting import line_of, place_in_line, room_of
from pairwell.programs.rules.gates import InLine, Room, Way, next_gate, next_in_line, places_in_line
from pairwell.programs.rules.joining import Wanted
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program

pytestmark = pytest.mark.django_db
MENTEE = Wanted(as_mentee=True, mentor_places=1)
MENTOR = Wanted(as_mentor=True, mentee_places=2)
BOTH = Wanted(as_mentor=True, as_mentee=True, mentee_places=1, mentor_places=1)


def join(
    program: Program, person: Person | None = None, wanted: Wanted = MENTEE, **said: object
) -> Enrollment:
    application = Application(wanted, **said)  # type: ignore[arg-type]
    return actions.enroll(by=person or make_person(), program=program, application=application)


def states(program: Program) -> list[str]:
    return list(program.enrollments.order_by("id").values_list("state", flat=True))


def test_gates_open_one_after_the_other() -> None:
    assert next_gate(Way(training_left=True, approval="asked", needs_decision=True)) == "training"
    assert next_gate(Way(approval="asked", needs_decision=True)) == "boss"
    assert next_gate(Way(approval="yes", needs_decision=True)) == "decision"
    assert next_gate(Way(approval="no")) == "decision"
    assert next_gate(Way(approval="yes")) == ""


def test_the_line_is_fair_and_nobody_who_could_not_use_a_place_holds_it_up() -> None:
    line = [InLine(1, True, True), InLine(2, False, True), InLine(3, True, False), InLine(4, False, True)]
    assert next_in_line(line, Room(mentors=0, mentees=1)) == [2]
    assert next_in_line(line, Room(mentors=1, mentees=1)) == [1]
    assert next_in_line(line, Room(mentors=None, mentees=9)) == [1, 2, 3, 4]
    assert next_in_line(line, Room(0, 0)) == []
    assert places_in_line(line) == {1: 1, 2: 2, 3: 2, 4: 3}


def test_who_comes_when_it_is_full_waits_in_line_and_knows_their_place() -> None:
    program = make_program(mentee_capacity=1)
    assert join(program).state == "approved"
    second, third = join(program), join(program)
    assert (second.state, place_in_line(second), place_in_line(third)) == ("waitlisted", 1, 2)
    assert "Your place is **2**" in Letter.objects.get(to=third.person).text.replace(
        "place is 2", "place is **2**"
    )
    assert join(program, wanted=MENTOR).state == "approved"


def test_the_line_moves_by_itself_when_somebody_leaves_is_declined_or_there_is_more_room(
    cora: Person,
) -> None:
    program = make_program(mentee_capacity=2, managed_by=cora)
    first, second, third, fourth, fifth = (join(program) for _ in range(5))
    actions.withdraw(by=first.person, enrollment=first)
    third.refresh_from_db()
    assert (third.state, third.waiting_since) == ("approved", None)
    assert Letter.objects.filter(to=third.person, subject__startswith="A place for you").count() == 1
    assert Notice.objects.filter(to=fourth.person, text__contains="is now 1").exists()
    actions.decline(by=cora, program=program, enrollments=[second.pk])
    fourth.refresh_from_db()
    assert fourth.state == "approved"
    program.refresh_from_db()
    actions.update_program(by=cora, program=program, version=program.version, values={"mentee_capacity": 3})
    fifth.refresh_from_db()
    assert fifth.state == "approved"
    assert room_of(Program.objects.get()) == Room(None, 0)
    program.refresh_from_db()
    with pytest.raises(Refused, match="3 are in already"):
        actions.update_program(
            by=cora, program=program, version=program.version, values={"mentee_capacity": 2}
        )


def test_a_manager_can_not_let_somebody_in_past_the_line_when_it_is_full(cora: Person, ben: Person) -> None:
    program = make_program(mentee_capacity=1, managed_by=cora)
    join(program)
    waiting = join(program)
    decided = actions.approve(by=cora, program=program, enrollments=[waiting.pk])
    assert decided.left_out[0][1].code == "full"
    made = actions.enroll_by_manager(by=cora, program=program, person=ben, wanted=MENTEE)
    assert (made.state, place_in_line(made)) == ("waitlisted", 2)
    lines = "\n".join(f"{make_person().email}, mentee" for _ in range(2))
    actions.enroll_many(by=cora, program=program, text=lines, all_or_nothing=True)
    assert states(program) == ["approved"] + ["waitlisted"] * 4


def test_the_database_keeps_the_capacity_whoever_writes() -> None:
    program = make_program(mentee_capacity=1)
    make_enrollment(program)
    with pytest.raises(IntegrityError, match="takes on 1 mentees"), transaction.atomic():
        make_enrollment(program)
    waiting = make_enrollment(program, state="waitlisted")
    with pytest.raises(IntegrityError), transaction.atomic():
        Enrollment.objects.filter(pk=waiting.pk).update(state="approved")
    make_enrollment(program, role="mentor")


@pytest.mark.django_db(transaction=True)
def test_of_ten_who_join_at_once_exactly_as_many_get_in_as_there_are_places() -> None:
    program = make_program(mentee_capacity=3)
    people, start = [make_person() for _ in range(8)], Barrier(8)

    def come(person: Person) -> None:
        start.wait()
        try:
            join(Program.objects.get(pk=program.pk), person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(come, people))
    assert sorted(states(program)) == ["approved"] * 3 + ["waitlisted"] * 5
    line = [one.id for one in line_of(program)]
    leaving = list(program.enrollments.filter(state="approved")[:2])

    def leave(row: Enrollment) -> None:
        try:
            actions.withdraw(by=row.person, enrollment=row)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(leave, leaving))
    moved = set(program.enrollments.filter(state="approved").values_list("pk", flat=True)) & set(line)
    assert moved == set(line[:2])


def test_the_people_manager_is_asked_and_reads_no_content(ada: Person) -> None:
    program = make_program(asks_people_manager=True)
    person = make_person(manager=ada)
    row = join(program, person, note="secret-of-mine")
    assert (row.state, row.waits_for) == ("applied", "boss")
    letter = Letter.objects.get(to=ada)
    assert "secret-of-mine" not in letter.text + letter.html + letter.subject
    approval = Approval.objects.get()
    done = actions.answer_approval(by=ada, approval=approval, yes=True, comment="Fine from May")
    assert (done.state, done.waits_for) == ("approved", "")
    with pytest.raises(Refused, match="already"):
        actions.answer_approval(by=ada, approval=approval, yes=False)


def test_not_now_leaves_it_to_the_program_manager(ada: Person, cora: Person) -> None:
    program = make_program(asks_people_manager=True, managed_by=cora)
    row = join(program, make_person(manager=ada))
    done = actions.answer_approval(by=ada, approval=Approval.objects.get(), yes=False, comment="Too busy")
    assert (done.state, done.waits_for) == ("applied", "decision")
    assert actions.approve(by=cora, program=program, enrollments=[row.pk]).changed[0].state == "approved"
    assert join(program, make_person()).state == "approved", "without a people manager there is nobody to ask"


def test_mentors_finish_their_training_first_and_are_let_in_by_themselves(cora: Person) -> None:
    course = Course.objects.create(key="mentoring-well", title="Mentoring well")
    program = make_program(mentor_training=["mentoring-well"], managed_by=cora)
    row, mentee = join(program, wanted=MENTOR), join(program)
    assert (row.state, row.waits_for, mentee.state) == ("applied", "training", "approved")
    assert "training" in Letter.objects.get(to=row.person).subject
    assert actions.approve(by=cora, program=program, enrollments=[row.pk]).left_out[0][1].code == "training"
    assert actions.admit_trained() == 0
    CourseProgress.objects.create(course=course, person=row.person, completed_at=clock.now())
    assert actions.admit_trained() == 1
    row.refresh_from_db()
    assert (row.state, row.waits_for) == ("approved", "")
    assert actions.admit_trained() == 0


def test_who_is_nominated_is_enrolled_unless_they_say_no(ada: Person) -> None:
    program = make_program(by_nomination=True, is_open=False)
    shy, unwilling, quick = (make_person(manager=ada) for _ in range(3))
    done = actions.nominate(
        by=ada,
        program=program,
        people=[shy, unwilling, quick],
        side="mentee",
        because="You ask well",
        runs_it=False,
    )
    assert len(done.made) == 3
    assert "You ask well" in Letter.objects.get(to=shy).text
    assert program_for_participant(unwilling, program.pk) == program
    actions.opt_out(by=unwilling, nomination=Nomination.objects.get(person=unwilling))
    assert join(program, quick).state == "approved"
    assert actions.enroll_nominated() == 0
    with time_machine.travel(clock.now() + timedelta(days=8)):
        assert actions.enroll_nominated() == 1
        assert actions.enroll_nominated() == 0
    assert Enrollment.objects.get(person=shy).state == "approved"
    assert not Enrollment.objects.filter(person=unwilling).exists()
    assert sorted(Nomination.objects.values_list("state", flat=True)) == ["enrolled", "enrolled", "opted_out"]


def test_only_those_who_may_put_somebody_forward_can(ada: Person, cora: Person, otto: Person) -> None:
    program = make_program(by_nomination=True, managed_by=cora)
    report = make_person(manager=ada)
    said = {"program": program, "people": [report], "side": "mentee"}
    for by, runs_it in ((otto, False), (report, False)):
        with pytest.raises(Refused):
            actions.nominate(by=by, runs_it=runs_it, **said)
    assert actions.nominate(by=cora, runs_it=True, **said).made
    with pytest.raises(Refused, match="nominated already"):
        actions.nominate(by=ada, runs_it=False, **said)
    closed = make_program(managed_by=ada)
    with pytest.raises(Refused, match="does not take nominations"):
        actions.nominate(by=ada, program=closed, people=[report], side="mentee", runs_it=False)


def test_a_nomination_by_the_people_manager_needs_no_second_word_of_theirs(ada: Person) -> None:
    program = make_program(by_nomination=True, asks_people_manager=True, mentee_capacity=1)
    make_enrollment(program)
    report = make_person(manager=ada)
    actions.nominate(by=ada, program=program, people=[report], side="mentee", runs_it=False)
    with time_machine.travel(clock.now() + timedelta(days=8)):
        actions.enroll_nominated()
    assert Enrollment.objects.get(person=report).state == "waitlisted"
    assert not Approval.objects.exists()


def test_a_code_opens_its_program_and_no_other(ben: Person) -> None:
    program = make_program(join_code="GROW2027", is_open=False)
    make_program(join_code="CLOSED1", state="draft")
    for wrong in ("", "grow2028", "CLOSED1", "\x00"):
        with pytest.raises(Refused, match="with this code"):
            actions.join_by_code(by=ben, code=wrong)
    assert actions.join_by_code(by=ben, code=" grow-2027 ") == program
    actions.join_by_code(by=ben, code="GROW2027")
    assert program.invitations.count() == 1
    assert join(program, ben).state == "approved"


def test_a_rolling_program_takes_people_on_while_it_runs() -> None:
    assert join(make_program(state="active", is_rolling=True)).state == "approved"
    with pytest.raises(Refused, match="not taking people on"):
        join(make_program(state="active"))


def test_who_pauses_is_not_matched_until_their_day(ben: Person) -> None:
    row = join(make_program(), ben)
    with pytest.raises(Refused, match="a day to come"):
        actions.pause_enrollment(by=ben, enrollment=row, until=clock.today())
    actions.pause_enrollment(by=ben, enrollment=row, until=clock.today() + timedelta(days=3))
    with pytest.raises(Refused, match="already"):
        actions.pause_enrollment(by=ben, enrollment=row)
    assert actions.resume_due() == 0
    with time_machine.travel(clock.now() + timedelta(days=3)):
        assert actions.resume_due() == 1
    row.refresh_from_db()
    assert row.paused_at is None


def test_a_mentee_has_one_mentor_for_each_need() -> None:
    needs = [{"key": "field", "label": "My field"}, {"key": "career", "label": "My career"}]
    program = make_program(needs=needs, mentor_places=2)
    two = Wanted(as_mentee=True, mentor_places=2)
    assert join(program, wanted=two, needs=["field", "career"]).needs == ["field", "career"]
    for bad in ([], ["telepathy"]):
        with pytest.raises(Refused) as refused:
            join(program, needs=bad)
        assert refused.value.refusals[0].field == "needs"


def test_somebody_chooses_among_the_formats_of_a_mixed_program() -> None:
    program = make_program(also_formats=["group"])
    assert join(program, format="group").format == "group"
    with pytest.raises(Refused, match="one of the formats"):
        join(program, format="flash")
