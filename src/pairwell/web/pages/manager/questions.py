"""One question of a program's form: write it, change it, move it, remove it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.programs import actions
from pairwell.programs.models import Program, Question
from pairwell.programs.permissions import program_for_manager
from pairwell.programs.values import spec_of
from pairwell.web.pages.manager.question_form import QuestionForm
from pairwell.web.question_forms import posted
from pairwell.web.requests import SignedInRequest


@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Write a new question."""
    program = program_for_manager(request.user, program_id)
    form = QuestionForm([spec_of(row) for row in program.questions.all()], posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_question(by=request.user, program=program, spec=form.spec())
        except Refused as refused:
            form.show(refused)
        else:
            return _back(program)
    return _page(request, program, form, None)


@require_http_methods(["GET", "POST"])
def change(request: SignedInRequest, program_id: int, question_id: int) -> HttpResponse:
    """Change a question; when people have answered, what that does is said first."""
    program, question = _question(request, program_id, question_id)
    spec = spec_of(question)
    others = [spec_of(row) for row in program.questions.all() if row.pk != question.pk]
    form = QuestionForm(others, posted(request), initial=QuestionForm.now(spec))
    effects: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        wanted = form.spec(spec.options)
        effects = actions.look_at_change(question, wanted).effects
        if request.POST.get("confirmed") or not effects:
            try:
                actions.change_question(by=request.user, question=question, spec=wanted)
            except Refused as refused:
                form.show(refused)
            else:
                return _back(program)
    return _page(request, program, form, question, effects=() if form.errors else effects)


@require_POST
def remove(request: SignedInRequest, program_id: int, question_id: int) -> HttpResponse:
    """Remove a question with its answers."""
    program, question = _question(request, program_id, question_id)
    try:
        answers = actions.remove_question(by=request.user, question=question)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("change_question", program.pk, question.pk)
    with_them = f" with {answers} answers" if answers else ""
    messages.success(request, f"The question is gone{with_them}.")
    return _back(program)


@require_POST
def move(request: SignedInRequest, program_id: int, question_id: int) -> HttpResponse:
    """Move a question one place up or down."""
    program, question = _question(request, program_id, question_id)
    actions.move_question(by=request.user, question=question, up=request.POST.get("where") == "up")
    return _back(program)


def _question(request: SignedInRequest, program_id: int, question_id: int) -> tuple[Program, Question]:
    program = program_for_manager(request.user, program_id)
    question = program.questions.filter(pk=question_id).first()
    if question is None:
        raise Http404
    return program, question


def _back(program: Program) -> HttpResponse:
    return redirect(f"{reverse('manage_setup', args=[program.pk])}#questions")


def _page(
    request: SignedInRequest, program: Program, form: QuestionForm, question: Question | None, **more: Any
) -> HttpResponse:
    context = {
        "area": "manage",
        "tab": "setup",
        "program": program,
        "form": form,
        "question": question,
        "answered": question.answers.count() if question else 0,
        "versions": question.versions.select_related("changed_by") if question else [],
        **more,
    }
    return render(request, "manager/question.html", context, status=422 if form.errors else 200)
