"""A program, who runs it, what it asks and what a good match is in it."""

from django.db import models

from pairwell.people.models import Person
from pairwell.programs.states import (
    Asked,
    Format,
    MatchedHow,
    ProgramRole,
    ProgramState,
    QuestionKind,
    SeenBy,
)


class Program(models.Model):
    """One run of a mentoring offer: its aim, format, dates, rules, questions and people."""

    name = models.CharField(max_length=140)
    aim = models.TextField(max_length=2000, blank=True, help_text="what it is for, in a participant's words")
    expectations = models.TextField(max_length=2000, blank=True, help_text="what is asked of participants")
    format = models.CharField(max_length=12, choices=Format.choices, default=Format.TRADITIONAL)
    state = models.CharField(max_length=10, choices=ProgramState.choices, default=ProgramState.DRAFT)
    template_key = models.SlugField(max_length=80, blank=True)
    enrollment_opens_on = models.DateField(null=True, blank=True)
    enrollment_closes_on = models.DateField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    cadence_days = models.PositiveSmallIntegerField(default=14, help_text="days from session to session")
    session_minutes = models.PositiveSmallIntegerField(default=60)
    is_open = models.BooleanField(default=True, help_text="anybody may apply; otherwise by invitation")
    needs_approval = models.BooleanField(default=False, help_text="the manager approves each enrollment")
    mentor_places = models.PositiveSmallIntegerField(
        default=1, help_text="mentors a mentee may have at a time"
    )
    circle_size = models.PositiveSmallIntegerField(
        default=6, help_text="members of a circle, leaders not counted"
    )
    answer_days = models.PositiveSmallIntegerField(default=7, help_text="days to answer a proposal")
    also_formats = models.JSONField(
        default=list, blank=True, help_text="further formats that people choose among when they join"
    )
    circle_leaders = models.PositiveSmallIntegerField(
        default=1, help_text="mentors who lead a circle together"
    )
    needs = models.JSONField(
        default=list, blank=True, help_text='[{"key", "label"}]: a mentee may have one mentor for each'
    )
    is_rolling = models.BooleanField(default=False, help_text="people join and are matched all the time")
    mentor_capacity = models.PositiveIntegerField(null=True, blank=True, help_text="mentors it takes on")
    mentee_capacity = models.PositiveIntegerField(
        null=True, blank=True, help_text="mentees (or peers) it takes on"
    )
    asks_people_manager = models.BooleanField(default=False, help_text="people managers approve applications")
    by_nomination = models.BooleanField(default=False, help_text="people managers may nominate their reports")
    opt_out_days = models.PositiveSmallIntegerField(
        default=7, help_text="days a nominated person has to say no"
    )
    join_code = models.CharField(max_length=20, blank=True, help_text="who has it may join; empty: no code")
    mentor_training = models.JSONField(
        default=list, blank=True, help_text="keys of courses that mentors finish before they are matched"
    )
    invitation_text = models.TextField(max_length=4000, blank=True)
    welcome_text = models.TextField(
        max_length=4000, blank=True, help_text="in the letter that says: you are in"
    )
    starting_text = models.TextField(
        max_length=4000, blank=True, help_text="the letter when the program starts"
    )
    closing_text = models.TextField(max_length=4000, blank=True, help_text="the letter when it closes")
    surveys = models.JSONField(
        default=list, blank=True, help_text='[{"moment", "asked", "questions": [keys of the question bank]}]'
    )
    suggested_activities = models.JSONField(
        default=list, blank=True, help_text="keys of activities, in order"
    )
    results = models.JSONField(default=dict, blank=True, help_text="the manager's own words at closing")
    earlier_run = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="later_runs",
        help_text="the run that this one was made from",
    )
    version = models.PositiveIntegerField(
        default=1, help_text="guards against overwriting a colleague's edit"
    )
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-starts_on", "name", "id")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True)
                | models.Q(ends_on__isnull=True)
                | models.Q(starts_on__lte=models.F("ends_on")),
                name="programs_dates_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(enrollment_opens_on__isnull=True)
                | models.Q(enrollment_closes_on__isnull=True)
                | models.Q(enrollment_opens_on__lte=models.F("enrollment_closes_on")),
                name="programs_enrollment_dates_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(mentor_places__range=(1, 5)), name="programs_mentor_places"
            ),
            models.CheckConstraint(
                condition=models.Q(circle_size__range=(2, 12)), name="programs_circle_size"
            ),
            models.CheckConstraint(condition=models.Q(cadence_days__range=(1, 120)), name="programs_cadence"),
            models.CheckConstraint(
                condition=models.Q(circle_leaders__range=(1, 2)), name="programs_circle_leaders"
            ),
            models.UniqueConstraint(
                fields=("join_code",), condition=~models.Q(join_code=""), name="programs_join_code_once"
            ),
            models.CheckConstraint(
                condition=models.Q(earlier_run__isnull=True) | ~models.Q(earlier_run=models.F("id")),
                name="programs_not_its_own_earlier_run",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """A person's role in one program."""

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="grants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="program_grants")
    role = models.CharField(max_length=10, choices=ProgramRole.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("program", "person", "role"), name="programs_grant_once")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.role} of {self.program_id}"


class Question(models.Model):
    """One question of a program's enrollment form.

    options: list of {"key", "label"} for questions with choices;
    condition: {"question": key, "answers": [...]}: only asked when that question is answered so;
    translations: {"de": {"text", "help", "options": {key: label}}};
    limits: {"least", "most"} of a number or of how many may be chosen, {"megabytes", "types"} of a file;
    revision: counts the wordings that somebody has answered (see QuestionVersion).
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=60)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=300)
    help = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=QuestionKind.choices)
    options = models.JSONField(default=list, blank=True)
    required = models.BooleanField(default=False)
    asked = models.CharField(max_length=8, choices=Asked.choices, default=Asked.BOTH)
    used_in_matching = models.BooleanField(default=False)
    matched_how = models.CharField(max_length=16, choices=MatchedHow.choices, blank=True)
    seen_by = models.CharField(max_length=10, choices=SeenBy.choices, default=SeenBy.MANAGERS)
    condition = models.JSONField(default=dict, blank=True)
    translations = models.JSONField(default=dict, blank=True)
    limits = models.JSONField(default=dict, blank=True)
    revision = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=("program", "key"), name="programs_question_key")]

    def __str__(self) -> str:
        return self.text


class QuestionVersion(models.Model):
    """How a question read before it was changed after somebody had answered it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    revision = models.PositiveSmallIntegerField()
    body = models.JSONField(help_text="text, help, kind, options as they were")
    answers = models.PositiveIntegerField(default=0, help_text="how many had answered it then")
    changed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-revision",)
        constraints = [
            models.UniqueConstraint(fields=("question", "revision"), name="programs_question_revision")
        ]

    def __str__(self) -> str:
        return f"revision {self.revision} of question {self.question_id}"


class Policy(models.Model):
    """What a good match is in this program: versioned, never edited in place.

    body: the engine's own shape (weighted criteria, hard rules, objective), see docs/matching.md.
    """

    program = models.ForeignKey(Program, on_delete=models.CASCADE, related_name="policies")
    version = models.PositiveIntegerField()
    body = models.JSONField()
    note = models.CharField(max_length=200, blank=True)
    created_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-version",)
        constraints = [models.UniqueConstraint(fields=("program", "version"), name="programs_policy_version")]
        verbose_name_plural = "policies"

    def __str__(self) -> str:
        return f"policy {self.version} of program {self.program_id}"
