"""Writing for the library: activities of one's own, and resources."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.library import actions
from pairwell.library.models import Activity, Resource
from pairwell.library.permissions import activity_to_copy, activity_to_edit
from pairwell.library.rules.resources import MAX_FILE
from pairwell.library.states import Audience, Purpose, ResourceKind, Stage
from pairwell.people.permissions import is_administrator
from pairwell.programs.permissions import managed_programs, manages_any_program
from pairwell.programs.states import Format
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest

LEAST_STEPS, SPARE_STEPS, MOST_STEPS = 4, 2, 16


class ActivityForm(StyledForm):
    """An activity; steps are rows of title, minutes and text, and empty rows do not count."""

    title = forms.CharField(max_length=120)
    summary = forms.CharField(
        max_length=300, label="In two sentences", widget=forms.Textarea(attrs={"rows": 2})
    )
    purpose = forms.ChoiceField(choices=Purpose.choices)
    stage = forms.ChoiceField(choices=Stage.choices, label="When in a mentorship")
    formats = forms.MultipleChoiceField(
        choices=Format.choices, widget=forms.CheckboxSelectMultiple, label="Suits", required=False
    )
    preparation_mentor = forms.CharField(
        max_length=4000, required=False, label="The mentor prepares", widget=forms.Textarea(attrs={"rows": 3})
    )
    preparation_mentee = forms.CharField(
        max_length=4000, required=False, label="The mentee prepares", widget=forms.Textarea(attrs={"rows": 3})
    )
    questions = forms.CharField(
        max_length=4000, required=False, label="Questions to ask", help_text="One on each line",
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    follow_up = forms.CharField(
        max_length=4000, required=False, label="Afterwards", widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, of: Activity | None = None, **kwargs: Any) -> None:
        steps = list(of.steps.all()) if of else []
        if of is not None:
            initial = {name: getattr(of, name) for name in self.base_fields}
            kwargs["initial"] = initial | {"questions": "\n".join(of.questions)}
        super().__init__(*args, **kwargs)
        self.count = min(MOST_STEPS, max(LEAST_STEPS, len(steps) + SPARE_STEPS))
        for number in range(self.count):
            step = steps[number] if number < len(steps) else None
            self._step(number, step)

    def _step(self, number: int, step: Any) -> None:
        name = f"Step {number + 1}"
        self.fields[f"step_title_{number}"] = forms.CharField(
            max_length=160, required=False, label=name, initial=step.title if step else ""
        )
        self.fields[f"step_minutes_{number}"] = forms.IntegerField(
            min_value=1,
            max_value=480,
            required=False,
            label=f"{name}: minutes",
            initial=step.minutes if step else None,
        )
        self.fields[f"step_text_{number}"] = forms.CharField(
            max_length=2000, required=False, label=f"{name}: how", initial=step.text if step else "",
            widget=forms.Textarea(attrs={"rows": 2}),
        )  # fmt: skip
        for part in ("title", "minutes", "text"):
            widget = self.fields[f"step_{part}_{number}"].widget
            widget.attrs["class"] = "form-control"

    def step_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """(title, minutes, text) of each row."""
        return [
            (self[f"step_title_{n}"], self[f"step_minutes_{n}"], self[f"step_text_{n}"])
            for n in range(self.count)
        ]

    def clean(self) -> dict[str, Any]:
        """A step with a title has minutes, and the other way around."""
        cleaned: dict[str, Any] = super().clean() or {}
        for number in range(self.count):
            title, minutes = cleaned.get(f"step_title_{number}"), cleaned.get(f"step_minutes_{number}")
            if title and not minutes and f"step_minutes_{number}" not in self.errors:
                self.add_error(f"step_minutes_{number}", "How many minutes does this step take?")
            if minutes and not title:
                self.add_error(f"step_title_{number}", "What happens in these minutes?")
        return cleaned

    def content(self) -> dict[str, Any]:
        """The activity as the library takes it."""
        data = self.cleaned_data
        words = {name: data[name] for name in self.base_fields if name != "questions"}
        steps = [
            {
                "title": data[f"step_title_{n}"],
                "minutes": data[f"step_minutes_{n}"],
                "text": data[f"step_text_{n}"],
            }
            for n in range(self.count)
            if data[f"step_title_{n}"]
        ]
        questions = [line.strip()[:300] for line in data["questions"].splitlines() if line.strip()]
        return {**words, "questions": questions, "steps": steps}


@require_http_methods(["GET", "POST"])
def new_activity(request: SignedInRequest) -> HttpResponse:
    """Write an activity for everybody."""
    if not manages_any_program(request.user):
        raise Http404
    return _write(request, None)


@require_http_methods(["GET", "POST"])
def edit_activity(request: SignedInRequest, key: str) -> HttpResponse:
    """Write the next version."""
    found = activity_to_edit(request.user, key, runs_programs=manages_any_program(request.user))
    return _write(request, found)


def _write(request: SignedInRequest, of: Activity | None) -> HttpResponse:
    form = ActivityForm(request.POST or None, of=of)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.write_activity(by=request.user, content=form.content(), of=of)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, f"“{made.title}” is in the library, version {made.version}.")
            return redirect("activity", made.key)
    versions = (
        Activity.every.filter(key=of.key).select_related("written_by").order_by("-version") if of else []
    )
    context = {"area": "activities", "form": form, "activity": of, "versions": versions}
    return render(request, "manager/activity.html", context)


@require_POST
def copy_activity(request: SignedInRequest, key: str) -> HttpResponse:
    """A copy to change."""
    found = activity_to_copy(key, runs_programs=manages_any_program(request.user))
    made = actions.copy_activity(by=request.user, activity=found)
    messages.success(request, "This is your own copy. Change what you like; the original stays.")
    return redirect("edit_activity", made.key)


@require_POST
def retire_activity(request: SignedInRequest, key: str) -> HttpResponse:
    """Take an activity out of the library, or put it back."""
    found = activity_to_edit(request.user, key, runs_programs=manages_any_program(request.user))
    actions.retire_activity(by=request.user, activity=found, retired=not found.is_retired)
    if found.is_retired:
        messages.success(request, f"“{found.title}” is in the library again.")
    else:
        messages.success(request, f"“{found.title}” is taken out. Sessions planned with it keep it.")
    return redirect("edit_activity", found.key)


class ResourceForm(StyledForm):
    """A resource: what it is, for whom, and where it leads."""

    title = forms.CharField(max_length=140)
    summary = forms.CharField(max_length=300, required=False, label="Why it is worth reading")
    kind = forms.ChoiceField(
        choices=ResourceKind.choices, widget=forms.RadioSelect, initial=ResourceKind.LINK
    )
    url = forms.CharField(max_length=600, required=False, label="Link", help_text="For a link: https://…")
    text = forms.CharField(
        max_length=40_000, required=False, help_text="For a text: Markdown works",
        widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip
    file = forms.FileField(
        required=False, help_text="For a file: a document up to 20 MB", widget=forms.FileInput()
    )
    audience = forms.ChoiceField(choices=Audience.choices, label="For whom")
    program = forms.ChoiceField(required=False, label="In which program")

    def __init__(self, *args: Any, programs: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["program"].choices = programs
        self.fields["program"].required = all(key for key, _ in programs)

    def values(self) -> dict[str, Any]:
        """What the actions take, without the file."""
        data = self.cleaned_data
        words = {name: data[name] for name in ("title", "summary", "url", "text", "audience")}
        return words | {"program_id": int(data["program"]) if data["program"] else None}


def _programs(request: SignedInRequest) -> list[tuple[str, str]]:
    mine = [(str(pk), name) for pk, name in managed_programs(request.user).values_list("pk", "name")]
    return [("", "The whole organization"), *mine] if is_administrator(request.user) else mine


@require_http_methods(["GET", "POST"])
def add_resource(request: SignedInRequest) -> HttpResponse:
    """Hand something out."""
    if not manages_any_program(request.user):
        raise Http404
    form = ResourceForm(request.POST or None, request.FILES or None, programs=_programs(request))
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read(MAX_FILE + 1) if upload else b""
        try:
            made = actions.add_resource(
                by=request.user, kind=form.cleaned_data["kind"], content=content,
                file_name=upload.name if upload else "", **form.values(),
            )  # fmt: skip
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, f"“{made.title}” is handed out.")
            return redirect("resources")
    return render(request, "manager/resource.html", {"area": "activities", "form": form})


def _mine(request: SignedInRequest, resource_id: int) -> Resource:
    """A resource this person may change: administrators all, managers what they handed out or their programs'."""
    if not manages_any_program(request.user):
        raise Http404
    found = Resource.objects.filter(pk=resource_id)
    if not is_administrator(request.user):
        runs = managed_programs(request.user).values("pk")
        found = found.filter(Q(added_by=request.user) | Q(program_id__in=runs))
    one = found.first()
    if one is None:
        raise Http404
    return one


@require_http_methods(["GET", "POST"])
def edit_resource(request: SignedInRequest, resource_id: int) -> HttpResponse:
    """Change its words, or remove it."""
    found = _mine(request, resource_id)
    if request.POST.get("verb") == "remove":
        actions.remove_resource(by=request.user, resource=found)
        messages.success(request, f"“{found.title}” is removed.")
        return redirect("resources")
    names = ("title", "summary", "kind", "url", "text", "audience")
    initial = {name: getattr(found, name) for name in names} | {"program": str(found.program_id or "")}
    form = ResourceForm(request.POST or None, initial=initial, programs=_programs(request))
    for name in ("kind", "file", *({"url", "text"} - {{"link": "url", "text": "text"}.get(found.kind, "")})):
        del form.fields[name]
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        fields = {name: data[name] for name in names if name in data}
        fields["program_id"] = int(data["program"]) if data["program"] else None
        try:
            actions.change_resource(by=request.user, resource=found, **fields)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Saved.")
            return redirect("resources")
    return render(request, "manager/resource.html", {"area": "activities", "form": form, "resource": found})
