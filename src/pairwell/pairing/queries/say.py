"""What a program lets people decide, and how far it has come."""

from pairwell.pairing.models import Say
from pairwell.pairing.say_rules import Choice
from pairwell.programs.models import Program


def say_of(program: Program) -> Say:
    """The program's choice; the defaults while nobody has chosen: one query, kept on the program."""
    found: Say | None = getattr(program, "_say", None)
    if found is None:
        found = Say.objects.filter(program=program).first() or Say(program=program)
        program._say = found  # type: ignore[attr-defined]
    return found


def choice_of(program: Program) -> Choice:
    """The same as values that rules decide on."""
    say = say_of(program)
    return Choice(mode=say.mode, is_blind=say.is_blind, format=program.format)
