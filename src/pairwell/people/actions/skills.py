"""The skill catalog: add, change, merge and take that back, import."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.core.text import fold
from pairwell.people.models import Person, Skill, SkillMerge, SkillSynonym
from pairwell.people.rules.catalog import Broader, Entry, Problem, key_for, refuse_skill
from pairwell.people.rules.tree import would_close_circle
from pairwell.people.skill_uses import uses_of


@transaction.atomic
def add_catalog_skill(
    *, by: Person, name: str, parent: Skill | None = None, description: str = "", synonyms: Sequence[str] = ()
) -> Skill:
    """A new entry of the catalog. Raises Refused when the name is taken, also as another skill's synonym."""
    insist(refuse_skill(name, description))
    skill = Skill(
        name=" ".join(name.split()), folded=fold(name)[:160], parent=parent, description=description
    )
    skill.key = key_for(name, set(Skill.every.values_list("key", flat=True)))
    _insist_on_free_word(skill.folded, None, "name")
    _save(skill)
    _set_synonyms(skill, synonyms)
    audit.record(by=by, verb="skill added", thing=skill, details={"key": skill.key})
    return skill


@transaction.atomic
def change_catalog_skill(
    *,
    by: Person,
    skill: Skill,
    name: str,
    parent: Skill | None = None,
    description: str = "",
    synonyms: Sequence[str] = (),
) -> Skill:
    """Change an entry; its key stays, so that nothing that uses it breaks.

    Raises Refused on taken words and circles.
    """
    insist(refuse_skill(name, description))
    locked = Skill.every.select_for_update().get(pk=skill.pk)
    if parent is not None and _is_circle(locked, parent):
        raise Refused.because("circle", f"“{parent}” stands below “{locked}” itself.", "parent")
    locked.name, locked.folded = " ".join(name.split()), fold(name)[:160]
    locked.parent, locked.description = parent, description
    _insist_on_free_word(locked.folded, locked, "name")
    _save(locked)
    _set_synonyms(locked, synonyms)
    audit.record(by=by, verb="skill changed", thing=locked, details={"key": locked.key})
    return locked


def _is_circle(skill: Skill, parent: Skill) -> bool:
    parents = dict(Skill.every.filter(parent__isnull=False).values_list("pk", "parent_id"))
    return parent.pk == skill.pk or would_close_circle(skill.pk, parent.pk, parents)


def _insist_on_free_word(folded: str, own: Skill | None, field_: str) -> None:
    taken = SkillSynonym.objects.filter(folded=folded).select_related("skill")
    other = (taken.exclude(skill=own) if own else taken).first()
    if other is not None:
        raise Refused.because("taken", f"“{other.name}” is another word for “{other.skill}” already.", field_)


def _save(skill: Skill) -> None:
    try:
        with transaction.atomic():
            skill.save()
    except IntegrityError as error:
        raise Refused.because(
            "taken", f"The catalog has a skill called “{skill.name}” already.", "name"
        ) from error


def _set_synonyms(skill: Skill, words: Sequence[str]) -> None:
    wanted = {fold(word)[:160]: " ".join(word.split())[:120] for word in words if fold(word)}
    wanted.pop(skill.folded, None)
    for folded, word in wanted.items():
        _insist_on_free_word(folded, skill, "synonyms")
        other = Skill.objects.filter(folded=folded).exclude(pk=skill.pk).first()
        if other is not None:
            raise Refused.because(
                "taken", f"“{word}” is a skill of its own; merge the two instead.", "synonyms"
            )
    skill.synonyms.exclude(folded__in=wanted).delete()
    have = set(skill.synonyms.values_list("folded", flat=True))
    SkillSynonym.objects.bulk_create(
        SkillSynonym(skill=skill, name=word, folded=folded)
        for folded, word in wanted.items()
        if folded not in have
    )


# Merging: every row of any room that names the source names the target afterwards. Rooms above are found by their
# foreign keys, so that a new one needs no change here.


@transaction.atomic
def merge_skills(*, by: Person, source: Skill, target: Skill) -> SkillMerge:
    """Make one skill of two: everything that named the source names the target, its words become synonyms.

    Where somebody has both, the target's row stays. Raises Refused for a skill with itself or one merged already.
    """
    locked = list(Skill.every.select_for_update().filter(pk__in=(source.pk, target.pk)))
    if len(locked) != 2 or any(skill.merged_into_id for skill in locked):
        raise Refused.because("merge", "Choose two different skills of the catalog.", "target")
    merge = SkillMerge(source=source, target=target, by=by)
    if target.parent_id == source.pk:
        Skill.every.filter(pk=target.pk).update(parent=source.parent)
    for model, name in uses_of(source):
        _move_rows(merge, model, name)
    word, made = SkillSynonym.objects.get_or_create(
        folded=source.folded, defaults={"skill": target, "name": source.name}
    )
    if made:
        merge.moved["word"] = word.pk
    Skill.every.filter(pk=source.pk).update(merged_into=target)
    merge.save()
    audit.record(by=by, verb="skills merged", thing=target, details={"from": source.key, "into": target.key})
    return merge


def _move_rows(merge: SkillMerge, model: type[models.Model], name: str) -> None:
    rows = model._base_manager.filter(**{name: merge.source})
    both = _had_both(merge, model, name, rows)
    for row in both:
        values = {f.attname: f.value_to_string(row) if f.get_internal_type().startswith("Date") else
                  getattr(row, f.attname) for f in row._meta.concrete_fields}  # fmt: skip
        merge.dropped.append({"model": model._meta.label, "values": values})
    model._base_manager.filter(pk__in=[row.pk for row in both]).delete()
    moved = list(rows.values_list("pk", flat=True))
    model._base_manager.filter(pk__in=moved).update(**{name: merge.target})
    if moved:
        merge.moved[f"{model._meta.label}.{name}"] = moved


def _had_both(merge: SkillMerge, model: type[models.Model], name: str, rows: Any) -> list[models.Model]:
    """Rows of the source that a unique constraint would not let become the target's."""
    found: list[models.Model] = []
    for constraint in model._meta.constraints:
        fields = list(getattr(constraint, "fields", ()) or ())
        if not isinstance(constraint, models.UniqueConstraint) or name not in fields or len(fields) < 2:
            continue
        others = [field_ for field_ in fields if field_ != name]
        taken = set(model._base_manager.filter(**{name: merge.target}).values_list(*others))
        attnames = [model._meta.get_field(field_).attname for field_ in others]  # type: ignore[union-attr]
        found += [row for row in rows if tuple(getattr(row, attname) for attname in attnames) in taken]
    return found


@transaction.atomic
def undo_merge(*, by: Person, merge: SkillMerge) -> Skill:
    """Two skills again: what was moved goes back, what was left out comes back. Raises Refused the second time."""
    locked = SkillMerge.objects.select_for_update().get(pk=merge.pk)
    if locked.undone_at is not None:
        raise Refused.because("undone", "This was taken back already.")
    Skill.every.filter(pk=locked.source_id).update(merged_into=None)
    SkillSynonym.objects.filter(pk=locked.moved.get("word")).delete()
    for model, name in uses_of(locked.source):
        moved = locked.moved.get(f"{model._meta.label}.{name}", [])
        model._base_manager.filter(pk__in=moved, **{name: locked.target_id}).update(
            **{name: locked.source_id}
        )
        rows = [row["values"] for row in locked.dropped if row["model"] == model._meta.label]
        model._base_manager.bulk_create([model(**_plain(model, row)) for row in rows], ignore_conflicts=True)
    locked.undone_at = clock.now()
    locked.save(update_fields=["undone_at"])
    source = Skill.every.get(pk=locked.source_id)
    audit.record(by=by, verb="skill merge taken back", thing=source, details={"key": source.key})
    return source


def _plain(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
    """Values as the columns want them, after their time as JSON."""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    return {name: fields[name].to_python(value) for name, value in values.items() if name in fields}


@dataclass
class CatalogImport:
    """What an import did, and the rows it left out."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)


@transaction.atomic
def import_catalog(
    *, by: Person | None, entries: Sequence[Entry], relations: Iterable[Broader] = ()
) -> CatalogImport:
    """Add and change skills in bulk; known by key, published address or name. Rows with problems are left out."""
    done = CatalogImport()
    known = _Known()
    fresh: list[Skill] = []
    touched: list[Skill] = []
    pairs: list[tuple[Skill, Entry]] = []
    for entry in entries:
        skill = known.find(entry)
        if skill is None and (other := known.word_of(fold(entry.name)[:160])):
            done.problems.append(
                Problem(entry.row, "name", f"“{entry.name}” is another word for “{other}” already.")
            )
            continue
        if skill is None:
            skill = known.add(entry)
            fresh.append(skill)
        elif (skill.name, skill.description, skill.source) != _said(skill, entry):
            skill.name, skill.description, skill.source = _said(skill, entry)
            skill.folded = fold(skill.name)[:160]
            touched.append(skill)
        pairs.append((skill, entry))
    Skill.every.bulk_create(fresh, batch_size=2000)
    Skill.every.bulk_update(touched, ["name", "folded", "description", "source"], batch_size=1000)
    done.added, done.changed = len(fresh), len(touched)
    done.changed += _set_parents(known, pairs, relations, done.problems) if pairs or relations else 0
    words = known.new_words(pairs, done.problems)
    SkillSynonym.objects.bulk_create(words, batch_size=5000)
    done.unchanged = max(0, len(pairs) - done.added - len(touched))
    if by is not None and (done.added or done.changed):
        row = fresh[0] if fresh else (pairs[0][0] if pairs else Skill.every.first())
        if row is not None:
            audit.record(by=by, verb="skills imported", thing=row, details={"added": done.added})
    return done


def _said(skill: Skill, entry: Entry) -> tuple[str, str, str]:
    """What the entry says, and what the skill says where it does not."""
    return entry.name, entry.description or skill.description, entry.source or skill.source


class _Known:
    """The catalog in memory while a file goes through it."""

    def __init__(self) -> None:
        self.skills = list(Skill.every.all())
        self.by_key = {skill.key: skill for skill in self.skills}
        self.by_folded = {skill.folded: skill for skill in self.skills}
        self.by_source = {skill.source: skill for skill in self.skills if skill.source}
        self.words = dict(SkillSynonym.objects.values_list("folded", "skill__name"))
        self.keys = set(self.by_key)

    def find(self, entry: Entry) -> Skill | None:
        """The skill that an entry means, if the catalog has it."""
        return (
            self.by_source.get(entry.source or "-")
            or self.by_key.get(entry.key or "-")
            or self.by_folded.get(fold(entry.name)[:160])
        )

    def word_of(self, folded: str) -> str:
        """The skill for which this is another word."""
        return self.words.get(folded, "")

    def add(self, entry: Entry) -> Skill:
        """A new skill, unsaved."""
        key = entry.key if entry.key and entry.key not in self.keys else key_for(entry.name, self.keys)
        skill = Skill(
            key=key,
            name=entry.name,
            folded=fold(entry.name)[:160],
            description=entry.description,
            source=entry.source,
        )
        self.keys.add(key)
        self.by_key[key] = self.by_folded[skill.folded] = skill
        if entry.source:
            self.by_source[entry.source] = skill
        return skill

    def new_words(self, pairs: Sequence[tuple[Skill, Entry]], problems: list[Problem]) -> list[SkillSynonym]:
        """Synonyms that lead nowhere yet; one that leads elsewhere is named, unless it comes from a published file."""
        found = []
        for skill, entry in pairs:
            for word in entry.synonyms:
                folded = fold(word)[:160]
                other = self.by_folded.get(folded)
                leads_to = other.name if other is not None else self.words.get(folded)
                if leads_to is None:
                    self.words[folded] = skill.name
                    found.append(SkillSynonym(skill=skill, name=word, folded=folded))
                elif leads_to != skill.name and not entry.source:
                    problems.append(
                        Problem(entry.row, "synonyms", f"“{word}” leads to “{leads_to}” already.")
                    )
        return found


def _set_parents(
    known: _Known, pairs: Sequence[tuple[Skill, Entry]], relations: Iterable[Broader], problems: list[Problem]
) -> int:
    tree = _Tree(known)
    for skill, entry in pairs:
        if not entry.parent:
            continue
        parent = known.by_key.get(entry.parent)
        if parent is None:
            reason = f"There is no skill with the key “{entry.parent}”."
            problems.append(Problem(entry.row, "parent", reason))
        elif not tree.hang(skill, parent):
            problems.append(Problem(entry.row, "parent", f"“{parent}” stands below “{skill}” itself."))
    for relation in relations:
        child, parent = known.by_source.get(relation.source), known.by_source.get(relation.broader)
        if child is not None and parent is not None and child.parent_id is None:
            tree.hang(child, parent)
    Skill.every.bulk_update(tree.moved.values(), ["parent"], batch_size=1000)
    return len(tree.moved)


class _Tree:
    """Who stands below whom, while a file moves skills about."""

    def __init__(self, known: _Known) -> None:
        self.parents = {skill.pk: skill.parent_id for skill in known.by_key.values()}
        self.moved: dict[int, Skill] = {}

    def hang(self, skill: Skill, parent: Skill) -> bool:
        """Put a skill below another; False when that would be a circle."""
        if self.parents.get(skill.pk) == parent.pk:
            return True
        above: int | None = parent.pk
        while above is not None and above != skill.pk:
            above = self.parents.get(above)
        if above == skill.pk:
            return False
        skill.parent = parent
        self.parents[skill.pk] = parent.pk
        self.moved[skill.pk] = skill
        return True
