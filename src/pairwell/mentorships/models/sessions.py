"""Meetings: when, where, what about, who came, and how it was."""

import uuid

from django.db import models

from pairwell.library.models import Activity
from pairwell.mentorships.models.mentorship import Mentorship
from pairwell.mentorships.states import Coming, Every, SessionState
from pairwell.people.models import Person


class SessionSeries(models.Model):
    """Sessions that repeat at the same local time: one event in everybody's calendar.

    starts_at, until: the first and the last slot of the rule; time_zone: whose wall clock it keeps;
    sequence grows with every change told to calendars, of the whole or of one session.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="series")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    every = models.CharField(max_length=9, choices=Every.choices)
    time_zone = models.CharField(max_length=64)
    starts_at = models.DateTimeField()
    until = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=300, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    planned_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "session series"

    def __str__(self) -> str:
        return f"series {self.pk}"


class Session(models.Model):
    """A meeting of a mentorship. `sequence` grows with every change told to calendars (RFC 5546)."""

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=140)
    starts_at = models.DateTimeField(db_index=True)
    minutes = models.PositiveSmallIntegerField(default=60)
    place = models.CharField(max_length=300, blank=True, help_text="a room or a link")
    state = models.CharField(max_length=8, choices=SessionState.choices, default=SessionState.PLANNED)
    activity = models.ForeignKey(Activity, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    times_moved = models.PositiveSmallIntegerField(default=0)
    series = models.ForeignKey(
        SessionSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="sessions"
    )
    slot_at = models.DateTimeField(
        null=True, blank=True, help_text="when the rule of its series has it; calendars know it by this"
    )
    begun_at = models.DateTimeField(null=True, blank=True, help_text="when somebody started the clock")
    planned_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("starts_at", "id")
        indexes = [
            models.Index(fields=("mentorship", "starts_at"), name="mentorships_session_when"),
            models.Index(  # a program's sessions are summed from it alone
                fields=("mentorship",),
                include=("starts_at", "minutes"),
                condition=models.Q(state="held"),
                name="mentorships_session_held",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(minutes__range=(5, 480)), name="mentorships_minutes"),
            models.UniqueConstraint(  # what names both is held to it, see Reflection
                fields=("id", "mentorship"), name="mentorships_session_of"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class SessionNotes(models.Model):
    """What members write together during a session; `version` grows with every save."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=40000, blank=True)
    version = models.PositiveIntegerField(default=0)
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"notes of session {self.session_id}"


class AgendaItem(models.Model):
    """One line of a session's agenda; an action item when it has an owner."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.text


class Attendance(models.Model):
    """Who was there."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="attendance")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    was_there = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("session", "person"), name="mentorships_attendance_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {'was' if self.was_there else 'was not'} there"


class SessionAnswer(models.Model):
    """Whether a member comes, as their calendar said. about: when the session was to begin at that time."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="answers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    coming = models.CharField(max_length=7, choices=Coming.choices)
    about = models.DateTimeField()
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("session", "person"), name="mentorships_session_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.coming}"


class Reflection(models.Model):
    """What a member says after a session: private unless shared, and blind until everybody has answered.

    mentorship: the session's own, which the database insists on, so that many are counted without their sessions.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="reflections")
    mentorship = models.ForeignKey(
        Mentorship, on_delete=models.CASCADE, related_name="reflections", db_index=False
    )
    author = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    useful = models.PositiveSmallIntegerField(help_text="1 to 5; 3: met my expectations")
    line = models.CharField(max_length=300, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    is_shared = models.BooleanField(default=False, help_text="members read it once all have answered")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(  # a program's reflections are counted from it alone
                fields=("mentorship",), include=("author", "useful"), name="mentorships_reflection_of"
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=("session", "author"), name="mentorships_reflection_once"),
            models.CheckConstraint(condition=models.Q(useful__range=(1, 5)), name="mentorships_useful"),
        ]

    def __str__(self) -> str:
        return f"reflection on {self.session_id}"
