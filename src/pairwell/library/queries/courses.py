"""Reads of courses: what there is, how far somebody is, who has completed what."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum

from pairwell.library.models import Course, CourseProgress, Lesson
from pairwell.library.states import Audience
from pairwell.people.models import Person


def has_completed(person: Person, course: str) -> bool:
    """Whether this person has passed the course with this key, at any time."""
    return completions(course).filter(person=person).exists()


def completions(course: str) -> QuerySet[CourseProgress]:
    """Everybody's completion of the course with this key; for many people at once, filter it by person."""
    return CourseProgress.objects.filter(course__key=course, completed_at__isnull=False)


def completed_by(people: Collection[int], course: str) -> frozenset[int]:
    """Those of these person ids who have completed the course: one query."""
    return frozenset(completions(course).filter(person_id__in=people).values_list("person_id", flat=True))


def course_choices(*audiences: str) -> list[tuple[str, str]]:
    """(key, title) of offered courses for these audiences (all without any): for pickers and readiness."""
    found = Course.objects.filter(is_offered=True)
    if audiences:
        found = found.filter(audience__in=(*audiences, Audience.EVERYBODY))
    return list(found.values_list("key", "title"))


@dataclass(frozen=True)
class CourseRow:
    """A course as a person sees it in a list."""

    course: Course
    lessons: int
    minutes: int
    read: int
    is_started: bool
    completed_at: datetime | None

    @property
    def percent(self) -> int:
        """How far, in whole percent; the check counts like a lesson."""
        if self.completed_at:
            return 100
        return round(100 * min(self.read, self.lessons) / (self.lessons + 1))

    @property
    def minutes_left(self) -> int:
        """Roughly, by the share of lessons that are not read."""
        return round(self.minutes * (1 - min(self.read, self.lessons) / self.lessons)) if self.lessons else 0


def courses_for(person: Person) -> list[CourseRow]:
    """Every offered course with this person's progress: three queries for any number."""
    sizes = {
        row["course_id"]: (row["lessons"], row["minutes"])
        for row in Lesson.objects.order_by()
        .values("course_id")
        .annotate(lessons=Count("pk"), minutes=Sum("minutes"))
    }
    mine = {
        row.course_id: row
        for row in CourseProgress.objects.filter(person=person).annotate(lessons_read=Count("read"))
    }
    rows = []
    for course in Course.objects.filter(is_offered=True):
        lessons, minutes = sizes.get(course.pk, (0, 0))
        own = mine.get(course.pk)
        rows.append(
            CourseRow(
                course=course,
                lessons=lessons,
                minutes=minutes or 0,
                read=own.lessons_read if own else 0,
                is_started=own is not None,
                completed_at=own.completed_at if own else None,
            )
        )
    return rows


@dataclass(frozen=True)
class CoursePage:
    """One course with everything its pages show."""

    course: Course
    lessons: tuple[Lesson, ...]
    read: frozenset[int]
    progress: CourseProgress | None

    @property
    def next_lesson(self) -> Lesson | None:
        """The first lesson that is not read yet."""
        return next((lesson for lesson in self.lessons if lesson.pk not in self.read), None)

    @property
    def is_completed(self) -> bool:
        return self.progress is not None and self.progress.completed_at is not None

    @property
    def minutes(self) -> int:
        return sum(lesson.minutes for lesson in self.lessons)

    def after(self, lesson: Lesson) -> Lesson | None:
        """The lesson that follows, or None after the last."""
        return next((other for other in self.lessons if other.position > lesson.position), None)


def course_page(person: Person, key: str) -> CoursePage | None:
    """The offered course with this key (or one this person has begun), or None: three queries."""
    course = Course.objects.filter(key=key).first()
    if course is None:
        return None
    progress = CourseProgress.objects.filter(person=person, course=course).first()
    if not course.is_offered and progress is None:
        return None
    read = frozenset(progress.read.values_list("lesson_id", flat=True)) if progress else frozenset()
    return CoursePage(course, tuple(course.lessons.all()), read, progress)


@dataclass(frozen=True)
class CourseFigures:
    """How a course is used, in numbers: for managers, who never see answers."""

    course: Course
    started: int
    completed: int


def course_figures() -> list[CourseFigures]:
    """Every course with how many have begun and completed it: one query."""
    rows = Course.objects.annotate(started=Count("progress"), completed=Count("progress__completed_at"))
    return [CourseFigures(row, row.started, row.completed) for row in rows]
