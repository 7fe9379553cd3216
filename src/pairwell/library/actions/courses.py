"""Taking a course: begin, read lessons, answer the check."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import insist
from pairwell.library.models import CheckAttempt, Course, CourseProgress, Lesson, LessonRead
from pairwell.library.rules.courses import Asked, passes, refuse_answers, score
from pairwell.people.models import Person


@transaction.atomic
def start_course(*, by: Person, course: Course) -> CourseProgress:
    """Begin a course; beginning again changes nothing."""
    progress, _ = CourseProgress.objects.get_or_create(person=by, course=course)
    return progress


@transaction.atomic
def mark_read(*, by: Person, lesson: Lesson) -> CourseProgress:
    """Note that a lesson was read; twice is once. Courses without a check are then complete."""
    progress = start_course(by=by, course=lesson.course)
    LessonRead.objects.get_or_create(progress=progress, lesson=lesson)
    if not lesson.course.questions.exists():
        everything = lesson.course.lessons.count()
        if progress.read.count() >= everything:
            _complete(by, progress)
    return progress


@transaction.atomic
def answer_check(*, by: Person, course: Course, answers: Mapping[str, Sequence[int]]) -> CheckAttempt:
    """Try the check; passing it completes the course, and a later failure does not take that back.

    answers: key of the question -> numbers of the chosen options. Raises Refused when one is not answered.
    """
    questions = {q.key: Asked(tuple(q.right), len(q.options)) for q in course.questions.all()}
    insist(refuse_answers(answers, questions))
    CourseProgress.objects.get_or_create(person=by, course=course)
    progress = CourseProgress.objects.select_for_update().get(person=by, course=course)
    right = score(answers, questions)
    attempt = CheckAttempt.objects.create(
        progress=progress,
        answers={key: sorted(chosen) for key, chosen in answers.items() if key in questions},
        right=right,
        asked=len(questions),
        passed=passes(right, len(questions), course.pass_percent),
    )
    if attempt.passed:
        _complete(by, progress)
    return attempt


def _complete(by: Person, progress: CourseProgress) -> None:
    if progress.completed_at is None:
        progress.completed_at = clock.now()
        progress.save(update_fields=["completed_at"])
        audit.record(by=by, verb="course completed", thing=progress.course)
