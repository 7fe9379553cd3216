"""Ways into a program that need a second person, and files given as answers."""

from django.db import models

from pairwell.people.models import Person
from pairwell.programs.models.enrollment import Enrollment
from pairwell.programs.models.program import Program, Question
from pairwell.programs.states import ApprovalState, NominationState, Side


class Approval(models.Model):
    """What the people manager says about a report's application; never content, a word and a comment."""

    enrollment = models.OneToOneField(Enrollment, on_delete=models.CASCADE, related_name="approval")
    by = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=ApprovalState.choices, default=ApprovalState.ASKED)
    comment = models.TextField(max_length=1000, blank=True, help_text="to the program manager")
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("asked_at", "id")

    def __str__(self) -> str:
        return f"{self.by_id} on {self.enrollment_id}: {self.state}"


class Nomination(models.Model):
    """Somebody was put forward; they are enrolled on `enrolls_on` unless they say no before."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="nominations")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    side = models.CharField(max_length=8, choices=Side.choices, default=Side.MENTEE)
    because = models.CharField(max_length=500, blank=True, help_text="why; the nominated person reads it")
    state = models.CharField(max_length=10, choices=NominationState.choices, default=NominationState.OPEN)
    enrolls_on = models.DateField()
    nominated_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("enrolls_on", "id")
        constraints = [
            models.UniqueConstraint(
                fields=("program", "person"),
                condition=models.Q(state=NominationState.OPEN),
                name="programs_nomination_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.program_id}"


def _place(file: "AnswerFile", name: str) -> str:
    """Where it is kept: never by a name that somebody chose."""
    return f"answers/{file.program_id}/{file.token}"


class AnswerFile(models.Model):
    """A file given as an answer; kept under the media folder, handed out by a guarded view alone."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="files")
    token = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=160)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64, help_text="SHA-256")
    file = models.FileField(upload_to=_place, max_length=200)
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name
