"""Joining with a code, typed or as a link."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.core.errors import Refused
from pairwell.programs import actions
from pairwell.web.forms import StyledForm
from pairwell.web.question_forms import posted
from pairwell.web.requests import SignedInRequest


class CodeForm(StyledForm):
    """A program's code."""

    code = forms.CharField(
        max_length=40,
        label="The code",
        help_text="As your program manager gave it to you. Capitals and dashes do not matter.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, code: str = "") -> HttpResponse:
    """A code to type; a link has it typed already. Only the button opens the program."""
    form = CodeForm(posted(request), initial={"code": code})
    if request.method == "POST" and form.is_valid():
        try:
            program = actions.join_by_code(by=request.user, code=form.cleaned_data["code"])
        except Refused as refused:
            form.show(refused)
        else:
            return redirect("program", program.pk)
    context = {"area": "programs", "form": form}
    return render(request, "participant/code.html", context, status=422 if form.errors else 200)
