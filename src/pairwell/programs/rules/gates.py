"""What stands between an application and a place, and who is next when a place becomes free."""

from collections.abc import Sequence
from dataclasses import dataclass

from pairwell.programs.states import ApprovalState, EnrollmentState, Gate


@dataclass(frozen=True, slots=True)
class Room:
    """Places left in a program on each side; None: as many as come."""

    mentors: int | None = None
    mentees: int | None = None

    def fits(self, *, as_mentor: bool, as_mentee: bool) -> bool:
        """Whether somebody in these roles still fits in."""
        return (not as_mentor or self.mentors is None or self.mentors > 0) and (
            not as_mentee or self.mentees is None or self.mentees > 0
        )

    def without(self, *, as_mentor: bool, as_mentee: bool) -> "Room":
        """The room that is left when they have come in."""
        return Room(
            self.mentors if self.mentors is None else self.mentors - as_mentor,
            self.mentees if self.mentees is None else self.mentees - as_mentee,
        )


@dataclass(frozen=True, slots=True)
class Way:
    """What is still open for one application. approval: of the people manager, "" when none is wanted."""

    training_left: bool = False
    approval: str = ""
    needs_decision: bool = False


def next_gate(way: Way) -> Gate:
    """What an application waits for now: training, then the people manager, then the program manager.

    A people manager who says "not now" does not close the door: the program manager decides, with the comment.
    """
    if way.training_left:
        return Gate.TRAINING
    if way.approval == ApprovalState.ASKED:
        return Gate.PEOPLE_MANAGER
    if way.needs_decision or way.approval == ApprovalState.NO:
        return Gate.DECISION
    return Gate.NOTHING


def state_behind(gate: Gate, room: Room, *, as_mentor: bool, as_mentee: bool) -> EnrollmentState:
    """The state of an application: it waits, waits in line, or is in."""
    if gate != Gate.NOTHING:
        return EnrollmentState.APPLIED
    if not room.fits(as_mentor=as_mentor, as_mentee=as_mentee):
        return EnrollmentState.WAITLISTED
    return EnrollmentState.APPROVED


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody on the waiting list."""

    id: int
    as_mentor: bool
    as_mentee: bool


def next_in_line(waiting: Sequence[InLine], room: Room) -> list[int]:
    """Who comes in now, of those who wait in the order of their coming.

    The first comes first. Who could not use the place that is free (a mentor's, for a mentee) keeps their
    place in the line and does not hold up those behind.
    """
    chosen = []
    for one in waiting:
        if room.fits(as_mentor=one.as_mentor, as_mentee=one.as_mentee):
            chosen.append(one.id)
            room = room.without(as_mentor=one.as_mentor, as_mentee=one.as_mentee)
    return chosen


def places_in_line(waiting: Sequence[InLine]) -> dict[int, int]:
    """Everybody's place: 1 for the next, counted among those who wait for the same kind of place."""
    places: dict[int, int] = {}
    mentors = mentees = 0
    for one in waiting:
        mentors += one.as_mentor
        mentees += one.as_mentee
        places[one.id] = max(mentors if one.as_mentor else 0, mentees if one.as_mentee else 0)
    return places
