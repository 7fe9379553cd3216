"""The organization's skill catalog."""

from django.db import models


class Skill(models.Model):
    """An entry of the catalog; `key` is stable, `name` is what people read."""

    key = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=160, unique=True, help_text="the folded name")
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="children"
    )
    description = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class SkillSynonym(models.Model):
    """Another word for a skill; a folded word leads to one skill only."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="synonyms")
    name = models.CharField(max_length=120)
    folded = models.CharField(max_length=160, unique=True)

    def __str__(self) -> str:
        return self.name
