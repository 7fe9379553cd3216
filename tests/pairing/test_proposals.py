"""Proposals: sent to both sides, answered, expired, taken back."""

from datetime import timedelta

import pytest
import time_machine
from icalendar import Calendar

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships.actions import sessions
from pairwell.mentorships.models import Mentorship, Session
from pairwell.messaging.models import Letter, Notice
from pairwell.messaging.states import LetterState
from pairwell.pairing.actions import (
    answer_proposal,
    expire_proposals,
    pair_by_hand,
    send_proposals,
    undo_send,
    withdraw_proposals,
)
from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person
from pairwell.programs.models import Avoidance, Enrollment
from pairwell.programs.states import ProgramState
from tests.factories.pairing import HOURS, expired, make_pair, make_proposal
from tests.factories.programs import make_enrollment

pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(cora: Person, ada: Person, ben: Person) -> Proposal:
    for person in (ada, ben):
        person.profile.working_hours = HOURS
        person.profile.save()
    return make_pair(cora, ada, ben)


def send(proposal: Proposal, cora: Person, **fields: str) -> Proposal:
    outcome = send_proposals(by=cora, program=proposal.program, proposals=[proposal.pk], **fields)
    assert outcome.left_out == ()
    return outcome.sent[0]


def held(proposal: Proposal) -> list[int]:
    rows = Enrollment.objects.filter(program=proposal.program)
    return [row.mentees_held + row.mentors_held for row in rows]


def test_sending_tells_both_sides_why_and_holds_their_places(
    proposal: Proposal, cora: Person, ada: Person, ben: Person
) -> None:
    sent = send(proposal, cora, note="You both *love* maps")
    assert sent.state == ProposalState.SENT
    assert held(proposal) == [1, 1]
    to_ben = Letter.objects.get(to=ben)
    assert to_ben.subject == "Meet Ada Mentor: a mentor for you"
    assert "Can help with Topic 1" in to_ben.text
    assert "You both  love  maps" in to_ben.text
    assert "Ben Mentee" in Letter.objects.get(to=ada).text
    assert Notice.objects.filter(to=ada).exists()


def test_the_first_meeting_suits_both_and_is_in_the_invitation(proposal: Proposal, cora: Person) -> None:
    sent = send(proposal, cora)
    assert sent.meeting_at is not None
    assert sent.meeting_at.date() >= sent.program.starts_on
    assert 9 <= sent.meeting_at.hour < 17
    (event,) = Calendar.from_ical(Letter.objects.all()[0].calendar).walk("VEVENT")
    assert event.decoded("DTSTART") == sent.meeting_at
    assert len(event["ATTENDEE"]) == 2


def test_a_suggestion_is_sent_once(proposal: Proposal, cora: Person) -> None:
    send(proposal, cora)
    again = send_proposals(by=cora, program=proposal.program, proposals=[proposal.pk])
    assert again.sent == ()
    assert "already" in str(again.left_out[0][1])
    assert held(proposal) == [1, 1]
    assert Letter.objects.count() == 2


def test_the_last_place_is_not_promised_twice(proposal: Proposal, cora: Person) -> None:
    program = proposal.program
    mentor = program.enrollments.get(as_mentor=True)
    other = make_proposal(program, make_enrollment(program, role="mentee"), mentor)
    outcome = send_proposals(by=cora, program=program, proposals=[proposal.pk, other.pk])
    assert [p.pk for p in outcome.sent] == [proposal.pk]
    assert "no place left" in str(outcome.left_out[0][1])
    assert Enrollment.objects.get(pk=other.sides.get(role="mentee").enrollment_id).mentors_held == 0


def test_one_yes_waits_and_the_second_begins_the_mentorship(
    proposal: Proposal, cora: Person, ada: Person, ben: Person
) -> None:
    sent = send(proposal, cora)
    assert answer_proposal(by=ada, proposal=sent, accept=True).state == ProposalState.SENT
    assert not Mentorship.objects.exists()
    done = answer_proposal(by=ben, proposal=sent, accept=True)
    assert done.state == ProposalState.ACCEPTED
    mentorship = Mentorship.objects.get()
    assert done.mentorship == mentorship
    assert {m.person for m in mentorship.memberships.all()} == {ada, ben}
    assert held(proposal) == [1, 1]
    assert Letter.objects.filter(subject__startswith="It is a match").count() == 2


def test_moving_the_first_meeting_moves_the_same_event(
    proposal: Proposal, cora: Person, ada: Person, ben: Person
) -> None:
    sent = send(proposal, cora)
    for person in (ada, ben):
        answer_proposal(by=person, proposal=sent, accept=True)
    session = Session.objects.get()
    assert session.starts_at == sent.meeting_at
    later = session.starts_at + timedelta(days=1)
    sessions.move_session(by=ada, session=session, starts_at=later, minutes=45)
    events = [
        Calendar.from_ical(x.calendar).walk("VEVENT")[0] for x in Letter.objects.filter(to=ben).order_by("id")
    ]
    assert len({str(event["UID"]) for event in events}) == 1
    assert [event["SEQUENCE"] for event in events] == [0, 1, 2]
    assert events[-1].decoded("DTSTART") == later


def test_declining_frees_both_places_and_keeps_the_reason_for_the_manager(
    proposal: Proposal, cora: Person, ada: Person, ben: Person
) -> None:
    sent = send(proposal, cora)
    answer_proposal(by=ada, proposal=sent, accept=True)
    answer_proposal(by=ben, proposal=sent, accept=False, private_reason="We were a couple")
    assert held(proposal) == [0, 0]
    assert ProposalSide.objects.get(enrollment__person=ben).private_reason == "We were a couple"
    assert Avoidance.objects.filter(enrollment__person=ben, person=ada, because="declined").exists()
    everything = " ".join(letter.text + letter.html + letter.calendar for letter in Letter.objects.all())
    assert "couple" not in everything
    assert Letter.objects.filter(to=cora, subject__contains="was declined").exists()
    last = Letter.objects.filter(to=ada).first()
    assert last is not None
    assert last.calendar_method == "CANCEL"
    assert "says nothing about you" in last.text


def test_nobody_else_can_answer(proposal: Proposal, cora: Person, otto: Person) -> None:
    sent = send(proposal, cora)
    with pytest.raises(Refused, match="not for you"):
        answer_proposal(by=otto, proposal=sent, accept=True)


def test_an_answer_is_given_once(proposal: Proposal, cora: Person, ada: Person) -> None:
    sent = send(proposal, cora)
    answer_proposal(by=ada, proposal=sent, accept=True)
    with pytest.raises(Refused, match="answered this already"):
        answer_proposal(by=ada, proposal=sent, accept=False)


def test_a_suggestion_that_was_not_sent_can_not_be_answered(proposal: Proposal, ada: Person) -> None:
    with pytest.raises(Refused, match="not open"):
        answer_proposal(by=ada, proposal=proposal, accept=True)


def test_a_proposal_nobody_answers_expires_and_gives_its_places_back(
    proposal: Proposal, cora: Person, ada: Person
) -> None:
    sent = send(proposal, cora)
    assert expire_proposals() == 0
    with time_machine.travel(clock.now() + timedelta(days=8), tick=False):
        with pytest.raises(Refused, match="time to answer is over"):
            answer_proposal(by=ada, proposal=sent, accept=True)
        assert expire_proposals() == 1
        assert expire_proposals() == 0
    sent.refresh_from_db()
    assert sent.state == ProposalState.EXPIRED
    assert held(proposal) == [0, 0]
    assert Letter.objects.filter(to=cora, subject__contains="not answered").exists()


def test_an_expired_proposal_is_over_on_time_even_before_the_job_runs(
    proposal: Proposal, cora: Person, ben: Person
) -> None:
    late = expired(send(proposal, cora))
    with pytest.raises(Refused, match="over"):
        answer_proposal(by=ben, proposal=late, accept=True)


def test_withdrawing_tells_both_and_frees_the_places(proposal: Proposal, cora: Person, ben: Person) -> None:
    sent = send(proposal, cora)
    assert len(withdraw_proposals(by=cora, program=sent.program, proposals=[sent.pk]).sent) == 1
    assert held(proposal) == [0, 0]
    assert Letter.objects.filter(calendar_method="CANCEL").count() == 2
    with pytest.raises(Refused, match="taken this proposal back"):
        answer_proposal(by=ben, proposal=sent, accept=True)


def test_withdrawing_a_suggestion_writes_to_nobody(proposal: Proposal, cora: Person) -> None:
    withdraw_proposals(by=cora, program=proposal.program, proposals=[proposal.pk])
    assert not Letter.objects.exists()


def test_an_accepted_proposal_can_not_be_withdrawn(
    proposal: Proposal, cora: Person, ada: Person, ben: Person
) -> None:
    sent = send(proposal, cora)
    for person in (ada, ben):
        answer_proposal(by=person, proposal=sent, accept=True)
    outcome = withdraw_proposals(by=cora, program=sent.program, proposals=[sent.pk])
    assert outcome.sent == ()
    assert "mentorship has begun" in str(outcome.left_out[0][1])


def test_a_sending_is_undone_while_its_letters_are_still_here(proposal: Proposal, cora: Person) -> None:
    sent = send(proposal, cora)
    assert len(undo_send(by=cora, program=sent.program, proposals=[sent.pk]).sent) == 1
    assert held(proposal) == [0, 0]
    assert not Notice.objects.exists()
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.WITHDRAWN}
    send(proposal, cora)
    assert Letter.objects.filter(state=LetterState.QUEUED).count() == 2


def test_a_sending_whose_letter_has_left_is_not_undone(proposal: Proposal, cora: Person, ada: Person) -> None:
    sent = send(proposal, cora)
    Letter.objects.filter(to=ada).update(state=LetterState.SENT)
    outcome = undo_send(by=cora, program=sent.program, proposals=[sent.pk])
    assert "have left already" in str(outcome.left_out[0][1])
    assert held(proposal) == [1, 1]


def test_another_programs_proposals_are_not_touched(
    proposal: Proposal, cora: Person, ada: Person, ben: Person
) -> None:
    other = make_pair(cora, ada, ben)
    assert send_proposals(by=cora, program=other.program, proposals=[proposal.pk]).sent == ()
    proposal.refresh_from_db()
    assert proposal.state == ProposalState.SUGGESTED


def test_a_closed_program_sends_nothing(proposal: Proposal, cora: Person) -> None:
    proposal.program.state = ProgramState.CLOSED
    with pytest.raises(Refused, match="over"):
        send_proposals(by=cora, program=proposal.program, proposals=[proposal.pk])


def test_a_manager_pairs_two_by_hand_but_not_against_their_wish(
    cora: Person, ada: Person, ben: Person
) -> None:
    program = make_pair(cora, ada, ben).program
    Proposal.objects.all().delete()
    mentee, mentor = program.enrollments.get(as_mentee=True), program.enrollments.get(as_mentor=True)
    made = pair_by_hand(by=cora, program=program, mentee=mentee, mentor=mentor, note="Met at lunch")
    assert made.source == "manager"
    with pytest.raises(Refused, match="already"):
        pair_by_hand(by=cora, program=program, mentee=mentee, mentor=mentor)
    made.delete()
    Avoidance.objects.create(enrollment=mentee, person=ada)
    with pytest.raises(Refused, match="asked not to meet"):
        pair_by_hand(by=cora, program=program, mentee=mentee, mentor=mentor)
    with pytest.raises(Refused, match="takes no part as a mentee"):
        pair_by_hand(by=cora, program=program, mentee=mentor, mentor=mentee)
