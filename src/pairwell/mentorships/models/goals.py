"""What the mentee wants to reach, and the steps there."""

from django.db import models

from pairwell.mentorships.models.mentorship import Mentorship
from pairwell.mentorships.states import GoalState
from pairwell.people.models import Person, Skill


class Goal(models.Model):
    """What somebody wants to reach, how they will know, by when."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="goals")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField(max_length=160)
    measure = models.CharField(max_length=300, blank=True, help_text="how we will know")
    due_on = models.DateField(null=True, blank=True)
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    state = models.CharField(max_length=8, choices=GoalState.choices, default=GoalState.OPEN)
    progress = models.PositiveSmallIntegerField(default=0, help_text="percent")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="when it was reached or let go")

    class Meta:
        ordering = ("due_on", "id")
        constraints = [
            models.CheckConstraint(condition=models.Q(progress__range=(0, 100)), name="mentorships_progress")
        ]

    def __str__(self) -> str:
        return self.title


class Milestone(models.Model):
    """A step towards a goal."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.title
