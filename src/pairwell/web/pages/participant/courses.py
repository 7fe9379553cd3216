"""Short courses: what there is, a lesson at a time, and the check at the end."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pairwell.core.errors import Refused
from pairwell.library.actions import answer_check, mark_read
from pairwell.library.models import CheckAttempt
from pairwell.library.queries.courses import CoursePage, course_page, courses_for
from pairwell.web.requests import SignedInRequest


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """Every course with how far the reader is."""
    return render(
        request, "participant/courses.html", {"area": "activities", "rows": courses_for(request.user)}
    )


def _course(request: SignedInRequest, course: str) -> CoursePage:
    found = course_page(request.user, course)
    if found is None:
        raise Http404
    return found


@require_GET
def one(request: SignedInRequest, course: str) -> HttpResponse:
    """One course: its lessons, what is read, what comes next."""
    found = _course(request, course)
    asked = found.course.questions.count()
    context = {"area": "activities", "page": found, "asked": asked}
    return render(request, "participant/course.html", context)


@require_http_methods(["GET", "POST"])
def lesson(request: SignedInRequest, course: str, lesson: str) -> HttpResponse:
    """Read a lesson; going on marks it as read."""
    found = _course(request, course)
    shown = next((row for row in found.lessons if row.key == lesson), None)
    if shown is None:
        raise Http404
    after = found.after(shown)
    if request.method == "POST":
        mark_read(by=request.user, lesson=shown)
        if after is not None:
            return redirect("lesson", course, after.key)
        if found.course.questions.exists():
            return redirect("course_check", course)
        messages.success(request, "You have read it all: the course is complete.")
        return redirect("course", course)
    context = {"area": "activities", "page": found, "lesson": shown, "after": after}
    return render(request, "participant/lesson.html", context)


@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest, course: str) -> HttpResponse:
    """Answer the check; wrong answers are explained, and it can be tried again at once."""
    found = _course(request, course)
    questions = list(found.course.questions.all())
    if not questions:
        raise Http404
    chosen = {
        q.key: [int(v) for v in request.POST.getlist(q.key) if v.isdecimal() and len(v) < 3]
        for q in questions
    }
    attempt: CheckAttempt | None = None
    problem: Refused | None = None
    if request.method == "POST":
        try:
            attempt = answer_check(by=request.user, course=found.course, answers=chosen)
        except Refused as refused:
            problem = refused
        if attempt is not None and attempt.passed:
            messages.success(
                request, f"{attempt.right} of {attempt.asked} right: you have completed this course."
            )
            return redirect("course", course)
    context = {
        "area": "activities",
        "page": found,
        "attempt": attempt,
        "problem": problem,
        "rows": [_row(question, chosen[question.key], attempt) for question in questions],
    }
    return render(request, "participant/course_check.html", context)


def _row(question: Any, chosen: list[int], attempt: CheckAttempt | None) -> dict[str, Any]:
    return {
        "question": question,
        "options": [(number, text, number in chosen) for number, text in enumerate(question.options)],
        "is_right": attempt is not None and set(chosen) == set(question.right),
        "is_wrong": attempt is not None and set(chosen) != set(question.right),
    }
