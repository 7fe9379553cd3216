"""Activities: reusable plans for a session or several."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from pairwell.library.states import Origin, Purpose, Stage
from pairwell.people.models import Person


class CurrentVersions(models.Manager["Activity"]):
    """What people choose from: the newest version of each activity that is still in the library."""

    def get_queryset(self) -> models.QuerySet["Activity"]:
        return super().get_queryset().filter(is_current=True, is_retired=False)


class Activity(models.Model):
    """A version of a reusable plan for a session: steps with minutes, preparation for both, questions.

    All versions of an activity share its `key`; one of them is current. A version is never changed: editing
    adds the next one, and sessions keep the version they were planned with. `objects` has the current
    ones, `every` has all. Holds nothing private but who wrote it.
    """

    key = models.SlugField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    is_current = models.BooleanField(default=True)
    is_retired = models.BooleanField(default=False, help_text="taken out of the library; sessions keep it")
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.OWN)
    written_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
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

    objects = CurrentVersions()
    every: "models.Manager[Activity]" = models.Manager()

    class Meta:
        ordering = ("position", "title")
        verbose_name_plural = "activities"
        base_manager_name = "every"
        constraints = [
            models.UniqueConstraint(fields=("key", "version"), name="library_activity_version"),
            models.UniqueConstraint(
                fields=("key",), condition=models.Q(is_current=True), name="library_activity_one_current"
            ),
        ]

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
