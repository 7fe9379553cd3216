"""What can go wrong, said so that a person can mend it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something may not be done.

    code: stable, for programs; message: a sentence for people; field: the input it is about, or "".
    """

    code: str
    message: str
    field: str = ""

    def __str__(self) -> str:
        return self.message


class Refused(Exception):  # noqa: N818 - the domain's own word
    """An action was refused by a rule; carries every reason at once."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals
        super().__init__(" ".join(r.message for r in refusals))

    @classmethod
    def because(cls, code: str, message: str, field: str = "") -> "Refused":
        """Shorthand for a single reason."""
        return cls(Refusal(code, message, field))


def insist(refusal: Refusal | None) -> None:
    """Raise Refused when a rule said no; do nothing when it said None."""
    if refusal is not None:
        raise Refused(refusal)
