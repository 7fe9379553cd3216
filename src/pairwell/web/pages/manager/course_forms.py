"""The form of a course: its words, its lessons in order, and the check at the end."""

from typing import Any

from django import forms

from pairwell.library.states import Audience
from pairwell.web.forms import StyledForm

MOST_OPTIONS = 6
MOST_LESSONS, MOST_QUESTIONS = 40, 40


class CourseForm(StyledForm):
    """What the course is, for whom, and when it is passed; version: the one this form began from."""

    title = forms.CharField(max_length=120)
    summary = forms.CharField(
        max_length=300, label="In two sentences", widget=forms.Textarea(attrs={"rows": 2})
    )
    audience = forms.ChoiceField(choices=Audience.choices, label="For whom")
    pass_percent = forms.IntegerField(
        min_value=1, max_value=100, initial=75, label="Right answers needed, in percent"
    )
    is_offered = forms.BooleanField(required=False, initial=True, label="Offer it in the library")
    version = forms.IntegerField(min_value=0, initial=0, widget=forms.HiddenInput, required=False)


class LessonForm(StyledForm):
    """One lesson."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)
    title = forms.CharField(max_length=120, label="Title of the lesson")
    minutes = forms.IntegerField(min_value=1, max_value=120, label="Minutes to read")
    text = forms.CharField(
        max_length=20_000, label="Text", help_text="Markdown works: # headings, **bold**, - lists, links.",
        widget=forms.Textarea(attrs={"rows": 10}),
    )  # fmt: skip


class QuestionForm(StyledForm):
    """One question of the check: options in their order, the right ones marked."""

    key = forms.CharField(required=False, widget=forms.HiddenInput, max_length=80)
    text = forms.CharField(max_length=400, label="Question")
    because = forms.CharField(max_length=400, required=False, label="Said after it was answered")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(MOST_OPTIONS):
            name = f"Answer {number + 1}"
            self.fields[f"option_{number}"] = forms.CharField(
                max_length=300, required=False, label=name,
                widget=forms.TextInput(attrs={"class": "form-control", "aria-label": name}),
            )  # fmt: skip
            self.fields[f"right_{number}"] = forms.BooleanField(
                required=False, label="is right",
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )  # fmt: skip

    def option_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """(option, right) of each row."""
        return [(self[f"option_{n}"], self[f"right_{n}"]) for n in range(MOST_OPTIONS)]

    def clean(self) -> dict[str, Any]:
        """At least two answers, no two the same, at least one of them right."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.has_changed() or cleaned.get("DELETE"):
            return cleaned
        options, right = self._options(cleaned)
        for number in range(MOST_OPTIONS):
            if cleaned.get(f"right_{number}") and not cleaned.get(f"option_{number}"):
                self.add_error(f"option_{number}", "This one is marked as right: write it, or unmark it.")
        if len(options) < 2:
            self.add_error("option_1", "Write at least two answers to choose from.")
        elif len(set(options)) < len(options):
            self.add_error("option_1", "Two answers are the same.")
        elif not right:
            self.add_error("option_0", "Mark the answers that are right.")
        return cleaned

    def _options(self, cleaned: dict[str, Any]) -> tuple[list[str], list[int]]:
        options: list[str] = []
        right: list[int] = []
        for number in range(MOST_OPTIONS):
            if text := cleaned.get(f"option_{number}"):
                if cleaned.get(f"right_{number}"):
                    right.append(len(options))
                options.append(text)
        return options, right

    def row(self) -> dict[str, Any]:
        """The question as the library takes it."""
        options, right = self._options(self.cleaned_data)
        return {n: self.cleaned_data[n] for n in ("key", "text", "because")} | {
            "options": options, "right": right,
        }  # fmt: skip


class _Parts(forms.BaseFormSet):
    def get_ordering_widget(self) -> forms.Widget:  # type: ignore[override]
        return forms.NumberInput(attrs={"class": "form-control"})

    def get_deletion_widget(self) -> forms.Widget:  # type: ignore[override]
        return forms.CheckboxInput(attrs={"class": "form-check-input"})

    def add_fields(self, form: Any, index: int | None) -> None:
        """The fields of the set, named for people."""
        super().add_fields(form, index)
        form.fields["ORDER"].label, form.fields["DELETE"].label = "Place", "Take it out"


def _set_of(form: type[forms.Form], most: int) -> Any:
    return forms.formset_factory(
        form, formset=_Parts, extra=2, can_order=True, can_delete=True, max_num=most, validate_max=True,
        absolute_max=400,
    )  # fmt: skip


Lessons, Questions = _set_of(LessonForm, MOST_LESSONS), _set_of(QuestionForm, MOST_QUESTIONS)


def in_order(parts: Any) -> list[Any]:
    """The filled forms of a set in their order, those taken out left out."""
    return [form for form in parts.ordered_forms if form.has_changed() or form.initial]


def initial_questions(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Questions of the library as the form takes them."""
    return [
        {name: row[name] for name in ("key", "text", "because")}
        | {f"option_{n}": text for n, text in enumerate(row["options"][:MOST_OPTIONS])}
        | {f"right_{n}": True for n in row["right"]}
        for row in rows
    ]
