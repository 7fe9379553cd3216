"""Decisions of pairing on plain values: no database, no clock."""

from collections.abc import Sequence
from datetime import datetime

from pairwell.core.errors import Refusal
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.states import ProposalState, SideAnswer
from pairwell.programs.states import Format, ProgramState, Side

MATCHED_IN = (ProgramState.ENROLLING, ProgramState.MATCHING, ProgramState.ACTIVE)


def side_of(role: str) -> Side:
    """The side whose place a member takes; peers are on the mentee's side."""
    return Side.MENTOR if role == MemberRole.MENTOR else Side.MENTEE


def may_match_now(*, state: str) -> Refusal | None:
    """Runs and proposals belong to programs that are enrolling, matching or active."""
    if state in MATCHED_IN:
        return None
    if state == ProgramState.DRAFT:
        return Refusal("program_draft", "Open enrollment first: a draft has nobody to match.")
    return Refusal("program_over", "This program is over. Open it again, or run it again as a new one.")


def may_start_run(*, state: str, format: str, mentees: int, mentors: int) -> Refusal | None:
    """A run needs somebody free on each side. Counts are of people with places left."""
    refusal = may_match_now(state=state)
    if refusal is not None:
        return refusal
    if format == Format.PEER:
        few = mentees < 2
        return (
            Refusal("too_few", "Two peers who are free make the first pair; there are not two yet.")
            if few
            else None
        )
    if mentees == 0:
        return Refusal(
            "no_mentees",
            "No mentee is free: everybody has a mentor or a proposal, or nobody is approved yet.",
        )
    if mentors == 0:
        return Refusal(
            "no_mentors", "No mentor has a place left. Invite more mentors, or ask some for one more place."
        )
    return None


def may_send(*, state: str) -> Refusal | None:
    """Only suggestions and approved ones are sent, each once."""
    if state in (ProposalState.SUGGESTED, ProposalState.APPROVED):
        return None
    said = ProposalState(state).label.lower()
    return Refusal("not_suggested", f"Only a suggestion can be sent; this one is already: {said}.")


def may_approve(*, state: str) -> Refusal | None:
    """Only suggestions are approved, each once."""
    if state == ProposalState.SUGGESTED:
        return None
    said = ProposalState(state).label.lower()
    return Refusal("not_suggested", f"Only a suggestion can be approved; this one is already: {said}.")


def may_withdraw(*, state: str) -> Refusal | None:
    """Suggestions and unanswered proposals can be taken back; a mentorship is ended instead."""
    if state in (ProposalState.SUGGESTED, ProposalState.APPROVED, ProposalState.SENT):
        return None
    if state == ProposalState.ACCEPTED:
        return Refusal(
            "already_accepted", "Both sides have accepted: the mentorship has begun. End it there instead."
        )
    return Refusal("already_over", "This proposal is over; there is nothing to take back.")


def may_answer(*, state: str, answer: str, expires_at: datetime | None, now: datetime) -> Refusal | None:
    """A sent proposal can be answered once by each side, until it expires."""
    if state == ProposalState.SENT and answer != SideAnswer.WAITING:
        return Refusal(
            "answered", "You have answered this already. Write to your program manager to change it."
        )
    if state == ProposalState.SENT and expires_at is not None and expires_at <= now:
        return Refusal("expired", "The time to answer is over. Your program manager can propose it again.")
    words = {
        ProposalState.WITHDRAWN: "Your program manager has taken this proposal back.",
        ProposalState.EXPIRED: "The time to answer is over. Your program manager can propose it again.",
        ProposalState.DECLINED: "The other side can not do it this time; nothing is left to answer.",
        ProposalState.ACCEPTED: "This match is made; you will find it among your mentorships.",
    }
    if state == ProposalState.SENT:
        return None
    return Refusal("not_open", words.get(ProposalState(state), "This proposal is not open for answers."))


def everybody_accepted(answers: Sequence[str]) -> bool:
    """Whether a proposal becomes a mentorship."""
    return bool(answers) and all(answer == SideAnswer.ACCEPTED for answer in answers)
