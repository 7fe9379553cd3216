"""Sending suggestions to both sides, and taking a sending back while the letters are still here."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal, insist
from pairwell.mentorships.rules.times import suggest_times
from pairwell.messaging.actions import notify_many, send_letters, withdraw_letters
from pairwell.messaging.models import Letter, Notice
from pairwell.messaging.states import LetterState
from pairwell.pairing import letters
from pairwell.pairing.actions.closing import locked_proposals, told_of
from pairwell.pairing.letters import MEETING_MINUTES, Told
from pairwell.pairing.models import Proposal
from pairwell.pairing.parties import Parties, parties_of
from pairwell.pairing.rules import may_match_now, may_send
from pairwell.pairing.states import ProposalState, SideAnswer
from pairwell.people.models import Person
from pairwell.programs.actions.places import hold_places, release_place
from pairwell.programs.models import Avoidance, Program

NO_PLACE = "Somebody in it has no place left: another proposal or mentorship holds it."


@dataclass(frozen=True)
class SendOutcome:
    """What was sent, and what was not and why."""

    sent: tuple[Proposal, ...]
    left_out: tuple[tuple[Proposal, Refusal], ...]


@transaction.atomic
def send_proposals(
    *, by: Person | None, program: Program, proposals: Iterable[int], note: str = ""
) -> SendOutcome:
    """Tell both sides of each suggestion, and hold a place on every side of it; approved ones hold it already.

    proposals: ids; note: a line from the manager in every letter. One that can not be sent (already sent,
    no place left, meanwhile to be avoided) is left out with the reason; the others go.
    """
    insist(may_match_now(state=program.state))
    rows = locked_proposals(program.pk, list(proposals))
    avoided = avoided_in(rows)
    sent: list[Proposal] = []
    left_out: list[tuple[Proposal, Refusal]] = []
    now = clock.now()
    for proposal in rows:
        parties = parties_of(proposal)
        refusal = _refusal(proposal, parties, avoided)
        if refusal is not None:
            left_out.append((proposal, refusal))
            continue
        _mark_sent(proposal, parties, program, now, note)
        sent.append(proposal)
    _tell(sent)
    for proposal in sent:
        audit.record(by=by, verb="proposal sent", thing=proposal, program_id=program.pk)
    return SendOutcome(tuple(sent), tuple(left_out))


def _refusal(proposal: Proposal, parties: Parties, avoided: set[tuple[int, int]]) -> Refusal | None:
    refusal = may_send(state=proposal.state)
    if refusal is not None or proposal.state == ProposalState.APPROVED:
        return refusal or _may_meet(parties, avoided)
    return may_hold(parties, avoided)


def may_hold(parties: Parties, avoided: set[tuple[int, int]]) -> Refusal | None:
    """Takes a place on every side; a Refusal when there is none, or they may not meet any more."""
    refusal = _may_meet(parties, avoided)
    if refusal is not None:
        return refusal
    return None if hold_places(parties.places) else Refusal("no_place", NO_PLACE)


def _may_meet(parties: Parties, avoided: set[tuple[int, int]]) -> Refusal | None:
    persons = [side.enrollment.person_id for side in parties.sides]
    if any((s.enrollment_id, p) in avoided for s in parties.sides for p in persons):
        return Refusal(
            "avoided",
            "Since the run, one of them was paired before, declined, or asked not to meet the other.",
        )
    if not all(side.enrollment.person.is_active for side in parties.sides):
        return Refusal("left", "Somebody in it is no longer in the directory.")
    return None


def avoided_in(rows: Sequence[Proposal]) -> set[tuple[int, int]]:
    """Who of these must not be paired with whom: (enrollment, person)."""
    people = {side.enrollment_id for p in rows for side in p.sides.all()}
    return set(Avoidance.objects.filter(enrollment__in=people).values_list("enrollment_id", "person_id"))


def _mark_sent(proposal: Proposal, parties: Parties, program: Program, now: datetime, note: str) -> None:
    proposal.state, proposal.sent_at = ProposalState.SENT, now
    proposal.expires_at = now + timedelta(days=program.answer_days)
    proposal.meeting_at = first_meeting(parties, program, now)
    proposal.note = " ".join(note.split())[:500] or proposal.note
    proposal.save(update_fields=["state", "sent_at", "expires_at", "meeting_at", "note"])


def first_meeting(parties: Parties, program: Program, now: datetime) -> datetime | None:
    """A time in everybody's working hours once the program has started; None when there is none."""
    soon = now + timedelta(days=min(3, program.answer_days))
    start = datetime.combine(program.starts_on, time(), UTC) if program.starts_on else soon
    people = []
    for person in parties.people:
        profile = getattr(person, "profile", None)
        people.append((profile.working_hours if profile else {}, person.time_zone))
    found = suggest_times(people, after=max(start, soon), minutes=MEETING_MINUTES, count=1)
    return found[0] if found else None


def _tell(sent: Sequence[Proposal]) -> None:
    told = told_of(sent)
    send_letters([letters.sent(one, person) for one in told for person in one.parties.people])
    notify_many(
        line
        for one in told
        for line in letters.notices(
            one, one.parties.people, what="sent", text="Somebody for you to meet: {others}"
        )
    )


@transaction.atomic
def undo_send(*, by: Person, program: Program, proposals: Iterable[int]) -> SendOutcome:
    """Make sent proposals suggestions again, those whose letters have all not left yet and nobody answered.

    `sent` of the outcome are the ones taken back; the others can only be withdrawn.
    """
    undone: list[Proposal] = []
    left_out: list[tuple[Proposal, Refusal]] = []
    for told in told_of(locked_proposals(program.pk, list(proposals))):
        if _letters_are_here(told):
            _take_back(told)
            audit.record(by=by, verb="proposal sending undone", thing=told.proposal, program_id=program.pk)
            undone.append(told.proposal)
        else:
            reason = Refusal(
                "letters_left", "Its letters have left already. You can withdraw it: both sides are told."
            )
            left_out.append((told.proposal, reason))
    return SendOutcome(tuple(undone), tuple(left_out))


def _letters_are_here(told: Told) -> bool:
    """Whether nobody can know of it yet; locks the letters, so that none leaves meanwhile."""
    answered = any(side.answer != SideAnswer.WAITING for side in told.parties.sides)
    if told.proposal.state != ProposalState.SENT or answered:
        return False
    keys = [letters.key_of(told, "sent", person) for person in told.parties.people]
    waiting = Letter.objects.select_for_update().filter(key__in=keys, state=LetterState.QUEUED, tries=0)
    return len(waiting) == len(keys)


def _take_back(told: Told) -> None:
    keys = [letters.key_of(told, "sent", person) for person in told.parties.people]
    withdraw_letters(keys=keys)
    Notice.objects.filter(key__in=keys).delete()
    for enrollment_id, side in sorted(told.parties.places):
        release_place(enrollment_id, side)
    proposal = told.proposal
    proposal.state, proposal.sent_at, proposal.expires_at = ProposalState.SUGGESTED, None, None
    proposal.save(update_fields=["state", "sent_at", "expires_at"])
