"""A program's own words for the main letters."""

from django.db import models

from pairwell.people.models import Person
from pairwell.programs.models.program import Program
from pairwell.programs.states import LetterMoment


class LetterWords(models.Model):
    """What one letter of a program says in one language, in place of the words that come with Pairwell.

    All four fields may hold variables such as {first_name}; `rules.wording` knows which.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="letter_words")
    moment = models.CharField(max_length=12, choices=LetterMoment.choices)
    language = models.CharField(max_length=12, default="en")
    subject = models.CharField(max_length=160)
    greeting = models.CharField(max_length=120)
    text = models.TextField(max_length=8000, help_text="Markdown")
    button = models.CharField(max_length=60)
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("program", "moment", "language"), name="programs_letter_words_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.moment} ({self.language}) of {self.program_id}"
