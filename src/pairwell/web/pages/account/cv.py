"""My CV: read here, suggested, and decided line by line."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.people import actions
from pairwell.people.cv.reading import MAX_UPLOAD
from pairwell.people.models import CvReading
from pairwell.people.rules.journey import KINDS
from pairwell.people.rules.profile import FLUENCY
from pairwell.web.forms import StyledForm
from pairwell.web.pages.account.profile_forms import LEVELS
from pairwell.web.requests import SignedInRequest, typed_number


class CvForm(StyledForm):
    """A file to read."""

    file = forms.FileField(
        label="PDF or Word document (.docx), up to 10 MB",
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        error_messages={"required": "Choose a file first.", "empty": "The file is empty. Choose another."},
    )


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    """Upload a CV, and decide about what was found in it."""
    form = CvForm(request.POST, request.FILES) if request.method == "POST" else CvForm()
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            found = actions.read_cv(
                by=request.user, file_name=upload.name, content=upload.read(MAX_UPLOAD + 1), size=upload.size
            )
        except Refused as refused:
            form.show(refused)
        else:
            if not found.suggestions:
                messages.info(request, "Everything we found is in your profile already.")
            return redirect("cv")
    reading = CvReading.objects.filter(person=request.user).first()
    context = {
        "form": form,
        "reading": reading,
        "rows": reading.suggestions if reading else [],
        "kinds": KINDS.items(),
        "levels": LEVELS,
        "fluency": FLUENCY.items(),
    }
    return render(request, "account/cv.html", context)


@require_POST
def suggestion(request: SignedInRequest, suggestion: str) -> HttpResponse:
    """Take a suggestion, as changed, or leave it."""
    try:
        if request.POST.get("verb") == "take":
            actions.take_suggestion(by=request.user, key=suggestion, changed=_changed(request))
            messages.success(request, "Added to your profile.")
        else:
            actions.leave_suggestion(by=request.user, key=suggestion)
    except Refused as refused:
        messages.error(request, str(refused))
    if CvReading.objects.filter(person=request.user).exists():
        return redirect("cv")
    return redirect("profile")


def _changed(request: SignedInRequest) -> dict[str, Any]:
    """What the person has changed; a year that is no number stays a word, which the rule refuses by name."""
    found: dict[str, Any] = {}
    for name in ("role", "place", "kind"):
        if name in request.POST:
            found[name] = request.POST[name]
    for name in ("from", "to", "level"):
        if name in request.POST:
            text = request.POST[name].strip()
            number = typed_number(text, most=99_999)
            found[name] = (text or None) if number is None else number
    return found


@require_POST
def discard(request: SignedInRequest) -> HttpResponse:
    """Throw away what is left."""
    actions.discard_reading(by=request.user)
    messages.success(request, "Gone. Your profile stays as it is.")
    return redirect("profile")
