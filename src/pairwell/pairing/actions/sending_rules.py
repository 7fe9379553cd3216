"""What follows a no, and when to remind: a program's own rules for sending."""

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refusal, Refused
from pairwell.pairing.models import SendingRules
from pairwell.pairing.states import AfterNo
from pairwell.people.models import Person
from pairwell.programs.models import Program


@transaction.atomic
def set_sending_rules(
    *, by: Person, program: Program, after_no: str, remind_after_days: int, most_tries: int, version: int
) -> SendingRules:
    """Store the rules; refused when a colleague changed them since `version`, or a number makes no sense."""
    if after_no not in AfterNo.values:
        raise Refused(Refusal("unknown", "Choose what follows a no.", "after_no"))
    if not 0 <= remind_after_days <= 60:
        raise Refused(Refusal("days", "Remind after 0 to 60 days; 0 means never.", "remind_after_days"))
    if not 1 <= most_tries <= 10:
        raise Refused(Refusal("tries", "Propose to somebody 1 to 10 times.", "most_tries"))
    Program.objects.select_for_update().get(pk=program.pk)
    present = SendingRules.objects.filter(program=program).first()
    if (present.version if present else 0) != version:
        raise Refused(Refusal("changed", "A colleague has changed this meanwhile. Look at it again."))
    values = {"after_no": after_no, "remind_after_days": remind_after_days, "most_tries": most_tries}
    saved, _ = SendingRules.objects.update_or_create(
        program=program, defaults={**values, "version": version + 1}
    )
    audit.record(by=by, verb="sending rules set", thing=saved, program_id=program.pk, details=values)
    return saved
