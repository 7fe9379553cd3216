"""What belongs to setting a program up: its objectives, its planned moves, templates of one's own."""

from django.db import models

from pairwell.people.models import Person
from pairwell.programs.models.program import Program
from pairwell.programs.states import PlannedMoveState, ProgramState


class Objective(models.Model):
    """Something the program as a whole wants to reach; people's goals can hang on it."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="objectives")
    title = models.CharField(max_length=160)
    measure = models.CharField(max_length=300, blank=True, help_text="how we will know")
    position = models.PositiveSmallIntegerField(default=0)
    is_dropped = models.BooleanField(default=False, help_text="no new goals; those that hang on it stay")

    class Meta:
        ordering = ("position", "id")
        constraints = [
            models.UniqueConstraint(fields=("program", "title"), name="programs_objective_once"),
        ]

    def __str__(self) -> str:
        return self.title


class PlannedMove(models.Model):
    """A move of a program that the worker makes at its time, once."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="planned_moves")
    to = models.CharField(max_length=10, choices=ProgramState.choices)
    at = models.DateTimeField()
    state = models.CharField(
        max_length=10, choices=PlannedMoveState.choices, default=PlannedMoveState.PLANNED
    )
    why = models.TextField(blank=True, help_text="why it could not be done, in a sentence")
    planned_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    planned_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("at", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("program", "to"),
                condition=models.Q(state=PlannedMoveState.PLANNED),
                name="programs_move_planned_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=("at",),
                condition=models.Q(state=PlannedMoveState.PLANNED),
                name="programs_moves_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.program_id} to {self.to} at {self.at}"


class OwnTemplate(models.Model):
    """A template that somebody of the organization saved from a program; body: the shape of the files."""

    name = models.CharField(max_length=140)
    summary = models.CharField(max_length=300, blank=True)
    body = models.JSONField()
    made_from = models.ForeignKey(Program, null=True, on_delete=models.SET_NULL, related_name="+")
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name", "id")

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"own-{self.pk}"
