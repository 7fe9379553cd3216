"""Writing courses: lessons in order, a check at the end, every change a version."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.library import actions
from pairwell.library.actions.course_versions import content_of_course
from pairwell.library.models import Course
from pairwell.library.permissions import course_to_copy, course_to_edit
from pairwell.programs.permissions import manages_any_program
from pairwell.web.pages.manager.course_forms import (
    CourseForm,
    Lessons,
    Questions,
    in_order,
    initial_questions,
)
from pairwell.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Write a course."""
    if not manages_any_program(request.user):
        raise Http404
    return _write(request, None)


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, course: str) -> HttpResponse:
    """Write the next version."""
    return _write(
        request, course_to_edit(request.user, course, runs_programs=manages_any_program(request.user))
    )


@require_POST
def copy(request: SignedInRequest, course: str) -> HttpResponse:
    """A copy to change."""
    found = course_to_copy(course, runs_programs=manages_any_program(request.user))
    made = actions.copy_course(by=request.user, course=found)
    messages.success(
        request, "This is your own copy, not offered yet. Change what you like; the original stays."
    )
    return redirect("edit_course", made.key)


def _write(request: SignedInRequest, of: Course | None) -> HttpResponse:
    form, lessons, questions = _forms(request, of)
    if request.method == "POST" and all([form.is_valid(), lessons.is_valid(), questions.is_valid()]):
        made = _save(request, of, form, lessons, questions)
        if made is not None:
            messages.success(request, f"“{made.title}” is saved, version {made.version}.")
            return redirect("edit_course", made.key)
    context = {
        "area": "activities",
        "form": form,
        "lessons": lessons,
        "questions": questions,
        "course": of,
        "versions": of.versions.select_related("written_by") if of else [],
        "broken": request.method == "POST",
    }
    return render(request, "manager/course.html", context, status=422 if request.method == "POST" else 200)


def _forms(request: SignedInRequest, of: Course | None) -> tuple[CourseForm, Any, Any]:
    data = request.POST if request.method == "POST" else None
    if of is None:
        first: dict[str, Any] = {"initial": [{"minutes": 5}]} if data is None else {}
        return CourseForm(data), Lessons(data, prefix="lessons", **first), Questions(data, prefix="questions")
    content = content_of_course(of)
    words = {name: content[name] for name in ("title", "summary", "audience", "pass_percent")}
    form = CourseForm(data, initial={**words, "is_offered": of.is_offered, "version": of.version})
    lessons = Lessons(data, prefix="lessons", initial=content["lessons"])
    return form, lessons, Questions(data, prefix="questions", initial=initial_questions(content["questions"]))


def _save(request: SignedInRequest, of: Course | None, form: CourseForm, lessons: Any, questions: Any) -> Any:
    data = form.cleaned_data
    words = {name: data[name] for name in ("title", "summary", "audience", "pass_percent")}
    rows = [
        {n: one.cleaned_data[n] for n in ("key", "title", "minutes", "text")} for one in in_order(lessons)
    ]
    asked = [one.row() for one in in_order(questions)]
    try:
        made = actions.write_course(
            by=request.user, content={**words, "lessons": rows, "questions": asked}, of=of,
            version=data["version"] or 0,
        )  # fmt: skip
    except Refused as refused:
        form.show(refused)
        return None
    actions.offer_course(by=request.user, course=made, offered=data["is_offered"])
    return made
