"""A person's place in a program, and what they said when they joined."""

from django.db import models

from pairwell.people.models import Person
from pairwell.programs.models.program import Program, Question
from pairwell.programs.states import EnrollmentState, Gate, Side


class Enrollment(models.Model):
    """A person's place in a program.

    mentee_places: mentees they can take as a mentor (a circle's leader: members);
    mentor_places: mentors (or peers) they want as a mentee. *_held counts what sent and accepted
    proposals and running mentorships hold: the database never lets it pass the places.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="enrollments")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrollments")
    state = models.CharField(max_length=10, choices=EnrollmentState.choices, default=EnrollmentState.APPLIED)
    as_mentor = models.BooleanField(default=False)
    as_mentee = models.BooleanField(default=False)
    mentee_places = models.PositiveSmallIntegerField(default=0)
    mentor_places = models.PositiveSmallIntegerField(default=0)
    mentees_held = models.PositiveSmallIntegerField(default=0)
    mentors_held = models.PositiveSmallIntegerField(default=0)
    matters_most = models.CharField(
        max_length=60, blank=True, help_text="key of the criterion they value most"
    )
    note = models.TextField(max_length=1000, blank=True, help_text="to the program manager")
    enrolled_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    waits_for = models.CharField(max_length=10, choices=Gate.choices, blank=True, default=Gate.NOTHING)
    waiting_since = models.DateTimeField(
        null=True, blank=True, help_text="since when on the waiting list: who came first gets the next place"
    )
    paused_at = models.DateTimeField(null=True, blank=True, help_text="not matched while this is set")
    paused_until = models.DateField(null=True, blank=True)
    format = models.CharField(
        max_length=12, blank=True, help_text="chosen among several; empty: the program's"
    )
    needs = models.JSONField(default=list, blank=True, help_text="keys of the program's needs")
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        indexes = [models.Index(fields=("program", "state"), name="programs_enrollment_state")]
        constraints = [
            models.UniqueConstraint(fields=("program", "person"), name="programs_enrollment_once"),
            models.CheckConstraint(
                condition=models.Q(as_mentor=True) | models.Q(as_mentee=True), name="programs_enrollment_role"
            ),
            models.CheckConstraint(
                condition=models.Q(mentees_held__lte=models.F("mentee_places")),
                name="programs_mentee_places_not_oversold",
            ),
            models.CheckConstraint(
                condition=models.Q(mentors_held__lte=models.F("mentor_places")),
                name="programs_mentor_places_not_oversold",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=EnrollmentState.WAITLISTED) | models.Q(waiting_since__isnull=False),
                name="programs_waiting_has_a_place",
            ),
            models.CheckConstraint(
                condition=models.Q(mentee_places__lte=50) & models.Q(mentor_places__lte=5),
                name="programs_places_sensible",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.program_id}"

    @property
    def mentee_places_left(self) -> int:
        return self.mentee_places - self.mentees_held

    @property
    def mentor_places_left(self) -> int:
        return self.mentor_places - self.mentors_held


class Listed(models.Model):
    """What the directory says of somebody with a place in a program, as the people table sorts and filters by it.

    Triggers keep it, nothing else writes here, and it goes with the place: so a page of the table need not go through
    the whole directory.
    """

    enrollment = models.OneToOneField(
        Enrollment, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="listed"
    )
    program = models.ForeignKey(
        Program, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, related_name="+"
    )
    person = models.ForeignKey(Person, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    name = models.CharField(max_length=200)
    search = models.TextField()
    department = models.CharField(max_length=120)
    office = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=("program", "name", "enrollment"), name="programs_listed_by_name")]

    def __str__(self) -> str:
        return f"{self.name} in {self.program_id}"


class EnrollmentDraft(models.Model):
    """A form on its way: what somebody has typed so far, so that nothing is lost."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    step = models.PositiveSmallIntegerField(default=1)
    data = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("program", "person"), name="programs_draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.person_id} in {self.program_id}"


class Answer(models.Model):
    """An answer to a question; `value` is text, a number, true/false or a list of option or skill keys."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="answers")
    value = models.JSONField()
    revision = models.PositiveSmallIntegerField(default=1, help_text="the question's wording that was read")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("enrollment", "question"), name="programs_answer_once")
        ]

    def __str__(self) -> str:
        return f"answer {self.question_id} of {self.enrollment_id}"


class RankedChoice(models.Model):
    """Somebody's wish: this one first, that one second. Never shown to the chosen."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="choices")
    chosen = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("rank",)
        constraints = [
            models.UniqueConstraint(fields=("enrollment", "chosen"), name="programs_choice_once"),
            models.UniqueConstraint(fields=("enrollment", "rank"), name="programs_choice_rank"),
            models.CheckConstraint(
                condition=~models.Q(enrollment=models.F("chosen")), name="programs_choice_not_self"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} ranks {self.chosen_id} {self.rank}"


class Avoidance(models.Model):
    """A person somebody must not be paired with in this program; read by matching alone."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="avoidances")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    because = models.CharField(max_length=20, default="asked", help_text="asked, ended, declined")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("enrollment", "person"), name="programs_avoidance_once")
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} avoids {self.person_id}"


class Invitation(models.Model):
    """An invitation to join a program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices, blank=True)
    invited_at = models.DateTimeField(auto_now_add=True)
    declined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("program", "person"), name="programs_invitation_once")]

    def __str__(self) -> str:
        return f"invitation of {self.person_id} to {self.program_id}"
