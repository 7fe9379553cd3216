"""Asking for help, and what remains when a mentorship has come to a good end."""

from django.db import models

from pairwell.mentorships.models.mentorship import Mentorship
from pairwell.mentorships.states import HelpTopic, MemberRole
from pairwell.people.models import Person


class HelpRequest(models.Model):
    """A member asks the program's manager for help; only that manager reads the note."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="help_requests")
    asked_by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    topic = models.CharField(max_length=8, choices=HelpTopic.choices)
    note = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(
                fields=("mentorship", "asked_by"),
                condition=models.Q(answered_at__isnull=True),
                name="mentorships_help_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"help for {self.mentorship_id}"


class Certificate(models.Model):
    """That somebody took part, as it was on the day it was made; anybody with the code may check it."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="certificates")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    code = models.CharField(max_length=16, unique=True)
    name = models.CharField(max_length=200)
    program_name = models.CharField(max_length=140)
    role = models.CharField(max_length=8, choices=MemberRole.choices)
    starts_on = models.DateField()
    ends_on = models.DateField()
    sessions = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField()
    issued_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("mentorship", "person"), name="mentorships_certificate_once")
        ]

    def __str__(self) -> str:
        return f"certificate {self.code}"
