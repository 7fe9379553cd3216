"""Which tables name a skill: found by their foreign keys, so that rooms above need not be known here."""

from django.db import models

from pairwell.people.models import Skill, SkillMerge


def uses_of(skill: Skill) -> list[tuple[type[models.Model], str]]:
    """(model, name of the field) of every foreign key that may name a skill, but those of merging itself."""
    found: list[tuple[type[models.Model], str]] = []
    for relation in skill._meta.get_fields(include_hidden=True):
        if not isinstance(relation, models.ManyToOneRel) or isinstance(relation, models.OneToOneRel):
            continue
        model, name = relation.related_model, relation.field.name
        if model is SkillMerge or (model is Skill and name == "merged_into"):
            continue
        found.append((model, name))
    return found
