"""The career and life journey: add, change, move and remove a step."""

from typing import Any

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.people.actions.profile import lock_profile
from pairwell.people.models import Person, Profile
from pairwell.people.rules.journey import (
    MOST_STEPS,
    Step,
    free_id,
    insert_by_year,
    moved,
    refuse_step,
    with_ids,
)


@transaction.atomic
def add_step(*, by: Person, person: Person, step: dict[str, Any]) -> Step:
    """Add a step where its year belongs. step: kind, role, place, from, to, text. Raises Refused on odd ones."""
    profile = lock_profile(person)
    career = with_ids(profile.career)
    if len(career) >= MOST_STEPS:
        raise Refused.because("many", f"A journey has at most {MOST_STEPS} steps. Remove one first.")
    made = _checked(step, free_id(career))
    _save(by, profile, insert_by_year(career, made))
    return made


@transaction.atomic
def change_step(*, by: Person, person: Person, key: str, step: dict[str, Any]) -> Step:
    """Change a step and leave it where it stands. Raises Refused when it is gone or odd."""
    profile = lock_profile(person)
    career = with_ids(profile.career)
    _insist_on(career, key)
    made = _checked(step, key)
    _save(by, profile, [made if other["id"] == key else other for other in career])
    return made


@transaction.atomic
def remove_step(*, by: Person, person: Person, key: str) -> None:
    """Remove a step; one that is gone already stays gone."""
    profile = lock_profile(person)
    _save(by, profile, [step for step in with_ids(profile.career) if step["id"] != key])


@transaction.atomic
def move_step(*, by: Person, person: Person, key: str, up: bool) -> None:
    """Move a step one place up or down; at an end it stays."""
    profile = lock_profile(person)
    _save(by, profile, moved(with_ids(profile.career), key, -1 if up else 1))


def _checked(step: dict[str, Any], key: str) -> Step:
    insist(refuse_step(step, this_year=clock.today().year))
    words = {name: " ".join(str(step.get(name, "")).split()) for name in ("role", "place")}
    text = str(step.get("text", "")).strip()
    return {
        "id": key,
        "kind": step["kind"],
        **words,
        "from": step["from"],
        "to": step.get("to"),
        "text": text,
    }


def _insist_on(career: list[Step], key: str) -> None:
    if all(step["id"] != key for step in career):
        raise Refused.because("gone", "This step is not there any more. Add it again if you miss it.")


def _save(by: Person, profile: Profile, career: list[Step]) -> None:
    profile.career = career
    profile.save(update_fields=["career", "changed_at"])
    audit.record(by=by, verb="profile changed", thing=profile, details={"fields": ["career"]})
