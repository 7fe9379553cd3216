"""How people have a say in their own match: the program's choice, requests, private answers, fit checks."""

from django.db import models

from pairwell.mentorships.models import Mentorship
from pairwell.pairing.models.runs import Proposal
from pairwell.pairing.states import AfterFitCheck, FitAnswer, MatchingMode, RequestState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program


class Say(models.Model):
    """What a program lets people decide about their own match; a program without a row has the defaults.

    is_blind: both say yes privately and nobody learns of a no. complete_percent: recommendations wait until
    so many of the profiles are complete. match_every: days from one scheduled match of those who are free to
    the next, 0 for never; changed_by is who such a match is made for.
    """

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="say")
    mode = models.CharField(max_length=8, choices=MatchingMode.choices, default=MatchingMode.HYBRID)
    is_blind = models.BooleanField(default=False)
    request_days = models.PositiveSmallIntegerField(default=5, help_text="days to answer a request")
    complete_percent = models.PositiveSmallIntegerField(default=50)
    per_person = models.PositiveSmallIntegerField(default=5, help_text="people recommended to each")
    after_fit_check = models.CharField(
        max_length=8, choices=AfterFitCheck.choices, default=AfterFitCheck.TALK
    )
    match_every = models.PositiveSmallIntegerField(default=0)
    match_next_on = models.DateField(null=True, blank=True)
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    version = models.PositiveIntegerField(default=0, help_text="guards against overwriting a colleague")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(request_days__range=(1, 30)), name="pairing_say_days"),
            models.CheckConstraint(
                condition=models.Q(complete_percent__lte=100), name="pairing_say_complete"
            ),
            models.CheckConstraint(
                condition=models.Q(per_person__range=(1, 20)), name="pairing_say_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"say in program {self.program_id}"


class Request(models.Model):
    """Somebody asks somebody for a mentorship, with a short note. A line of them is asked one after the other.

    A request holds no place: the last place goes to the first who is accepted, in the same transaction.
    note: for the two of them; private_reason: why it was declined, for the program manager alone.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="requests")
    asker = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="requests_made")
    asked = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="requests_received")
    rank = models.PositiveSmallIntegerField(help_text="1 is asked first")
    state = models.CharField(max_length=10, choices=RequestState.choices, default=RequestState.LINED_UP)
    note = models.CharField(max_length=500, blank=True)
    private_reason = models.CharField(max_length=500, blank=True)
    score = models.FloatField(null=True)
    known = models.FloatField(null=True)
    contributions = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True, db_index=True)
    decided_at = models.DateTimeField(null=True)
    proposal = models.OneToOneField(Proposal, null=True, on_delete=models.SET_NULL, related_name="request")

    class Meta:
        ordering = ("rank", "id")
        indexes = [models.Index(fields=("program", "state"), name="pairing_request_state")]
        constraints = [
            models.UniqueConstraint(
                fields=("asker",), condition=models.Q(state="asked"), name="pairing_one_request_at_a_time"
            ),
            models.UniqueConstraint(
                fields=("asker", "asked"),
                condition=models.Q(state__in=("lined_up", "asked")),
                name="pairing_request_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(asker=models.F("asked")), name="pairing_request_not_self"
            ),
        ]

    def __str__(self) -> str:
        return f"request {self.pk}"


class PrivateAnswer(models.Model):
    """Whether somebody would like to be matched with somebody. Never shown to the other.

    private_reason: with a no, for the program manager alone.
    """

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="private_answers")
    about = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    says_yes = models.BooleanField()
    private_reason = models.CharField(max_length=500, blank=True)
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("enrollment", "about"), name="pairing_private_answer_once"),
            models.CheckConstraint(
                condition=~models.Q(enrollment=models.F("about")), name="pairing_private_answer_not_self"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrollment_id} about {self.about_id}"


class Shortlist(models.Model):
    """When a program's recommendations were made, and how evenly they are spread."""

    program = models.OneToOneField(Program, on_delete=models.CASCADE, related_name="shortlist")
    made_at = models.DateTimeField()
    policy_version = models.PositiveIntegerField(default=0)
    stamp = models.CharField(max_length=64, help_text="names the answers it was made from")
    people = models.PositiveIntegerField(default=0, help_text="who got at least one recommendation")
    without = models.PositiveIntegerField(default=0, help_text="who got none")
    most_mentions = models.PositiveIntegerField(default=0, help_text="of the one recommended most often")

    def __str__(self) -> str:
        return f"shortlist of program {self.program_id}"


class Recommendation(models.Model):
    """Somebody the engine would show to somebody first."""

    enrollment = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="recommendations")
    chosen = models.ForeignKey(Enrollment, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField()
    score = models.FloatField()

    class Meta:
        ordering = ("place", "id")
        constraints = [
            models.UniqueConstraint(fields=("enrollment", "chosen"), name="pairing_recommended_once")
        ]

    def __str__(self) -> str:
        return f"{self.chosen_id} for {self.enrollment_id}"


class FitCheck(models.Model):
    """What a member privately thinks of the match after the first session; no answer yet: empty.

    wants_talk: they asked the program manager to write to them; that wish is told, never the answer.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="fit_checks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    answer = models.CharField(max_length=10, choices=FitAnswer.choices, blank=True)
    wants_talk = models.BooleanField(default=False)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("mentorship", "person"), name="pairing_fit_check_once")
        ]

    def __str__(self) -> str:
        return f"fit check of {self.person_id} in {self.mentorship_id}"
