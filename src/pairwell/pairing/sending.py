"""How a program sends proposals: what follows a no, when to remind."""

from pairwell.pairing.models import SendingRules
from pairwell.programs.models import Program


def rules_of(program: Program) -> SendingRules:
    """The program's rules for sending; the defaults when it has none of its own."""
    return SendingRules.objects.filter(program=program).first() or SendingRules(program=program, version=0)
