"""A survey of a program: what is asked, whom, when."""

from django.db import models

from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.surveys.states import Anchor, Audience, GroupBy, Kind, Moment, SurveyState


class Survey(models.Model):
    """Questions to one side of a program at one moment.

    anchor and days: when it opens by itself; answer_days: how long each person may take;
    group_by: the one way its results may be split, fixed when it opens (see rules.disclosure).
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="own_surveys")
    title = models.CharField(max_length=140)
    moment = models.CharField(max_length=10, choices=Moment.choices)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    is_anonymous = models.BooleanField(default=True)
    group_by = models.CharField(max_length=12, choices=GroupBy.choices, blank=True)
    anchor = models.CharField(max_length=20, choices=Anchor.choices, default=Anchor.PROGRAM_START)
    days = models.SmallIntegerField(default=0)
    answer_days = models.PositiveSmallIntegerField(default=14)
    state = models.CharField(max_length=10, choices=SurveyState.choices, default=SurveyState.SCHEDULED)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=("program", "state"), name="surveys_program_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__range=(-365, 1000)), name="surveys_days_sensible"
            ),
            models.CheckConstraint(
                condition=models.Q(answer_days__range=(1, 90)), name="surveys_answer_days_sensible"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SurveyQuestion(models.Model):
    """One question. key: the bank's key where it comes from the bank, so that programs can be compared.

    options: list of {"key", "label"} for a choice.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    help = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    options = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=("survey", "key"), name="surveys_question_key")]

    def __str__(self) -> str:
        return self.text
