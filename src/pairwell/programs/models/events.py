"""Meetings of a whole program, and who has a seat."""

import uuid

from django.db import models

from pairwell.people.models import Person
from pairwell.programs.models.program import Program
from pairwell.programs.states import EventAudience, SeatState


class ProgramEvent(models.Model):
    """Something a program holds for its people: a kick-off, a workshop, a celebration.

    seats: None for as many as come; sequence grows with every change told to calendars (RFC 5546).
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="events")
    title = models.CharField(max_length=140)
    text = models.TextField(max_length=4000, blank=True, help_text="Markdown")
    starts_at = models.DateTimeField(db_index=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=300, blank=True, help_text="a room or a link")
    seats = models.PositiveIntegerField(null=True, blank=True)
    audience = models.CharField(max_length=10, choices=EventAudience.choices, default=EventAudience.EVERYBODY)
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    invited_at = models.DateTimeField(null=True, blank=True)
    canceled_at = models.DateTimeField(null=True, blank=True)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("starts_at", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes__range=(5, 1440)), name="programs_event_minutes"
            )
        ]

    def __str__(self) -> str:
        return self.title


class EventSeat(models.Model):
    """Somebody's place at an event. version grows with every change; since: their place in the waiting line."""

    event = models.ForeignKey(ProgramEvent, on_delete=models.CASCADE, related_name="taken")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="event_seats")
    state = models.CharField(max_length=8, choices=SeatState.choices)
    since = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)
    was_there = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ("since", "id")
        constraints = [models.UniqueConstraint(fields=("event", "person"), name="programs_one_seat_each")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state} for {self.event_id}"
