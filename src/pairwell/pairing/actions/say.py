"""What a program lets people decide about their match, and what matters most to somebody."""

from datetime import date, timedelta

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused
from pairwell.pairing.models import Say
from pairwell.pairing.say_rules import refuse_settings
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Policy, Program

STALE = (
    "A colleague has saved this while you were changing it. Nothing of yours is lost: it stands below as you left it, "
    "and is not saved yet. Save again to put yours in the place of theirs."
)


@transaction.atomic
def change_say(
    *,
    by: Person,
    program: Program,
    version: int,
    mode: str,
    is_blind: bool = False,
    request_days: int = 5,
    complete_percent: int = 50,
    per_person: int = 5,
    after_fit_check: str = "talk",
    match_every: int = 0,
) -> Say:
    """Choose how people are matched. version: of the choice that was read; Refused when it has changed since.

    Requests and private answers that wait stay as they are; they can still be answered.
    """
    wrong = refuse_settings(
        mode=mode, request_days=request_days, complete_percent=complete_percent, per_person=per_person,
        match_every=match_every,
    )  # fmt: skip
    if wrong:
        raise Refused(*wrong)
    Program.objects.select_for_update().get(pk=program.pk)
    say = Say.objects.filter(program=program).first() or Say(program=program)
    if say.version != version:
        raise Refused.because("stale", STALE)
    if match_every != say.match_every or (match_every and say.match_next_on is None):
        say.match_next_on = next_match(clock.today(), match_every)
    say.mode, say.is_blind, say.after_fit_check = mode, is_blind, after_fit_check
    say.request_days, say.complete_percent, say.per_person = request_days, complete_percent, per_person
    say.match_every, say.changed_by, say.version = match_every, by, version + 1
    say.save()
    details = {"mode": mode, "blind": is_blind, "match_every": match_every}
    audit.record(by=by, verb="matching mode changed", thing=say, program_id=program.pk, details=details)
    return say


def next_match(today: date, every: int) -> date | None:
    """The day of the next scheduled match."""
    return today + timedelta(days=every) if every else None


@transaction.atomic
def set_matters_most(*, by: Person, enrollment: Enrollment, key: str) -> Enrollment:
    """What counts more for this person than for others: a criterion of the policy, or "" for nothing special."""
    body = Policy.objects.filter(program=enrollment.program_id).values_list("body", flat=True).first() or {}
    if key and key not in {c.get("key") for c in body.get("criteria", ())}:
        raise Refused.because("unknown", "This program does not weigh that. Choose one of the list.", "key")
    locked = Enrollment.objects.select_for_update().get(pk=enrollment.pk)
    locked.matters_most = key
    locked.save(update_fields=["matters_most"])
    audit.record(by=by, verb="what matters most changed", thing=locked, program_id=locked.program_id)
    return locked
