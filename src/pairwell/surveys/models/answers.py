"""Who is asked, and what they answered. Of anonymous surveys the two are never joined."""

import secrets
import uuid

from django.db import models

from pairwell.mentorships.models import Mentorship
from pairwell.people.models import Person
from pairwell.surveys.models.survey import Survey


def new_token() -> str:
    """A secret that opens one survey for one person, from their letter."""
    return secrets.token_urlsafe(24)


class Request(models.Model):
    """One person asked to answer a survey; of a survey that hangs on mentorships, once for each of theirs.

    answered_on: a day, not a moment, so that it can not be laid beside the order of anonymous answers.
    """

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="requests")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="survey_requests")
    mentorship = models.ForeignKey(
        Mentorship, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    token = models.CharField(max_length=64, unique=True, default=new_token)
    group = models.CharField(max_length=120, blank=True, help_text="their department or office when asked")
    asked_on = models.DateField()
    answer_by = models.DateField()
    reminded = models.PositiveSmallIntegerField(default=0)
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("survey", "person"), condition=models.Q(mentorship=None), name="surveys_asked_once"
            ),
            models.UniqueConstraint(
                fields=("survey", "person", "mentorship"), name="surveys_asked_once_each_mentorship"
            ),
        ]
        indexes = [models.Index(fields=("person", "answered_on"), name="surveys_waiting")]

    def __str__(self) -> str:
        return f"{self.person_id} asked by {self.survey_id}"


class Response(models.Model):
    """One set of answers. Anonymous ones have no request, no person, no time, and a key that tells no order.

    answers: {question key: number, option key or text}; group: copied from the request;
    batch: anonymous answers come to light five at a time (rules.disclosure).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="responses")
    request = models.OneToOneField(
        Request, null=True, blank=True, on_delete=models.CASCADE, related_name="response"
    )
    group = models.CharField(max_length=120, blank=True)
    batch = models.PositiveIntegerField(default=0)
    answers = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=("survey", "batch"), name="surveys_response_batch")]

    def __str__(self) -> str:
        return f"answers to {self.survey_id}"
