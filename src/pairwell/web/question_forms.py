"""A program's own questions as a form: for those who join, and for the manager's preview."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.urls import reverse

from pairwell.core.errors import Refusal
from pairwell.people.queries import skill_choices
from pairwell.programs.rules.answers import DAYS, is_blank
from pairwell.programs.rules.conditions import possible_answers
from pairwell.programs.rules.questions import (
    FILE_TYPES,
    LONGTEXT_LIMIT,
    TEXT_LIMIT,
    USUAL_MEGABYTES,
    QuestionSpec,
)
from pairwell.programs.states import QuestionKind, SeenBy
from pairwell.web.forms import StyledForm, dress
from pairwell.web.question_widgets import (
    HoursGrid,
    KeptFile,
    LongChoiceField,
    LongSelect,
    RankedChoices,
    SkillLevels,
)

_SCALE = [("1", "1, not at all"), ("2", "2"), ("3", "3"), ("4", "4"), ("5", "5, very much")]
_DAY_NAMES = dict(zip(DAYS, ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"), strict=True))
Judge = Callable[[Mapping[str, Any]], Sequence[Refusal]]


class QuestionsForm(StyledForm):
    """One field for each question; the rules of the programs room check the answers.

    judge: what is wrong with the answers as typed, by the rules; without it only the fields look.
    skills: the catalog, where it was read already.
    """

    use_required_attribute = False

    def __init__(
        self,
        specs: Sequence[QuestionSpec],
        *args: Any,
        judge: Judge | None = None,
        skills: Sequence[tuple[str, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        self.specs, self.judge = list(specs), judge
        super().__init__(*args, **kwargs)
        if skills is None:
            skills = skill_choices() if any(s.kind == QuestionKind.SKILLS for s in specs) else []
        by_key = {spec.key: spec for spec in self.specs}
        for spec in self.specs:
            self.fields[spec.field] = field_for(spec, skills, by_key)

    @property
    def has_files(self) -> bool:
        """Whether it must be sent as several parts."""
        return any(spec.kind == QuestionKind.FILE for spec in self.specs)

    def typed(self) -> dict[str, Any]:
        """What was typed, by question key, unchecked: what a draft keeps. Files are not in it."""
        return {
            spec.key: self.fields[spec.field].widget.value_from_datadict(self.data, self.files, spec.field)
            for spec in self.specs
            if spec.kind != QuestionKind.FILE
        }

    def clean(self) -> dict[str, Any]:
        """Beside each field, what the rules say about it."""
        said = super().clean() or {}
        for refusal in self.judge(self.typed()) if self.judge else ():
            if refusal.field in self.fields and refusal.field not in self.errors:
                self.add_error(refusal.field, refusal.message)
        return said


def field_for(
    spec: QuestionSpec, skills: Sequence[Any], others: Mapping[str, QuestionSpec] | None = None
) -> forms.Field:
    """The field of one question, dressed; required by the form itself only when it is always shown."""
    required = spec.required and spec.shown_if is None and spec.kind not in _JUDGED
    plain: dict[str, Any] = {"label": spec.text, "help_text": _hint(spec, others or {}), "required": required}
    field = _FIELDS[QuestionKind(spec.kind)](spec, skills, plain)
    field.error_messages["required"] = "Please answer this question."
    dress(field.widget)
    field.is_asked_always = spec.shown_if is None
    if spec.shown_if is not None:
        field.shown_if = (f"q_{spec.shown_if.question}", " ".join(map(_as_typed, spec.shown_if.answers)))
    return field


def _as_typed(answer: str) -> str:
    return {"yes": "true", "no": "false"}.get(answer, answer)


_READ_BY = {
    SeenBy.MATCHING: "Nobody reads this: the matching alone uses it.",
    SeenBy.PARTNERS: "Your match reads this, too.",
}


def _hint(spec: QuestionSpec, others: Mapping[str, QuestionSpec]) -> str:
    said = f"{spec.help} {_condition_in_words(spec, others)} {_READ_BY.get(SeenBy(spec.seen_by), '')}"
    return " ".join(said.split())


def _condition_in_words(spec: QuestionSpec, others: Mapping[str, QuestionSpec]) -> str:
    if spec.shown_if is None or spec.shown_if.question not in others:
        return ""
    target = others[spec.shown_if.question]
    words = dict(possible_answers(target))
    said = " or ".join(f"“{words.get(one, one)}”" for one in spec.shown_if.answers)
    return f"Only if you answered {said} to “{target.text}”."


def _text(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=TEXT_LIMIT, **plain)


def _longtext(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=LONGTEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 4}), **plain)


def _single(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=spec.options, widget=forms.RadioSelect, **plain)


def _multiple(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    return forms.MultipleChoiceField(choices=spec.options, widget=forms.CheckboxSelectMultiple, **plain)


def _ranked(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    hint = plain["help_text"] or f"Give a place to up to {spec.most()} of them."
    return forms.Field(widget=RankedChoices(spec.options, spec.most()), **{**plain, "help_text": hint})


def _scale(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=_SCALE, widget=forms.RadioSelect, **plain)


def _yesno(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    return forms.ChoiceField(choices=[("true", "Yes"), ("false", "No")], widget=forms.RadioSelect, **plain)


def _skills(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    hint = plain["help_text"] or "Start typing to find a skill; without scripts, hold Ctrl to choose several."
    plain = {**plain, "help_text": hint}
    if spec.limits.get("levels"):
        return forms.Field(widget=SkillLevels(skills), **plain)
    widget = LongSelect(attrs={"data-picker": "", "size": 8})
    return LongChoiceField(choices=tuple(skills), widget=widget, **plain)


def _number(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    return forms.CharField(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **plain)


def _date(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.CharField(max_length=40, widget=widget, **plain)


def _person(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    most = "one colleague" if spec.most() == 1 else f"up to {spec.most()} colleagues"
    said = f"Type a name to find {most}; without scripts, write email addresses with commas."
    widget = forms.TextInput(attrs={"data-people": reverse("find_people"), "data-most": str(spec.most())})
    hint = f"{plain['help_text']} {said}".strip()
    return forms.CharField(max_length=2000, widget=widget, **{**plain, "help_text": hint})


def _hours(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    return forms.Field(widget=HoursGrid(), **plain)


_KEPT = "It is kept as soon as you press Next, also when another answer needs another look."


def _file(spec: QuestionSpec, skills: Sequence[Any], plain: dict[str, Any]) -> forms.Field:
    types = spec.limits.get("types") or FILE_TYPES
    size = spec.limits.get("megabytes") or USUAL_MEGABYTES
    hint = f"{plain['help_text']} {', '.join(types)}; at most {size} MB. {_KEPT}".strip()
    widget = KeptFile(attrs={"accept": ",".join(f".{name}" for name in types)})
    return forms.FileField(widget=widget, **{**plain, "help_text": hint, "required": False})


_JUDGED = (QuestionKind.RANKED, QuestionKind.HOURS, QuestionKind.FILE)
"""Kinds whose emptiness only the rules can see."""
_FIELDS: dict[QuestionKind, Callable[..., forms.Field]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONGTEXT: _longtext,
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.RANKED: _ranked,
    QuestionKind.SCALE: _scale,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.YESNO: _yesno,
    QuestionKind.SKILLS: _skills,
    QuestionKind.PERSON: _person,
    QuestionKind.HOURS: _hours,
    QuestionKind.FILE: _file,
}


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: the data of a POST, even an empty one; None when the page is only read."""
    return request.POST if request.method == "POST" else None


def initial(
    specs: Sequence[QuestionSpec], answers: Mapping[str, Any], people: Mapping[int, str] | None = None
) -> dict[str, Any]:
    """Field values of answers that were given before. people: how those who were named are written."""
    found = {}
    for spec in specs:
        value = answers.get(spec.key)
        if isinstance(value, bool):
            value = "true" if value else "false"
        if spec.kind == QuestionKind.PERSON and isinstance(value, list):
            value = ",".join((people or {})[pk] for pk in value if pk in (people or {}))
        if value is not None:
            found[spec.field] = value
    return found


def named_people(specs: Sequence[QuestionSpec], answers: Mapping[str, Any]) -> set[int]:
    """Ids of the people whom answers name."""
    found: set[int] = set()
    for spec in specs:
        value = answers.get(spec.key)
        if spec.kind == QuestionKind.PERSON and isinstance(value, list):
            found |= {pk for pk in value if isinstance(pk, int)}
    return found


def in_words(
    spec: QuestionSpec, value: Any, skill_names: Mapping[str, str], people: Mapping[int, str] | None = None
) -> str:
    """An answer as people read it, "" for none. people: names (or addresses) by id."""
    if is_blank(value):
        return ""
    labels = dict(spec.options)
    words = _WORDS.get(QuestionKind(spec.kind))
    if words is not None:
        return words(
            value, {**labels, **(skill_names if spec.kind == QuestionKind.SKILLS else {})}, people or {}
        )
    return str(labels.get(value, value)) if isinstance(value, str) else str(value)


def _listed_words(value: Any, labels: Mapping[str, str], people: Mapping[int, str]) -> str:
    return ", ".join(labels.get(key, key) for key in value) if not isinstance(value, str) else value


def _ranked_words(value: Any, labels: Mapping[str, str], people: Mapping[int, str]) -> str:
    return ", ".join(f"{place}. {labels.get(key, key)}" for place, key in enumerate(value, 1))


def _skill_words(value: Any, labels: Mapping[str, str], people: Mapping[int, str]) -> str:
    if not isinstance(value, Mapping):
        return _listed_words(value, labels, people)
    urgent = {1: "can wait", 2: "", 3: "urgent"}
    said = []
    for key, (level, urgency) in value.items():
        more = [f"level {level} of 5", urgent.get(int(urgency), "")]
        said.append(f"{labels.get(key, key)} ({', '.join(filter(None, more))})")
    return ", ".join(said)


def _person_words(value: Any, labels: Mapping[str, str], people: Mapping[int, str]) -> str:
    if isinstance(value, str):
        return ", ".join(one.partition("#")[0].strip() for one in value.split(",") if one.strip())
    return ", ".join(people.get(pk, "somebody who is not here any more") for pk in value)


def _hour_words(value: Any, labels: Mapping[str, str], people: Mapping[int, str]) -> str:
    if not isinstance(value, Mapping):
        return f"{len(value)} hours a week"
    days = []
    for day, spans in value.items():
        days.append(f"{_DAY_NAMES.get(day, day)} {', '.join(f'{a}–{b}' for a, b in spans)}")
    return "; ".join(days)


_WORDS: dict[QuestionKind, Callable[..., str]] = {
    QuestionKind.SKILLS: _skill_words,
    QuestionKind.MULTIPLE: _listed_words,
    QuestionKind.RANKED: _ranked_words,
    QuestionKind.PERSON: _person_words,
    QuestionKind.HOURS: _hour_words,
    QuestionKind.YESNO: lambda value, labels, people: "Yes" if value in (True, "true") else "No",
    QuestionKind.SCALE: lambda value, labels, people: f"{value} of 5",
    QuestionKind.FILE: lambda value, labels, people: str(value.get("name", "")),
}
