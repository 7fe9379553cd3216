"""Who may take part, in which role and with how many places."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pairwell.core.errors import Refusal
from pairwell.programs.states import EnrollmentState, Format, ProgramState

MOST_MENTEES = 10
_ROLLING = (ProgramState.ENROLLING, ProgramState.MATCHING, ProgramState.ACTIVE)
NOTE_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for: their roles, mentees they can take, mentors (or peers) they want."""

    as_mentor: bool = False
    as_mentee: bool = False
    mentee_places: int = 0
    mentor_places: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """The part of a program that decides who may join."""

    state: str
    format: str
    is_open: bool
    opens_on: date | None
    closes_on: date | None
    mentor_places: int
    circle_size: int
    is_rolling: bool = False
    also_formats: tuple[str, ...] = ()
    needs: tuple[tuple[str, str], ...] = ()
    mentor_capacity: int | None = None
    mentee_capacity: int | None = None


def has_two_sides(format_: str) -> bool:
    """Whether a program tells mentors from mentees; peers are all on the mentee's side."""
    return format_ != Format.PEER


def is_taking_on(state: str, *, rolling: bool) -> bool:
    """Whether a program in this state takes people on: rolling ones also while they run."""
    return state in (_ROLLING if rolling else (ProgramState.ENROLLING,))


def may_enroll(*, offer: Offer, invited: bool, now_in: str | None, today: date) -> Refusal | None:
    """Whether somebody may enroll themself.

    now_in: state of their present enrollment, None if there is none.
    """
    if now_in is not None and now_in != EnrollmentState.WITHDRAWN:
        declined = now_in == EnrollmentState.DECLINED
        said = (
            "Your application was declined. Please ask the program manager."
            if declined
            else "You are in already."
        )
        return Refusal("already_enrolled", said)
    if not is_taking_on(offer.state, rolling=offer.is_rolling):
        return Refusal("not_enrolling", "This program is not taking people on at the moment.")
    if not offer.is_open and not invited:
        return Refusal("by_invitation", "This program is by invitation.")
    if offer.opens_on is not None and today < offer.opens_on:
        return Refusal("too_early", f"Enrollment opens on {offer.opens_on:%d %B %Y}.")
    if offer.closes_on is not None and today > offer.closes_on:
        return Refusal("too_late", f"Enrollment closed on {offer.closes_on:%d %B %Y}.")
    return None


def may_be_enrolled(*, state: str, is_active: bool, now_in: str | None) -> Refusal | None:
    """Whether the manager may enroll somebody; dates and invitations do not bind the manager."""
    if state not in (ProgramState.ENROLLING, ProgramState.MATCHING, ProgramState.ACTIVE):
        return Refusal("not_enrolling", "Open enrollment first; then people can be enrolled.")
    if not is_active:
        return Refusal("not_active", "This person has left the organization.")
    if now_in is not None and now_in not in (EnrollmentState.WITHDRAWN, EnrollmentState.DECLINED):
        return Refusal("already_enrolled", "This person is in the program already.")
    return None


def check_wanted(offer: Offer, wanted: Wanted) -> list[Refusal]:
    """Everything wrong with the roles and places somebody asks for."""
    if not (wanted.as_mentor or wanted.as_mentee):
        return [Refusal("no_role", "Choose in which role you take part.", "role")]
    if wanted.as_mentor and not has_two_sides(offer.format):
        return [Refusal("no_mentors", "Everybody is a peer here; there are no mentors.", "role")]
    found = []
    most = most_mentees(offer)
    if wanted.as_mentor and not 1 <= wanted.mentee_places <= most:
        found.append(Refusal("places", f"Choose a number from 1 to {most}.", "mentee_places"))
    if wanted.as_mentee and not 1 <= wanted.mentor_places <= offer.mentor_places:
        said = (
            "Choose 1." if offer.mentor_places == 1 else f"Choose a number from 1 to {offer.mentor_places}."
        )
        found.append(Refusal("places", said, "mentor_places"))
    return found


def most_mentees(offer: Offer) -> int:
    """How many mentees one mentor may offer to take: a circle's size in groups."""
    return offer.circle_size if offer.format == Format.GROUP else MOST_MENTEES


def in_format(offer: Offer, format_: str) -> Offer:
    """The offer for somebody who chose this one of its formats: a circle has other numbers than a pair."""
    return replace(offer, format=format_) if format_ in offer.also_formats else offer


def check_choice(offer: Offer, wanted: Wanted, *, format_: str, needs: Sequence[str]) -> list[Refusal]:
    """What is wrong with the format and the needs somebody chose, where the program offers a choice."""
    found = []
    if format_ and format_ not in (offer.format, *offer.also_formats):
        found.append(Refusal("format", "Choose one of the formats of this program.", "format"))
    known = [key for key, _ in offer.needs]
    if any(need not in known for need in needs):
        found.append(Refusal("needs", "Choose among the needs of this program.", "needs"))
    elif known and not needs:
        said = (
            "Choose at least one: you get one mentor for each."
            if wanted.as_mentee
            else "Choose at least one."
        )
        found.append(Refusal("needs", said, "needs"))
    elif wanted.as_mentee and len(set(needs)) > offer.mentor_places:
        found.append(Refusal("needs", f"Choose at most {offer.mentor_places}.", "needs"))
    return found


def may_pause(*, state: str, paused: bool, until: date | None, today: date) -> Refusal | None:
    """Whether somebody may pause: in, not paused yet, until a day to come or until they say."""
    if state not in (EnrollmentState.APPROVED, EnrollmentState.APPLIED, EnrollmentState.WAITLISTED):
        return Refusal("not_in", "You are not in this program.")
    if paused:
        return Refusal("paused", "You are paused already.")
    if until is not None and until <= today:
        return Refusal("in_the_past", "Choose a day to come, or leave it empty.", "until")
    return None


def check_note(note: str) -> list[Refusal]:
    """What is wrong with a note to the program manager."""
    if "\x00" in note:
        return [Refusal("nul", "The note contains a character that can not be stored.", "note")]
    if len(note) > NOTE_LIMIT:
        said = f"The note has {len(note):,} characters; at most {NOTE_LIMIT:,} fit."
        return [Refusal("too_long", said, "note")]
    return []


def may_have_places(*, side_word: str, places: int, held: int, most: int, field: str) -> Refusal | None:
    """Whether somebody's places may change to `places`: never below what is held."""
    if not 1 <= places <= most:
        return Refusal("places", f"Choose a number from 1 to {most}.", field)
    if places < held:
        said = f"{held} {side_word} taken or waiting for an answer, so it can not be fewer than {held}."
        return Refusal("below_held", said, field)
    return None


def may_decide(
    *, state: str, to: str, held: int, untrained: bool = False, has_room: bool = True
) -> Refusal | None:
    """Whether an enrollment may be approved or declined.

    untrained: training for mentors is not finished; has_room: there is a place left on their side.
    """
    if to == EnrollmentState.APPROVED:
        wrong = state not in (EnrollmentState.APPLIED, EnrollmentState.WAITLISTED, EnrollmentState.DECLINED)
    else:
        wrong = state not in (EnrollmentState.APPLIED, EnrollmentState.WAITLISTED, EnrollmentState.APPROVED)
    if wrong:
        said = f"An enrollment that is {_word(state)} can not become {_word(to)}."
        return Refusal("no_such_step", said)
    if to == EnrollmentState.APPROVED and untrained:
        return Refusal("training", "They have training to finish first; they are let in by themselves then.")
    if to == EnrollmentState.APPROVED and state == EnrollmentState.WAITLISTED and not has_room:
        return Refusal("full", "The program is full. Take on more people in the set-up, and the line moves.")
    if to == EnrollmentState.DECLINED and held:
        return Refusal("has_pair", "This person has a pair or a proposal; withdraw them instead.")
    return None


def may_withdraw(*, state: str) -> Refusal | None:
    """Whether an enrollment may be withdrawn."""
    if state == EnrollmentState.WITHDRAWN:
        return Refusal("gone", "This enrollment is withdrawn already.")
    return None


def _word(state: str) -> str:
    return str(EnrollmentState(state).label).lower() if state in EnrollmentState.values else "unknown"
