"""Programs that people join all the time match those who are free by themselves, on their day."""

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused
from pairwell.pairing.actions.run import start_run
from pairwell.pairing.actions.say import next_match
from pairwell.pairing.formats import every_format
from pairwell.pairing.models import Say
from pairwell.pairing.rules import MATCHED_IN
from pairwell.pairing.states import RunKind


def match_on_schedule() -> int:
    """Start the match of every program whose day has come. Returns how many; each program's day moves on once."""
    due = Say.objects.filter(
        match_every__gt=0, match_next_on__lte=clock.today(), program__state__in=MATCHED_IN
    )
    return sum(_match(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _match(say_id: int) -> bool:
    """Standing pairs and suggestions stay; whoever set the schedule looks at the new ones before they are sent."""
    say = Say.objects.select_for_update(of=("self",)).select_related("program", "changed_by").get(pk=say_id)
    today = clock.today()
    if not say.match_every or say.match_next_on is None or say.match_next_on > today:
        return False
    waiting = _formats_waiting(say)
    started = any(_started(say, format_) for format_ in waiting)
    if not started or len(waiting) == 1:
        say.match_next_on = next_match(today, say.match_every)
        say.save(update_fields=["match_next_on"])
    return started


def _formats_waiting(say: Say) -> list[str]:
    """The program's formats that were not matched again since its day came: one at a time, an hour after the other."""
    runs = say.program.runs.filter(kind=RunKind.REMATCH, requested_at__date__gte=say.match_next_on)
    done = set(runs.values_list("format", flat=True)) if say.program.also_formats else set()
    return [format_ for format_ in every_format(say.program) if format_ not in done]


def _started(say: Say, format_: str) -> bool:
    if say.changed_by is None:
        return False
    try:
        with transaction.atomic():
            run = start_run(by=say.changed_by, program=say.program, kind=RunKind.REMATCH, format_=format_)
    except Refused:  # nobody is free, or a run is under way: the next day comes by itself
        return False
    audit.record(by=None, verb="match run on schedule", thing=run, program_id=say.program_id)
    return True
