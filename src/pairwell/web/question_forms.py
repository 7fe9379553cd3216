"""A program's own questions as a form: for those who join, and for the manager's preview."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from pairwell.people.queries import skill_choices
from pairwell.programs.rules.questions import LONGTEXT_LIMIT, TEXT_LIMIT, QuestionSpec
from pairwell.programs.states import QuestionKind
from pairwell.web.forms import StyledForm, dress

_SCALE = [("1", "1, not at all"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5, very much")]
_LISTS = (QuestionKind.MULTIPLE, QuestionKind.SKILLS)


class QuestionsForm(StyledForm):
    """One field for each question; the rules of the programs room check the answers."""

    use_required_attribute = False

    def __init__(self, specs: Sequence[QuestionSpec], *args: Any, **kwargs: Any) -> None:
        self.specs = list(specs)
        super().__init__(*args, **kwargs)
        skills = skill_choices() if any(s.kind == QuestionKind.SKILLS for s in specs) else []
        for spec in self.specs:
            self.fields[spec.field] = field_for(spec, skills)


def field_for(spec: QuestionSpec, skills: Sequence[Any]) -> forms.Field:
    """The field of one question, dressed."""
    plain: dict[str, Any] = {"label": spec.text, "help_text": spec.help, "required": spec.required}
    field = _FIELDS[QuestionKind(spec.kind)](spec, skills, plain)
    field.error_messages["required"] = "Please answer this question."
    dress(field.widget)
    return field


def _skills(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    hint = spec.help or "Start typing to find a skill; without scripts, hold Ctrl to choose several."
    widget = forms.SelectMultiple(attrs={"data-picker": "", "size": 8})
    return forms.MultipleChoiceField(choices=skills, widget=widget, **{**plain, "help_text": hint})


def _number(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **plain)


_FIELDS: dict[QuestionKind, Any] = {
    QuestionKind.TEXT: lambda spec, skills, plain: forms.CharField(max_length=TEXT_LIMIT, **plain),
    QuestionKind.LONGTEXT: lambda spec, skills, plain: forms.CharField(
        max_length=LONGTEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 4}), **plain
    ),
    QuestionKind.SINGLE: lambda spec, skills, plain: forms.ChoiceField(
        choices=spec.options, widget=forms.RadioSelect, **plain
    ),
    QuestionKind.MULTIPLE: lambda spec, skills, plain: forms.MultipleChoiceField(
        choices=spec.options, widget=forms.CheckboxSelectMultiple, **plain
    ),
    QuestionKind.SCALE: lambda spec, skills, plain: forms.ChoiceField(
        choices=_SCALE, widget=forms.RadioSelect, **plain
    ),
    QuestionKind.NUMBER: _number,
    QuestionKind.YESNO: lambda spec, skills, plain: forms.ChoiceField(
        choices=[("true", "Yes"), ("false", "No")], widget=forms.RadioSelect, **plain
    ),
    QuestionKind.SKILLS: _skills,
}


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the data of a POST, even an empty one; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def typed(specs: Sequence[QuestionSpec], data: QueryDict) -> dict[str, Any]:
    """What was typed, by question key, unchecked: what a draft keeps."""
    return {
        spec.key: data.getlist(spec.field) if spec.kind in _LISTS else data.get(spec.field, "")
        for spec in specs
    }


def initial(specs: Sequence[QuestionSpec], answers: Mapping[str, Any]) -> dict[str, Any]:
    """Field values of answers that were given before."""
    found = {}
    for spec in specs:
        value = answers.get(spec.key)
        if isinstance(value, bool):
            value = "true" if value else "false"
        if value is not None:
            found[spec.field] = value
    return found


def in_words(spec: QuestionSpec, value: Any, skill_names: Mapping[str, str]) -> str:
    """An answer as people read it."""
    labels = {**dict(spec.options)} if spec.options else {}
    if spec.kind == QuestionKind.SKILLS:
        return ", ".join(skill_names.get(key, key) for key in value)
    if spec.kind == QuestionKind.MULTIPLE:
        return ", ".join(labels.get(key, key) for key in value)
    if spec.kind == QuestionKind.YESNO:
        return "Yes" if value in (True, "true") else "No"
    if spec.kind == QuestionKind.SCALE:
        return f"{value} of 5"
    return labels.get(value, str(value))
