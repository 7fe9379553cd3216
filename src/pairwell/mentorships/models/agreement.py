"""What members agree at the beginning, and where they say their skills stand."""

from django.db import models
from django.db.models.functions import Coalesce

from pairwell.mentorships.models.mentorship import Mentorship
from pairwell.mentorships.states import Moment
from pairwell.people.models import Person, Skill
from pairwell.programs.models import Program


class MentorshipSettings(models.Model):
    """How mentorships of a program work; the row without a program holds for the whole organization.

    video_template: the link of a session's video call, with {id} where its own word goes;
    agreement: section -> text that a new agreement begins with (see rules.agreement.SECTIONS);
    ending_words: what the other side is told when a mentorship ends early;
    health_weights: signal -> weight where it differs from the usual.
    """

    program = models.OneToOneField(
        Program, null=True, blank=True, on_delete=models.CASCADE, related_name="mentorship_settings"
    )
    video_template = models.CharField(max_length=300, blank=True)
    agreement = models.JSONField(default=dict, blank=True)
    ending_words = models.TextField(max_length=1000, blank=True)
    health_weights = models.JSONField(default=dict, blank=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(Coalesce("program", 0), name="mentorships_settings_once"),
        ]

    def __str__(self) -> str:
        return f"settings of {self.program_id or 'the organization'}"


class Agreement(models.Model):
    """What the members agree: written together, read by them alone.

    body: section -> text; agreed_body, agreed_at: as everybody last agreed to it, to show what changed.
    """

    mentorship = models.OneToOneField(Mentorship, on_delete=models.CASCADE, related_name="agreement")
    body = models.JSONField(default=dict)
    cadence_days = models.PositiveSmallIntegerField(default=14)
    version = models.PositiveIntegerField(default=1, help_text="grows with every change")
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    agreed_body = models.JSONField(default=dict, blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cadence_days__range=(1, 120)), name="mentorships_agreed_cadence"
            )
        ]

    def __str__(self) -> str:
        return f"agreement of {self.mentorship_id}"


class Signature(models.Model):
    """That a member agrees to a version of the agreement; an older version asks them again."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="signatures")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("agreement", "person"), name="mentorships_signature_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} agrees to version {self.version}"


class SkillLevel(models.Model):
    """Where somebody says a skill of theirs stands, at the beginning or the end."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="skill_levels")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="+")
    moment = models.CharField(max_length=5, choices=Moment.choices)
    level = models.PositiveSmallIntegerField(help_text="1 to 5")
    is_shared = models.BooleanField(default=False, help_text="the other members may see it")
    said_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("skill__name", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("mentorship", "person", "skill", "moment"), name="mentorships_skill_level_once"
            ),
            models.CheckConstraint(condition=models.Q(level__range=(1, 5)), name="mentorships_skill_level"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.level} ({self.moment})"
