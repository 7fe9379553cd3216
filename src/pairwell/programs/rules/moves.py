"""Which states a program may move to, and what stands in the way."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from pairwell.core.errors import Refusal
from pairwell.programs.states import ProgramState

_D, _E, _M = ProgramState.DRAFT, ProgramState.ENROLLING, ProgramState.MATCHING
_A, _C, _X = ProgramState.ACTIVE, ProgramState.CLOSED, ProgramState.ARCHIVED

_FORWARD: Final[Mapping[str, ProgramState]] = {_D: _E, _E: _M, _M: _A, _A: _C, _C: _X}
_BACK: Final[Mapping[str, ProgramState]] = {_E: _D, _M: _E, _A: _M, _C: _A, _X: _C}

BUTTONS: Final[Mapping[tuple[str, str], str]] = {
    (_D, _E): "Open enrollment",
    (_E, _M): "Close enrollment and match",
    (_M, _A): "Start the program",
    (_A, _C): "Close the program",
    (_C, _X): "Put it in the archive",
    (_E, _D): "Back to draft",
    (_M, _E): "Open enrollment again",
    (_A, _M): "Back to matching",
    (_C, _A): "Open the program again",
    (_X, _C): "Take it out of the archive",
}


@dataclass(frozen=True, slots=True)
class Pool:
    """How many people stand where in a program; what moves and readiness look at."""

    invited: int = 0
    applied: int = 0
    approved: int = 0
    mentors: int = 0
    mentees: int = 0
    mentee_places: int = 0
    mentor_places: int = 0
    placed: int = 0
    everybody: int = 0
    """With those who left or were declined: all rows of the people table."""

    @property
    def enrolled(self) -> int:
        """Everybody who takes part or asks to."""
        return self.applied + self.approved


def next_state(state: str) -> ProgramState | None:
    """The state that follows; None for an archived program."""
    return _FORWARD.get(state)


def previous_state(state: str) -> ProgramState | None:
    """The state to go back to; None for a draft."""
    return _BACK.get(state)


def button(state: str, to: str) -> str:
    """What the button for a move says."""
    return BUTTONS[(state, to)]


def may_move(
    *, state: str, to: str, missing: Sequence[str], pool: Pool, ends_on: date | None, today: date
) -> Refusal | None:
    """Whether a program may go from one state to another.

    missing: labels of readiness items that block opening; today: the reader's date.
    """
    if to not in (next_state(state), previous_state(state)):
        said = f"A program that is {_word(state)} can not become {_word(to)} in one step."
        return Refusal("no_such_move", said)
    if (state, to) == (_D, _E) and missing:
        return Refusal("not_ready", f"Before enrollment opens, please: {'; '.join(missing)}.")
    if (state, to) == (_D, _E) and ends_on is not None and ends_on < today:
        return Refusal(
            "already_over", f"The program ends on {ends_on:%d %B %Y}, which has passed. Move the end."
        )
    if (state, to) == (_E, _D) and pool.enrolled:
        said = f"{pool.enrolled} people have enrolled already, so this can not be a draft again."
        return Refusal("has_enrollments", said)
    if (state, to) == (_E, _M) and not pool.approved:
        return Refusal("nobody_enrolled", "Nobody is enrolled yet, so there is nobody to match.")
    return None


def moves_ahead(state: str) -> list[ProgramState]:
    """Every state that a program still comes to, in order."""
    ahead: list[ProgramState] = []
    here: str | None = state
    while (here := next_state(here or "")) is not None:
        ahead.append(ProgramState(here))
    return ahead


def may_plan(
    *, state: str, to: str, at: datetime, planned: Mapping[str, datetime], now: datetime
) -> Refusal | None:
    """Whether a move may be planned for a moment. planned: the other planned moves, state -> when."""
    ahead = moves_ahead(state)
    if to not in ahead:
        said = f"A program that is {_word(state)} does not come to “{_word(to)}” any more."
        return Refusal("no_such_move", said, "at")
    if at <= now:
        return Refusal("in_the_past", "This moment has passed. Choose a later one, or do it now.", "at")
    place = [str(one) for one in ahead].index(to)
    for other, when in planned.items():
        if other == to or other not in ahead:
            continue
        is_before = [str(one) for one in ahead].index(other) < place
        if (is_before and when >= at) or (not is_before and when <= at):
            which = "after" if is_before else "before"
            said = (
                f"It must be {which} “{BUTTONS[_step_to(other)].lower()}”, planned for {when:%d %B %Y %H:%M}."
            )
            return Refusal("out_of_order", said, "at")
    return None


def _step_to(to: str) -> tuple[str, str]:
    return next((a, str(b)) for a, b in _FORWARD.items() if b == to)


def button_to(to: str) -> str:
    """What the move forward to a state is called, wherever the program is now."""
    return BUTTONS[_step_to(to)]


def state_before(to: str) -> str:
    """The state from which a program moves forward to this one."""
    return _step_to(to)[0]


def _word(state: str) -> str:
    return str(ProgramState(state).label).lower() if state in ProgramState.values else "unknown"
