"""Taking an import back: people it created go, what it changed becomes as it was.

Two things are left alone and counted: people who have since become part of something (they are switched
off instead of deleted), and fields that somebody has changed again since.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction

from pairwell.core.jobs import Progress
from pairwell.people.models import DirectoryImport, ImportedChange, Person, Profile, ProfileSkill
from pairwell.people.states import ImportState

CHUNK = 500
_OWN_ROWS = (Profile, ProfileSkill, ImportedChange, Person)


def undo(of: DirectoryImport, report: Progress) -> None:
    """Undo every change of the import, in chunks that are each gone from the list once undone."""
    total = of.changes.count()
    kept = 0
    while changes := list(of.changes.select_related("person").order_by("-was_created", "-pk")[:CHUNK]):
        with transaction.atomic():
            kept += _undo_chunk(changes)
            ImportedChange.objects.filter(pk__in=[change.pk for change in changes]).delete()
        report("Taking the import back", total - of.changes.count(), total)
    of.state = ImportState.UNDONE
    if kept:
        of.error = f"{kept} people take part in something by now: they were switched off, not deleted."
    of.save(update_fields=["state", "error"])


def _undo_chunk(changes: list[ImportedChange]) -> int:
    created = [change.person_id for change in changes if change.was_created and change.person_id]
    involved = _involved(created)
    Person.objects.filter(pk__in=involved).update(is_active=False)
    Person.objects.filter(pk__in=set(created) - involved).delete()
    restored = [change for change in changes if not change.was_created and change.person is not None]
    for change in restored:
        _restore(change)
    return len(involved)


def _involved(people: Iterable[int]) -> set[int]:
    """Those of the people whom any table beyond their own profile knows, or who have signed in."""
    people = list(people)
    found = set(Person.objects.filter(pk__in=people, last_login__isnull=False).values_list("pk", flat=True))
    for relation in Person._meta.related_objects:
        model = relation.related_model
        if isinstance(model, str) or model in _OWN_ROWS:
            continue
        name = relation.field.name
        rows = model._base_manager.filter(**{f"{name}__in": people})
        found |= set(rows.values_list(name, flat=True))
    return found


def _restore(change: ImportedChange) -> None:
    person = change.person
    assert person is not None  # noqa: S101 - the caller has left those out
    back = {
        key: old
        for key, old in change.before.items()
        if _plain(getattr(person, key)) == change.after.get(key)
    }
    for key, old in back.items():
        setattr(person, key, date.fromisoformat(old) if key == "hired_on" and old else old)
    person.save()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
