"""A CV turned into suggestions, and each of them taken or left."""

from typing import Any

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused
from pairwell.people.actions.journey import add_step
from pairwell.people.actions.profile import add_skill, change_profile, lock_profile
from pairwell.people.cv.reading import read_text
from pairwell.people.models import CvReading, Person, Skill, SkillSynonym
from pairwell.people.rules.cv import looks_like_a_cv, suggestions
from pairwell.people.rules.journey import with_ids

_NOT_A_CV = (
    "We looked for years with a job or a school, skills and languages, and found none. "
    "Is it really your CV? Nothing was changed."
)


def read_cv(*, by: Person, file_name: str, content: bytes, size: int | None = None) -> CvReading:
    """Read a CV on this machine and keep what it suggests until the person decides; the file is not kept.

    size: of the whole upload in bytes, where only its beginning was read.
    Raises Refused when it cannot be read or is no CV; an earlier reading stays as it is then.
    """
    text = read_text(file_name, content, size=size)
    words, names = _catalog()
    found = suggestions(text, skills=words, names=names, this_year=clock.today().year)
    if not looks_like_a_cv(found):
        raise Refused.because("not_a_cv", _NOT_A_CV, "file")
    fresh = _without_known(by, found)
    with transaction.atomic():
        reading, _ = CvReading.objects.update_or_create(
            person=by, defaults={"file_name": file_name[:160], "suggestions": fresh}
        )
        audit.record(by=by, verb="cv read", thing=reading, details={"suggestions": len(fresh)})
    return reading


def _catalog() -> tuple[dict[str, str], dict[str, str]]:
    names = dict(Skill.objects.values_list("key", "name"))
    words = dict(Skill.objects.values_list("folded", "key"))
    words |= dict(SkillSynonym.objects.filter(skill__merged_into=None).values_list("folded", "skill__key"))
    return words, names


def _without_known(person: Person, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the profile says already is not suggested again."""
    profile = getattr(person, "profile", None)
    if profile is None:
        return found
    keys = set(profile.skills.values_list("skill__key", flat=True))
    steps = {(step["role"], step["from"]) for step in with_ids(profile.career)}
    return [
        row
        for row in found
        if not (row["what"] == "skill" and row["key"] in keys)
        and not (row["what"] == "language" and row["code"] in profile.languages)
        and not (row["what"] == "journey" and (row["role"], row["from"]) in steps)
    ]


@transaction.atomic
def take_suggestion(*, by: Person, key: str, changed: dict[str, Any] | None = None) -> None:
    """Put one suggestion into the profile, with what the person has changed in it.

    Raises Refused when it does not fit; it then waits on.
    """
    reading, row = _take(by, key)
    row = {**row, **(changed or {})}
    if row["what"] == "journey":
        step = {name: row[name] for name in ("kind", "role", "place", "from", "to", "text")}
        add_step(by=by, person=by, step=step)
    elif row["what"] == "skill":
        skill = Skill.objects.filter(key=row["key"]).first()
        if skill is not None:
            add_skill(
                by=by, person=by, kind=row.get("kind", "offered"), skill=skill, level=row.get("level", 3)
            )
    else:
        profile = lock_profile(by)
        languages = {**profile.languages, row["code"]: row["level"]}
        change_profile(by=by, person=by, languages=languages)
    _drop(reading, key)


@transaction.atomic
def leave_suggestion(*, by: Person, key: str) -> None:
    """Throw one suggestion away."""
    reading, _ = _take(by, key)
    _drop(reading, key)


@transaction.atomic
def discard_reading(*, by: Person) -> None:
    """Throw away all that is left of a CV."""
    CvReading.objects.filter(person=by).delete()


def _take(person: Person, key: str) -> tuple[CvReading, dict[str, Any]]:
    reading = CvReading.objects.select_for_update().filter(person=person).first()
    row = next((row for row in reading.suggestions if row["id"] == key), None) if reading else None
    if reading is None or row is None:
        raise Refused.because("gone", "This suggestion was decided already.")
    return reading, row


def _drop(reading: CvReading, key: str) -> None:
    reading.suggestions = [row for row in reading.suggestions if row["id"] != key]
    if reading.suggestions:
        reading.save(update_fields=["suggestions", "read_at"])
    else:
        reading.delete()
