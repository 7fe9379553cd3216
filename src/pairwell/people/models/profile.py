"""What a person says about themself, once, for every program."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pairwell.people.models.directory import Person
from pairwell.people.models.skills import Skill
from pairwell.people.states import SkillKind


class Profile(models.Model):
    """A person's own words, reused by every program.

    career: list of {"role", "place", "from" (year), "to" (year or null)}, newest first.
    languages: {"en": 5, "fr": 2}, ISO 639-1 code to fluency 1 to 5 (5: mother tongue).
    working_hours: {"mon": [[9, 17]], ...} local hours in the person's time zone; empty: not said.
    """

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="profile")
    headline = models.CharField(max_length=160, blank=True)
    about = models.TextField(max_length=4000, blank=True)
    goals = models.TextField(max_length=4000, blank=True, help_text="what I would like to reach")
    pronouns = models.CharField(max_length=40, blank=True)
    career = models.JSONField(default=list, blank=True)
    interests = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    languages = models.JSONField(default=dict, blank=True)
    working_hours = models.JSONField(default=dict, blank=True)
    style = models.CharField(max_length=40, blank=True, help_text="style of help: a key of rules.STYLES")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"Profile of {self.person_id}"


class ProfileSkill(models.Model):
    """A skill somebody offers or wants."""

    profile = models.ForeignKey(Profile, on_delete=models.CASCADE, related_name="skills")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=SkillKind.choices)
    level = models.PositiveSmallIntegerField(default=3, help_text="1 to 5")
    urgency = models.PositiveSmallIntegerField(default=2, help_text="1 to 3, for wanted skills")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("profile", "skill", "kind"), name="people_profile_skill_once"),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="people_skill_level"),
            models.CheckConstraint(condition=models.Q(urgency__range=(1, 3)), name="people_skill_urgency"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.skill_id}"
