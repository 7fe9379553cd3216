"""What a program lets people decide, and how far it has come."""

from pairwell.pairing.formats import format_chosen
from pairwell.pairing.models import Say
from pairwell.pairing.say_rules import Choice
from pairwell.programs.models import Enrollment, Program


def say_of(program: Program) -> Say:
    """The program's choice; the defaults while nobody has chosen: one query, kept on the program."""
    found: Say | None = getattr(program, "_say", None)
    return keep_say(program, Say.objects.filter(program=program).first()) if found is None else found


def keep_say(program: Program, found: Say | None) -> Say:
    """Keep the choice that was read together with the program, for this request; the defaults for none."""
    say = found or Say(program=program)
    program._say = say  # type: ignore[attr-defined]
    return say


def choice_of(program: Program, enrollment: Enrollment) -> Choice:
    """The same as values that rules decide on, for somebody in the program: it depends on the format they chose."""
    say, format_ = say_of(program), format_chosen(program, enrollment)
    return Choice(mode=say.mode, is_blind=say.is_blind, format=format_ or program.format)
