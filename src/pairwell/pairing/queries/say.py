"""What a program lets people decide, and how far it has come."""

from pairwell.pairing.formats import format_chosen
from pairwell.pairing.models import Say
from pairwell.pairing.say_rules import Choice
from pairwell.programs.models import Enrollment, Program


def say_of(program: Program) -> Say:
    """The program's choice; the defaults while nobody has chosen: one query, kept on the program."""
    found: Say | None = getattr(program, "_say", None)
    if found is None:
        found = Say.objects.filter(program=program).first() or Say(program=program)
        program._say = found  # type: ignore[attr-defined]
    return found


def choice_of(program: Program, enrollment: Enrollment) -> Choice:
    """The same as values that rules decide on, for somebody in the program: it depends on the format they chose."""
    say, format_ = say_of(program), format_chosen(program, enrollment)
    return Choice(mode=say.mode, is_blind=say.is_blind, format=format_ or program.format)
