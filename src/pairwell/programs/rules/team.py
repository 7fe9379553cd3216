"""Who may be on a program's team, and who must stay."""

from pairwell.core.errors import Refusal


def may_join_team(*, is_active: bool, name: str) -> Refusal | None:
    """Only people who can still sign in run or watch a program."""
    if is_active:
        return None
    return Refusal("not_active", f"{name} is switched off in the directory, so they can not sign in.")


def may_leave_team(*, role: str, managers_who_stay: int, name: str) -> Refusal | None:
    """Somebody must run the program: the last manager stays until another one is named.

    managers_who_stay: managers besides this one who can still sign in.
    """
    if role != "manager" or managers_who_stay > 0:
        return None
    return Refusal(
        "last_manager", f"{name} is the only one who runs this program. Name another program manager first."
    )
