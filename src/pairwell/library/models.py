"""Activities: reusable plans for a session or several."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pairwell.library.states import Purpose, Stage


class Activity(models.Model):
    """A reusable plan for a session: steps with minutes, preparation for both sides, questions."""

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    purpose = models.CharField(max_length=10, choices=Purpose.choices)
    stage = models.CharField(max_length=10, choices=Stage.choices)
    formats = ArrayField(models.CharField(max_length=12), default=list, help_text="formats it suits")
    summary = models.CharField(max_length=300)
    preparation_mentor = models.TextField(blank=True)
    preparation_mentee = models.TextField(blank=True)
    questions = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    follow_up = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("position", "title")
        verbose_name_plural = "activities"

    def __str__(self) -> str:
        return self.title


class ActivityStep(models.Model):
    """One part of an activity, with its minutes."""

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    minutes = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("activity", "position"), name="library_step_position"),
            models.CheckConstraint(condition=models.Q(minutes__range=(1, 480)), name="library_step_minutes"),
        ]

    def __str__(self) -> str:
        return self.title
