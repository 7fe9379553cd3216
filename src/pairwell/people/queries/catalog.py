"""Reads of the skill catalog and of the roles it leads to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Abs

from pairwell.core.text import fold
from pairwell.people.models import CareerAim, CareerRole, Person, ProfileSkill, RoleNeed, Skill
from pairwell.people.queries.shown import ShownPerson, shown_people
from pairwell.people.rules.gaps import Gap, gaps
from pairwell.people.skill_uses import uses_of
from pairwell.people.states import SkillKind

LOOK_AT_MENTORS = 60
SHOWN_MENTORS = 3


def catalog(*, words: str = "", parent: Skill | None = None) -> QuerySet[Skill]:
    """Skills by words (name, synonym or description), best first; without words the children of a skill, or roots."""
    live = Skill.objects.annotate(
        below=Count("children", filter=Q(children__merged_into=None), distinct=True)
    ).select_related("parent")
    folded = fold(words)
    if not folded:
        return live.filter(parent=parent).order_by("name")
    hits = Q(folded__contains=folded) | Q(
        pk__in=Skill.objects.filter(synonyms__folded__contains=folded).values("pk")
    )
    rank = Case(
        When(folded=folded, then=Value(0)),
        When(folded__startswith=folded, then=Value(1)),
        When(folded__contains=folded, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return live.filter(hits).annotate(rank=rank).order_by("rank", "name")


def export_rows() -> Iterator[tuple[str, ...]]:
    """The whole catalog as the rows of its own file."""
    synonyms: dict[int, list[str]] = defaultdict(list)
    for pk, name in Skill.objects.order_by("synonyms__name").values_list("pk", "synonyms__name"):
        if name:
            synonyms[pk].append(name)
    for skill in Skill.objects.select_related("parent"):
        parent = skill.parent.key if skill.parent else ""
        yield skill.key, skill.name, parent, "|".join(synonyms[skill.pk]), skill.description


@dataclass(frozen=True)
class Use:
    """How many rows of one kind name a skill."""

    label: str
    count: int


def uses(skill: Skill) -> list[Use]:
    """What a merge of this skill would move, in words; nothing that is not there."""
    found = []
    for model, name in uses_of(skill):
        count = model._base_manager.filter(**{name: skill}).count()
        if count == 1:
            found.append(Use("skill below it" if model is Skill else str(model._meta.verbose_name), 1))
        elif count:
            words = "skills below it" if model is Skill else str(model._meta.verbose_name_plural)
            found.append(Use(words, count))
    return found


@dataclass(frozen=True)
class Who:
    """A skill with how many offer and want it."""

    offered: int
    wanted: int


def who_has(skill: Skill) -> Who:
    """How many people offer and want a skill."""
    counts = ProfileSkill.objects.filter(skill=skill).aggregate(
        offered=Count("pk", filter=Q(kind=SkillKind.OFFERED)),
        wanted=Count("pk", filter=Q(kind=SkillKind.WANTED)),
    )
    return Who(**counts)


# Roles and gaps


@dataclass(frozen=True)
class GapLine:
    """A skill that a role asks for: how far somebody is, and who could help (as the reader may see them)."""

    gap: Gap
    is_wanted: bool
    mentors: tuple[ShownPerson, ...] = ()


@dataclass(frozen=True)
class RolePage:
    """A role with a person's distance to it."""

    role: CareerRole
    lines: tuple[GapLine, ...]
    percent: int

    @property
    def missing(self) -> tuple[GapLine, ...]:
        return tuple(line for line in self.lines if line.gap.missing)

    @property
    def there(self) -> tuple[GapLine, ...]:
        return tuple(line for line in self.lines if not line.gap.missing)


def offered_roles() -> list[CareerRole]:
    """Every role that people may choose, by family."""
    return list(CareerRole.objects.filter(is_offered=True))


def aim_of(person: Person) -> CareerAim:
    """Where the person stands and wants to go; an empty one before they said."""
    found = CareerAim.objects.filter(person=person).select_related("now", "next").first()
    return found or CareerAim(person=person)


def levels_of(person: Person) -> dict[int, int]:
    """Skill id -> level: of what is offered, else how far they are in what they want to learn."""
    found: dict[int, int] = {}
    for skill, level in ProfileSkill.objects.filter(profile__person=person).values_list("skill_id", "level"):
        found[skill] = max(level, found.get(skill, 0))
    return found


def role_page(reader: Person, role: CareerRole, *, with_mentors: bool = True) -> RolePage:
    """The gap between a person and a role, and who has what is missing: a constant number of queries."""
    needs = list(RoleNeed.objects.filter(role=role).select_related("skill"))
    levels = levels_of(reader)
    found = gaps(
        [(need.skill.key, need.skill.name, need.level, levels.get(need.skill_id, 0)) for need in needs]
    )
    wanted = set(
        ProfileSkill.objects.filter(profile__person=reader, kind=SkillKind.WANTED).values_list(
            "skill__key", flat=True
        )
    )
    missing = [gap for gap in found if gap.missing]
    who = _mentors(reader, missing) if with_mentors and missing else {}
    lines = tuple(GapLine(gap, gap.key in wanted, tuple(who.get(gap.key, ()))) for gap in found)
    asked = sum(gap.needed for gap in found)
    have = sum(min(gap.level, gap.needed) for gap in found)
    return RolePage(role, lines, round(100 * have / asked) if asked else 100)


def _mentors(reader: Person, missing: Sequence[Gap]) -> dict[str, list[ShownPerson]]:
    """Key -> up to three people who offer a skill well enough, of those who show it to the reader."""
    rows = ProfileSkill.objects.filter(
        skill__key__in=[gap.key for gap in missing], kind=SkillKind.OFFERED, level__gte=3,
        profile__person__is_active=True,
    ).exclude(profile__person=reader)  # fmt: skip
    needed = {gap.key: gap.needed for gap in missing}
    by_key: dict[str, list[int]] = defaultdict(list)
    fitting = Abs(
        F("profile__person__level") - (reader.level or 4) - 2
    )  # somebody a bit ahead, not always the top
    for key, person, level in rows.order_by(
        fitting.asc(nulls_last=True), "-level", "profile__person_id"
    ).values_list("skill__key", "profile__person_id", "level")[: LOOK_AT_MENTORS * len(missing)]:
        if level >= min(needed[key], 4) and len(by_key[key]) < LOOK_AT_MENTORS // 6:
            by_key[key].append(person)
    ids = {person for people in by_key.values() for person in people}
    shown = {
        found.person.pk: found for found in shown_people(reader, list(Person.objects.filter(pk__in=ids)))
    }
    return {
        key: [shown[pk] for pk in people if any(skill.key == key for skill in shown[pk].offered)][
            :SHOWN_MENTORS
        ]
        for key, people in by_key.items()
    }
