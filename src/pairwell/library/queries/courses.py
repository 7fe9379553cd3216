"""Reads of courses: what there is, how far somebody is, who has completed what."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet

from pairwell.library.models import Course, CourseProgress, Lesson, LessonRead
from pairwell.library.queries.course_parts import CourseParts, is_in, parts_of, version_for
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
    """Every offered course with this person's progress, in the version they go through: four queries."""
    lessons: dict[int, list[tuple[str, int, int, int | None]]] = defaultdict(list)
    for row in Lesson.objects.order_by("position").values_list(
        "course_id", "key", "minutes", "since", "until"
    ):
        lessons[row[0]].append(row[1:])
    mine = {row.course_id: row for row in CourseProgress.objects.filter(person=person)}
    read: dict[int, set[str]] = defaultdict(set)
    marks = LessonRead.objects.filter(progress__person=person)
    for course_id, key in marks.values_list("progress__course_id", "lesson__key"):
        read[course_id].add(key)
    rows = []
    for course in Course.objects.filter(is_offered=True):
        own = mine.get(course.pk)
        version = version_for(course, own)
        parts = {key: minutes for key, minutes, a, b in lessons[course.pk] if is_in(version, a, b)}
        rows.append(
            CourseRow(
                course=course,
                lessons=len(parts),
                minutes=sum(parts.values()),
                read=len(read[course.pk] & parts.keys()),
                is_started=own is not None,
                completed_at=own.completed_at if own else None,
            )
        )
    return rows


@dataclass(frozen=True)
class CoursePage:
    """One course with everything its pages show, in the version this person goes through."""

    course: Course
    parts: CourseParts
    read: frozenset[int]
    progress: CourseProgress | None

    @property
    def lessons(self) -> tuple[Lesson, ...]:
        return self.parts.lessons

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


def course_page(person: Person, key: str, *, shown: int = 0) -> CoursePage | None:
    """The offered course with this key (or one this person has begun), or None: five queries, six in an older
    version. A lesson that was read stays read in every version that has it.

    shown: the version that somebody who has not begun had before their eyes.
    """
    course = Course.objects.filter(key=key).first()
    if course is None:
        return None
    progress = CourseProgress.objects.filter(person=person, course=course).first()
    if not course.is_offered and progress is None:
        return None
    version = version_for(course, progress)
    if progress is None and 0 < shown < version:
        version = shown
    parts = parts_of(course, version)
    keys = set(progress.read.values_list("lesson__key", flat=True)) if progress else set()
    read = frozenset(lesson.pk for lesson in parts.lessons if lesson.key in keys)
    return CoursePage(course, parts, read, progress)


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
