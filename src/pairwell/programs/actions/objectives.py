"""What the program as a whole wants to reach; people's goals hang on it."""

from django.db import transaction
from django.db.models import Max

from pairwell.core import audit
from pairwell.core.errors import Refusal, Refused
from pairwell.people.models import Person
from pairwell.programs.models import Objective, Program

MOST_OBJECTIVES = 12


@transaction.atomic
def add_objective(*, by: Person, program: Program, title: str, measure: str = "") -> Objective:
    """One more objective. Raises Refused, about its field, when the words do not do."""
    locked = Program.objects.select_for_update().get(pk=program.pk)
    title, measure = _checked(title, measure)
    present = locked.objectives.filter(is_dropped=False)
    if present.count() >= MOST_OBJECTIVES:
        said = f"At most {MOST_OBJECTIVES} objectives: what is important for everything is important for nothing."
        raise Refused.because("too_many", said, "title")
    last = locked.objectives.aggregate(last=Max("position"))["last"]
    made, fresh = Objective.objects.get_or_create(
        program=locked, title=title, defaults={"measure": measure, "position": (last or 0) + 1}
    )
    if not fresh and not made.is_dropped:
        raise Refused.because("twice", "This objective is there already.", "title")
    if not fresh:
        made.is_dropped, made.measure = False, measure
        made.save(update_fields=["is_dropped", "measure"])
    audit.record(by=by, verb="objective added", thing=made, program_id=locked.pk)
    return made


@transaction.atomic
def change_objective(*, by: Person, objective: Objective, title: str, measure: str = "") -> Objective:
    """Other words for the same objective; the goals that hang on it stay."""
    locked = Objective.objects.select_for_update().get(pk=objective.pk)
    title, measure = _checked(title, measure)
    if Objective.objects.filter(program=locked.program_id, title=title).exclude(pk=locked.pk).exists():
        raise Refused.because("twice", "This objective is there already.", "title")
    locked.title, locked.measure = title, measure
    locked.save(update_fields=["title", "measure"])
    audit.record(by=by, verb="objective changed", thing=locked, program_id=locked.program_id)
    return locked


@transaction.atomic
def drop_objective(*, by: Person, objective: Objective) -> None:
    """No new goals hang on it; those that do stay as they are."""
    Objective.objects.filter(pk=objective.pk).update(is_dropped=True)
    audit.record(by=by, verb="objective dropped", thing=objective, program_id=objective.program_id)


def _checked(title: str, measure: str) -> tuple[str, str]:
    title, measure = " ".join(title.split()), measure.strip()
    found = []
    if "\x00" in title + measure:
        found.append(Refusal("nul", "This contains a character that can not be stored.", "title"))
    if not title:
        found.append(Refusal("no_title", "Say what the program wants to reach.", "title"))
    for name, text, most in (("title", title, 160), ("measure", measure, 300)):
        if len(text) > most:
            found.append(Refusal("too_long", f"{len(text):,} characters; at most {most} fit.", name))
    if found:
        raise Refused(*found)
    return title, measure
