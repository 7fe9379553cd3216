"""What the mentee wants to reach, the steps there, and projects that members do together."""

import uuid

from django.db import models

from pairwell.mentorships.models.mentorship import Mentorship
from pairwell.mentorships.models.sessions import AgendaItem, Session
from pairwell.mentorships.states import GoalState, Verdict
from pairwell.people.models import CareerRole, Person, Skill
from pairwell.programs.models import Objective


class Goal(models.Model):
    """What somebody wants to reach, how they will know, by when; a project when it is worked on together.

    objective: what of the program's own aims it serves; career_role: the role it leads to;
    result: what there is to show, in Markdown; review_on: when the members want to look at it again.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="goals")
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="goals")
    title = models.CharField(max_length=160)
    measure = models.CharField(max_length=300, blank=True, help_text="how we will know")
    due_on = models.DateField(null=True, blank=True)
    skill = models.ForeignKey(Skill, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    objective = models.ForeignKey(
        Objective, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    career_role = models.ForeignKey(
        CareerRole, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_project = models.BooleanField(default=False, help_text="worked on together over several sessions")
    result = models.TextField(max_length=8000, blank=True)
    result_link = models.URLField(max_length=500, blank=True)
    review_on = models.DateField(null=True, blank=True)
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
    """A step towards a goal; from_item: the promise of a session that it grew from."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=160)
    position = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="steps"
    )
    from_item = models.OneToOneField(
        AgendaItem, null=True, blank=True, on_delete=models.SET_NULL, related_name="step"
    )

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.title


class GoalReview(models.Model):
    """A look at a goal: keep it, change it, let it go, or reached; with one line why."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="reviews")
    author = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    verdict = models.CharField(max_length=7, choices=Verdict.choices)
    line = models.CharField(max_length=300, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"review of {self.goal_id}"


def place_of(file: "GoalFile", name: str) -> str:
    """Where a file lies: never under a name that somebody chose."""
    return f"goals/{uuid.uuid4().hex}"


class GoalFile(models.Model):
    """A file of a project; handed out to members alone, always as a download."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    content = models.FileField(upload_to=place_of, max_length=200)
    added_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name
