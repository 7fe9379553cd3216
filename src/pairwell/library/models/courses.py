"""Short courses: lessons, a check at the end, and how far each person is."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from pairwell.library.states import Audience, Origin
from pairwell.people.models import Person


class Course(models.Model):
    """A short course; `key` is stable, so that a program can name it as required.

    pass_percent: share of the check's questions that must be right. version: grows with every change; a lesson or
    question belongs to the versions from `since` up to, not with, `until`, so that whoever is in the middle goes
    on with what they began. Holds nothing private.
    """

    key = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYBODY)
    summary = models.CharField(max_length=300)
    pass_percent = models.PositiveSmallIntegerField(default=75)
    is_offered = models.BooleanField(default=True, help_text="shown in the library; progress is kept anyway")
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    origin = models.CharField(max_length=8, choices=Origin.choices, default=Origin.SHIPPED)
    written_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ("position", "title")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pass_percent__range=(1, 100)), name="library_course_pass_percent"
            )
        ]

    def __str__(self) -> str:
        return self.title


class CourseVersion(models.Model):
    """One change of a course: who wrote it, when, and what its check asked for. Holds nothing private."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    pass_percent = models.PositiveSmallIntegerField()
    written_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-number",)
        constraints = [
            models.UniqueConstraint(fields=("course", "number"), name="library_course_version_once")
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.course_id}"


class Lesson(models.Model):
    """One lesson of a course, in Markdown; `key` is stable within the course."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="lessons")
    key = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    minutes = models.PositiveSmallIntegerField(default=5)
    text = models.TextField(max_length=20_000)
    since = models.PositiveIntegerField(default=1, help_text="the first version it is in")
    until = models.PositiveIntegerField(null=True, blank=True, help_text="the first version without it")

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("course", "key", "since"), name="library_lesson_key")]

    def __str__(self) -> str:
        return self.title


class CheckQuestion(models.Model):
    """A question of the check at the end of a course; `right`: numbers of the options that are right."""

    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="questions")
    key = models.SlugField(max_length=80)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=400)
    options = ArrayField(models.CharField(max_length=300))
    right = ArrayField(models.PositiveSmallIntegerField())
    because = models.CharField(max_length=400, blank=True, help_text="said after it was answered")
    since = models.PositiveIntegerField(default=1, help_text="the first version it is in")
    until = models.PositiveIntegerField(null=True, blank=True, help_text="the first version without it")

    class Meta:
        ordering = ("position",)
        constraints = [models.UniqueConstraint(fields=("course", "key", "since"), name="library_check_key")]

    def __str__(self) -> str:
        return self.text

    @property
    def is_multiple(self) -> bool:
        return len(self.right) > 1


class CourseProgress(models.Model):
    """How far a person is in a course. Private: read by the person; programs that require the course, and
    the administrators, learn only whether and when it was completed. version: the one they are going through.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="course_progress")
    course = models.ForeignKey(Course, on_delete=models.CASCADE, related_name="progress")
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField(auto_now_add=True)
    completed_at = models.DateTimeField(null=True, blank=True, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=("person", "course"), name="library_progress_once")]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.course_id}"


class LessonRead(models.Model):
    """A lesson that somebody has marked as read. Private, as the progress it belongs to."""

    progress = models.ForeignKey(CourseProgress, on_delete=models.CASCADE, related_name="read")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("progress", "lesson"), name="library_lesson_read_once")
        ]

    def __str__(self) -> str:
        return f"{self.lesson_id} read"


class CheckAttempt(models.Model):
    """One try at a course's check. Private: the answers are read by the person alone.

    answers: key of the question -> numbers of the chosen options.
    """

    progress = models.ForeignKey(CourseProgress, on_delete=models.CASCADE, related_name="attempts")
    answers = models.JSONField(default=dict)
    right = models.PositiveSmallIntegerField()
    asked = models.PositiveSmallIntegerField()
    passed = models.BooleanField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(right__lte=models.F("asked")), name="library_right_of_asked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.right} of {self.asked}"
