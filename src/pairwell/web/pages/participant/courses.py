"""Short courses: what there is, a lesson at a time, and the check at the end."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.library.actions import answer_check, mark_read, take_newest
from pairwell.library.models import CheckAttempt
from pairwell.library.permissions import may_edit_course
from pairwell.library.queries.courses import CoursePage, course_figures, course_page, courses_for
from pairwell.programs.permissions import manages_any_program
from pairwell.web.requests import SignedInRequest, typed_number


@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """Every course with how far the reader is; writers also find theirs."""
    may_write = manages_any_program(request.user)
    context = {
        "area": "activities",
        "rows": courses_for(request.user),
        "may_write": may_write,
        "figures": [row for row in course_figures() if may_edit_course(request.user, row.course)]
        if may_write
        else [],
    }
    return render(request, "participant/courses.html", context)


def _course(request: SignedInRequest, course: str) -> CoursePage:
    found = course_page(request.user, course, shown=_version(request))
    if found is None:
        raise Http404
    return found


@require_GET
def one(request: SignedInRequest, course: str) -> HttpResponse:
    """One course: its lessons, what is read, what comes next."""
    found = _course(request, course)
    may_write = manages_any_program(request.user)
    context = {
        "area": "activities",
        "page": found,
        "asked": len(found.parts.questions),
        "may_copy": may_write and found.course.is_offered,
        "may_edit": may_write and may_edit_course(request.user, found.course),
    }
    return render(request, "participant/course.html", context)


def _version(request: SignedInRequest) -> int:
    """The version of the course that the reader had before their eyes."""
    return typed_number(request.POST.get("version"), most=999_999) or 0


@require_POST
def newest(request: SignedInRequest, course: str) -> HttpResponse:
    """Go on in the current version."""
    found = _course(request, course)
    take_newest(by=request.user, course=found.course)
    messages.success(request, "You are in the new version. What you have read stays read.")
    return redirect("course", course)


@require_http_methods(["GET", "POST"])
def lesson(request: SignedInRequest, course: str, lesson: str) -> HttpResponse:
    """Read a lesson; going on marks it as read."""
    found = _course(request, course)
    shown = next((row for row in found.lessons if row.key == lesson), None)
    if shown is None:
        raise Http404
    after = found.after(shown)
    if request.method == "POST":
        mark_read(by=request.user, lesson=shown, version=_version(request))
        if after is not None:
            return redirect("lesson", course, after.key)
        if found.parts.questions:
            return redirect("course_check", course)
        messages.success(request, "You have read it all: the course is complete.")
        return redirect("course", course)
    context = {"area": "activities", "page": found, "lesson": shown, "after": after}
    return render(request, "participant/lesson.html", context)


@require_http_methods(["GET", "POST"])
def check(request: SignedInRequest, course: str) -> HttpResponse:
    """Answer the check; wrong answers are explained, and it can be tried again at once."""
    found = _course(request, course)
    questions = found.parts.questions
    if not questions:
        raise Http404
    chosen = {
        q.key: [n for n in map(typed_number, request.POST.getlist(q.key)) if n is not None and n < 100]
        for q in questions
    }
    attempt: CheckAttempt | None = None
    problem: Refused | None = None
    if request.method == "POST":
        try:
            attempt = answer_check(
                by=request.user, course=found.course, answers=chosen, version=_version(request)
            )
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
