"""The relationship itself, who is in it, and how it ended."""

from django.db import models

from pairwell.mentorships.states import EndingReason, MemberRole, MentorshipState, NextWish
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program


class Mentorship(models.Model):
    """The relationship of two people or a circle in a program."""

    program = models.ForeignKey(Program, on_delete=models.PROTECT, related_name="mentorships")
    state = models.CharField(
        max_length=12, choices=MentorshipState.choices, default=MentorshipState.UPCOMING, db_index=True
    )
    title = models.CharField(max_length=140, blank=True, help_text="a circle's name; empty for pairs")
    cadence_days = models.PositiveSmallIntegerField(default=14)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    resumed_at = models.DateTimeField(null=True, blank=True, help_text="the agreed rhythm counts from here")
    version = models.PositiveIntegerField(default=1, help_text="grows with every change of state")

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"mentorship {self.pk}"


class Membership(models.Model):
    """A person's place in a mentorship.

    left_at: they have left a circle that goes on; wants_another: after an end, whether they would like
    to be matched again (empty: not asked).
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="memberships")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=8, choices=MemberRole.choices)
    left_at = models.DateTimeField(null=True, blank=True)
    wants_another = models.BooleanField(null=True, blank=True)
    next_wish = models.CharField(
        max_length=6, choices=NextWish.choices, blank=True, help_text="what they would like after a good end"
    )

    class Meta:
        ordering = ("role", "id")
        constraints = [
            models.UniqueConstraint(fields=("mentorship", "person"), name="mentorships_member_once")
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.person_id} in {self.mentorship_id}"


class Ending(models.Model):
    """An early end, or somebody leaving a circle, without blame: the reason is for the program manager."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="endings")
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    reason = models.CharField(max_length=10, choices=EndingReason.choices)
    private_note = models.TextField(max_length=2000, blank=True)
    wants_rematch = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.UniqueConstraint(fields=("mentorship", "asked_by"), name="mentorships_ending_once_each")
        ]

    def __str__(self) -> str:
        return f"ending of {self.mentorship_id}"
