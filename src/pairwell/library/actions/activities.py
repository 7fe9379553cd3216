"""Activities that people write themselves: each edit is a new version."""

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.library.actions.shipped import content_of, content_of_row, steps_of
from pairwell.library.models import Activity, ActivityStep
from pairwell.library.rules import ActivityProblem, check_activity
from pairwell.library.states import Origin
from pairwell.people.models import Person

_OVERTAKEN = "Somebody else has just changed this activity. Reload the page to see their version."


@transaction.atomic
def write_activity(*, by: Person, content: Mapping[str, Any], of: Activity | None = None) -> Activity:
    """Add an activity, or the next version of one; an edit without a change makes no version.

    content: title, purpose, stage, summary, steps and so on, as in the shipped file, without a key.
    Raises Refused when something is missing, or when somebody else was faster.
    """
    key = of.key if of else _free_key(str(content.get("title", "")))
    row = {**content, "key": key}
    try:
        check_activity(row)
    except ActivityProblem as problem:
        raise Refused.because("activity", str(problem).split(": ", 1)[-1]) from problem
    version = 1
    if of is not None:
        current = Activity.every.select_for_update().filter(pk=of.pk, is_current=True).first()
        if current is None:
            raise Refused.because("overtaken", _OVERTAKEN)
        if content_of(current) == content_of_row(row) and not current.is_retired:
            return current
        Activity.every.filter(pk=current.pk).update(is_current=False)
        version = current.version + 1
    return _add(by, row, version, position=of.position if of else 500)


def _add(by: Person, row: Mapping[str, Any], version: int, *, position: int) -> Activity:
    content = content_of_row(row)
    steps = content.pop("steps")
    made = Activity(
        key=row["key"], version=version, position=position, origin=Origin.OWN, written_by=by, **content
    )
    try:
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise Refused.because("overtaken", _OVERTAKEN) from error
    ActivityStep.objects.bulk_create(steps_of(made, steps))
    audit.record(by=by, verb="activity written", thing=made, details={"key": made.key, "version": version})
    return made


@transaction.atomic
def copy_activity(*, by: Person, activity: Activity) -> Activity:
    """A copy of one's own to change, beside the original."""
    content = content_of(activity)
    content["title"] = f"{content['title']} (copy)"[:120]
    return write_activity(by=by, content=content)


@transaction.atomic
def retire_activity(*, by: Person, activity: Activity, retired: bool = True) -> None:
    """Take an activity out of the library, or put it back; sessions planned with it keep it."""
    Activity.every.filter(pk=activity.pk).update(is_retired=retired)
    verb = "activity taken out" if retired else "activity put back"
    audit.record(by=by, verb=verb, thing=activity, details={"key": activity.key})


def _free_key(title: str) -> str:
    stem = slugify(title)[:70] or "activity"
    taken = set(Activity.every.filter(key__startswith=stem).values_list("key", flat=True))
    number, key = 2, stem
    while key in taken:
        key, number = f"{stem}-{number}", number + 1
    return key
