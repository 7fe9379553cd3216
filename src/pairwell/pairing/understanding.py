"""Texts are understood ahead, in the worker, so that a match run or a search does not have to wait for them.

Whichever way texts come in (somebody joins or changes their profile, an import, an HR system, the demo), the worker
looks every minute which programs have changed and works out what is new, behind everything else it has to do.
"""

import os
import sys
import threading
import time

from django.db import transaction
from django.db.models import Q
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from pairwell.pairing.directory.rows import stamp_of
from pairwell.pairing.engine import checked, compared_texts
from pairwell.pairing.formats import every_format, policy_of
from pairwell.pairing.meanings import understand
from pairwell.pairing.pool import COLUMN_KINDS, FIELDS, experience_of
from pairwell.pairing.rules import MATCHED_IN
from pairwell.pairing.states import UNDER_WAY
from pairwell.people.models import ProfileSkill
from pairwell.programs.models import Answer, Program
from pairwell.programs.states import EnrollmentState, Format

MOST_SECONDS = 15
"""A job gives its place to others after so long, and comes again; a worker that stops waits for 20 seconds."""
BEHIND = -10
"""Priority in the queue: letters and runs have 0 and come first."""
LEAST_CPU = 15
HERE = (EnrollmentState.APPLIED, EnrollmentState.APPROVED, EnrollmentState.WAITLISTED)

_done: dict[int, str] = {}
"""Programs this process has nothing left to understand for, as they were then; another one looks for itself."""


@app.periodic(cron="* * * * *")
@app.task(name="pairwell.pairing.look_for_new_texts", queueing_lock="look_for_new_texts", priority=BEHIND)
def look_for_new_texts(timestamp: int) -> int:
    """Every minute: programs in which something was said since they were looked at last."""
    changed = [p for p in Program.objects.filter(state__in=MATCHED_IN) if _done.get(p.pk) != stamp_of(p)]
    for program in changed:
        ask_to_understand(program.pk)
    return len(changed)


def ask_to_understand(program_id: int) -> None:
    """Queue it, unless it is queued already; one job of a program at a time."""
    name = f"understand-{program_id}"
    try:
        with transaction.atomic():  # a refused row would spoil the transaction around it
            understand_texts.configure(lock=name, queueing_lock=name).defer(program_id=program_id)
    except AlreadyEnqueued:
        return


@app.task(name="pairwell.pairing.understand_texts", queue="matching", priority=BEHIND)
def understand_texts(program_id: int) -> bool:
    """Understand what is new in a program; done again it finds nothing to do. Returns whether all is understood.

    A run under way does it itself, where somebody waits for it.
    """
    program = Program.objects.filter(pk=program_id).first()
    if program is None or program.runs.filter(state__in=UNDER_WAY).exists():
        return False
    stamp = stamp_of(program)
    if _done.get(program_id) == stamp:
        return True
    if _understood_behind(texts_of(program)):
        ask_to_understand(program_id)
        return False
    _done[program_id] = stamp
    return True


def _understood_behind(texts: set[str]) -> bool:
    """`understand` with what is left of the machine's time, for a while; returns whether something is left to do."""
    end = time.monotonic() + MOST_SECONDS
    left: list[bool] = []
    failed: list[Exception] = []

    def work() -> None:
        # Linux gives each thread its own priority; it can not be raised again, so the thread is thrown away.
        if sys.platform == "linux":
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LEAST_CPU)
        try:
            left.append(understand(texts, is_over=lambda: time.monotonic() > end))
        except Exception as error:
            failed.append(error)

    thread = threading.Thread(target=work, name="understanding", daemon=True)
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    return left[0]


def texts_of(program: Program) -> set[str]:
    """Everything that is compared by its meaning among those who are in a program or want to be: four queries.

    Goals and experience count even where the policy gives them no weight: trying one in the studio is a click.
    """
    columns = _columns(program)
    people = program.enrollments.filter(state__in=HERE, person__profile__isnull=False)
    texts: set[str] = set()
    for enrollment in people.select_related("person__profile").only(*READ):
        profile = enrollment.person.profile
        texts |= {profile.goals} if enrollment.as_mentee else set()
        if enrollment.as_mentor or program.format == Format.PEER:
            texts.add(experience_of(profile))
    keys = [key for key in columns if key not in FIELDS]
    if keys:
        asked = Q(question__key__in=keys, question__used_in_matching=True, question__kind__in=TEXTS)
        said = Answer.objects.filter(asked, enrollment__program=program, enrollment__state__in=HERE)
        texts |= {str(value) for value in said.values_list("value", flat=True) if value}
    skills = ProfileSkill.objects.filter(profile__person__enrollments__in=people)
    return texts | set(skills.values_list("skill__name", flat=True).distinct())


READ = (
    "program",  # what `program.enrollments` looks at in every row
    "as_mentee",
    "as_mentor",
    *(f"person__profile__{name}" for name in ("goals", "headline", "about", "career")),
)
TEXTS = [kind for kind, column in COLUMN_KINDS.items() if column == "text"]


def _columns(program: Program) -> set[str]:
    policies = [checked(policy_of(program, format_)) for format_ in every_format(program)]
    return set().union(*(compared_texts(policy) for policy in policies))
