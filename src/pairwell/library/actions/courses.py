"""Taking a course: begin, read lessons, answer the check."""

from collections.abc import Mapping, Sequence

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import insist
from pairwell.library.models import CheckAttempt, Course, CourseProgress, Lesson, LessonRead
from pairwell.library.queries.course_parts import parts_of, version_for
from pairwell.library.rules.courses import Asked, passes, refuse_answers, score
from pairwell.people.models import Person


@transaction.atomic
def start_course(*, by: Person, course: Course, version: int = 0) -> CourseProgress:
    """Begin a course in the version one has before one's eyes (0: the current one); beginning again changes
    nothing.
    """
    shown = version if 0 < version <= course.version else course.version
    progress, _ = CourseProgress.objects.get_or_create(person=by, course=course, defaults={"version": shown})
    return progress


@transaction.atomic
def take_newest(*, by: Person, course: Course) -> CourseProgress:
    """Go on in the current version; lessons that were read stay read where it has them."""
    start_course(by=by, course=course)
    progress = CourseProgress.objects.select_for_update().get(person=by, course=course)
    progress.version = course.version
    progress.save(update_fields=["version"])
    return progress


@transaction.atomic
def mark_read(*, by: Person, lesson: Lesson, version: int = 0) -> CourseProgress:
    """Note that a lesson was read; twice is once. Courses without a check are then complete."""
    progress = start_course(by=by, course=lesson.course, version=version)
    LessonRead.objects.get_or_create(progress=progress, lesson=lesson)
    parts = parts_of(lesson.course, version_for(lesson.course, progress))
    if not parts.questions:
        read = set(progress.read.values_list("lesson__key", flat=True))
        if read >= {one.key for one in parts.lessons}:
            _complete(by, progress)
    return progress


@transaction.atomic
def answer_check(
    *, by: Person, course: Course, answers: Mapping[str, Sequence[int]], version: int = 0
) -> CheckAttempt:
    """Try the check; passing it completes the course, and a later failure does not take that back.

    answers: key of the question -> numbers of the chosen options; version: the one that was answered, for
    those who begin with the check. Raises Refused when one is not answered.
    """
    start_course(by=by, course=course, version=version)
    progress = CourseProgress.objects.select_for_update().get(person=by, course=course)
    parts = parts_of(course, version_for(course, progress))
    questions = {q.key: Asked(tuple(q.right), len(q.options)) for q in parts.questions}
    insist(refuse_answers(answers, questions))
    right = score(answers, questions)
    attempt = CheckAttempt.objects.create(
        progress=progress,
        answers={key: sorted(chosen) for key, chosen in answers.items() if key in questions},
        right=right,
        asked=len(questions),
        passed=passes(right, len(questions), parts.pass_percent),
    )
    if attempt.passed:
        _complete(by, progress)
    return attempt


def _complete(by: Person, progress: CourseProgress) -> None:
    if progress.completed_at is None:
        progress.completed_at = clock.now()
        progress.save(update_fields=["completed_at"])
        audit.record(by=by, verb="course completed", thing=progress.course)
