"""Which tables name a skill: found by their foreign keys, so that rooms above need not be known here."""

from django.db import models

from pairwell.people.models import Skill, SkillMerge


def uses_of(skill: Skill) -> list[tuple[type[models.Model], str]]:
    """(model, name of the field) of every foreign key that may name a skill, but those of merging itself."""
    relations = skill._meta.get_fields(include_hidden=True)
    return [
        (relation.related_model, relation.field.name)  # type: ignore[union-attr]
        for relation in relations
        if relation.auto_created
        and not relation.concrete
        and relation.one_to_many
        and relation.related_model is not SkillMerge
        and not (relation.related_model is Skill and relation.field.name == "merged_into")  # type: ignore[union-attr]
    ]
