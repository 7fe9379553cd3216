"""Which tables an export holds, and which of their rows belong to one program."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db.models import FileField, ForeignKey, Model

from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Grant, Program

#: Copies: made on demand, or by the database itself.
_LEFT_OUT = {"reports_programexport", "programs_listed"}
#: What is for everybody, and comes with every program.
_SHARED = {
    "people_careerrole", "people_careerstep", "people_organization", "people_roleneed", "people_skill",
    "people_skillmerge", "people_skillsynonym", "library_activity", "library_activitystep",
    "library_checkquestion", "library_course", "library_courseversion", "library_lesson",
}  # fmt: skip
#: A column that points to another program: an export of one program leaves it empty, and brings no other along.
STAYS = {"programs_program": "earlier_run_id"}
#: Rooms in which somebody's own things stand, and the columns that say whose they are.
_PERSONAL_ROOMS = {"people", "account", "library", "messaging"}
_OWN, _OWN_TOO = {"person", "user"}, {"profile", "progress", "email_address"}
M = type[Model]
Chosen = dict[M, set[int]]
_AT_ONCE = 5000


def tables() -> list[M]:
    """Every table of our rooms and of sign-in addresses, by name, links of many to many included."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if (model.__module__.startswith("pairwell.") or model._meta.app_label == "account")
        and model._meta.managed
        and not model._meta.proxy
        and model._meta.db_table not in _LEFT_OUT
    ]
    return sorted(found, key=lambda model: model._meta.db_table)


def links_of(model: M) -> list[ForeignKey[Any, Any]]:
    """The columns of a table that point to another of these tables and bring its row along, or belong to it."""
    fields = [field for field in model._meta.concrete_fields if isinstance(field, ForeignKey)]
    return [field for field in fields if field.column != STAYS.get(model._meta.db_table)]


def files_of(model: M) -> list[str]:
    """The columns that name a file."""
    return [field.name for field in model._meta.concrete_fields if isinstance(field, FileField)]


def rows_of_program(program_id: int) -> Chosen:
    """The rows of one program and all that they point to, by table.

    Down from the program: whatever belongs to it, over any number of steps. Of those who take part or run it:
    what is their own, like the profile. Up: whatever all these rows name. Beside: the catalogs for everybody.
    """
    every = tables()
    chosen: Chosen = {model: set() for model in every}
    _go_down(every, chosen, program_id)
    for model in every:
        if model._meta.db_table in _SHARED:
            chosen[model] |= set(model._default_manager.values_list("pk", flat=True))
    _add_own(every, chosen)
    while _go_up(every, chosen):
        pass
    return chosen


def _add_own(every: Sequence[M], chosen: Chosen) -> None:
    """The profiles, skills, training and wishes of those who take part in the program or run it."""
    people: set[int] = set()
    for members in (Enrollment, Grant):
        rows = members._default_manager.filter(pk__in=chosen[members])
        people |= set(rows.values_list("person_id", flat=True))
    chosen[Person] |= people
    for names in (_OWN, _OWN_TOO):
        for model in every:
            for link in links_of(model):
                if model._meta.app_label in _PERSONAL_ROOMS and link.name in names and not link.null:
                    owners = people if link.related_model is Person else chosen[link.related_model]
                    chosen[model] |= set(_keys(model, link.attname, sorted(owners)))


def _go_down(every: Sequence[M], chosen: Chosen, program_id: int) -> None:
    fresh: Chosen = {Program: {program_id}}
    chosen[Program].add(program_id)
    for model in every:  # letters and the audit trail know the program by its number alone
        names = {field.name for field in model._meta.concrete_fields}
        if "program_id" in names:
            fresh.setdefault(model, set()).update(_keys(model, "program_id", [program_id]))
    for model, keys in fresh.items():
        chosen[model] |= keys
    while fresh:
        found: Chosen = {}
        for model in every:
            for link in links_of(model):
                wanted = fresh.get(link.related_model)
                if wanted and _belongs(model, link):
                    keys = set(_keys(model, link.attname, sorted(wanted))) - chosen[model]
                    chosen[model] |= keys
                    found.setdefault(model, set()).update(keys)
        fresh = {model: keys for model, keys in found.items() if keys}


def _belongs(model: M, link: ForeignKey[Any, Any]) -> bool:
    """Whether a row belongs to what it points to; catalogs and people belong to nobody."""
    return not (model._meta.app_label == "people" or link.related_model is Person)


def _go_up(every: Sequence[M], chosen: Chosen) -> bool:
    """Add what the chosen rows point to; whether there was anything."""
    grown = False
    for model in every:
        for link in links_of(model):
            target = link.related_model
            if target not in chosen or not chosen[model]:
                continue
            named = {
                key
                for part in _parts(sorted(chosen[model]))
                for key in model._default_manager.filter(pk__in=part).values_list(link.attname, flat=True)
                if key is not None
            }
            if named - chosen[target]:
                chosen[target] |= named
                grown = True
    return grown


def _keys(model: M, column: str, wanted: Sequence[int]) -> Iterator[int]:
    for part in _parts(wanted):
        yield from model._default_manager.filter(**{f"{column}__in": part}).values_list("pk", flat=True)


def _parts(keys: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(keys), _AT_ONCE):
        yield keys[first : first + _AT_ONCE]
