"""How a program sends proposals: what follows a no, when to remind."""

from pairwell.core.models import AuditEntry
from pairwell.pairing.models import SendingRules
from pairwell.people.models import Person
from pairwell.programs.models import Program


def rules_of(program: Program) -> SendingRules:
    """The program's rules for sending; the defaults when it has none of its own."""
    return SendingRules.objects.filter(program=program).first() or SendingRules(program=program, version=0)


def changed_by(rules: SendingRules) -> str:
    """Who set them last, by name; "" when nobody has, or whoever did is gone."""
    if rules.pk is None:
        return ""
    entry = (
        AuditEntry.objects.filter(thing=SendingRules._meta.label, thing_id=rules.pk).order_by("-pk").first()
    )
    found = Person.objects.filter(pk=entry.actor_id).first() if entry and entry.actor_id else None
    return found.full_name if found else ""
