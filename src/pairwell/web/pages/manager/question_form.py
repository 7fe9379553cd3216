"""The question builder's form: one question with everything that can be said about it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms

from pairwell.programs.rules.conditions import possible_answers
from pairwell.programs.rules.questions import (
    FILE_TYPES,
    TRANSLATED,
    USUAL_MEGABYTES,
    QuestionSpec,
    ShownIf,
    options_of,
)
from pairwell.programs.states import Asked, MatchedHow, QuestionKind, SeenBy
from pairwell.web.forms import StyledForm

NOBODY = [("", "– always –")]


class QuestionForm(StyledForm):
    """One question of the enrollment form. others: the questions it may wait for."""

    text = forms.CharField(max_length=300, label="Question")
    help = forms.CharField(max_length=300, required=False, label="A hint below it")
    kind = forms.ChoiceField(choices=QuestionKind.choices, label="Kind of answer")
    options = forms.CharField(
        required=False,
        max_length=4000,
        label="Options, one on each line",
        help_text="For “one of several”, “some of several” and “in order”. "
        "A line you leave as it is keeps its answers.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    asked = forms.ChoiceField(choices=Asked.choices, label="Who is asked")
    required = forms.BooleanField(required=False, label="Must be answered")
    shown_if = forms.ChoiceField(
        required=False,
        label="Only asked of those who answered",
        help_text="Another question and one of its answers. Choose more answers below it if several will do.",
    )
    shown_if_more = forms.MultipleChoiceField(
        required=False, label="Or one of these answers", widget=forms.CheckboxSelectMultiple
    )
    used_in_matching = forms.BooleanField(required=False, label="Used in matching")
    matched_how = forms.ChoiceField(
        required=False,
        choices=[("", "– the usual way for its kind –"), *MatchedHow.choices],
        label="How two answers are compared",
        help_text="Its weight is set under Match.",
    )
    seen_by = forms.ChoiceField(
        required=False,
        choices=SeenBy.choices,
        initial=SeenBy.MANAGERS,
        label="Who reads the answers",
        help_text="It is printed beside the question. Once people have answered, it can only become fewer.",
    )
    least = forms.FloatField(required=False, label="Smallest number")
    most = forms.FloatField(
        required=False, label="Largest number, or how many may be chosen", help_text="Empty: the usual"
    )
    levels = forms.BooleanField(required=False, label="For skills: also ask for level and how urgent it is")
    megabytes = forms.IntegerField(
        required=False, label="For files: at most so many MB", initial=USUAL_MEGABYTES
    )
    types = forms.MultipleChoiceField(
        required=False,
        choices=[(name, name) for name in FILE_TYPES],
        label="For files: of these types",
        help_text="None ticked: all of them",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, others: Sequence[QuestionSpec], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (f"{spec.text[:90]}", list(_answers_to(spec))) for spec in others if possible_answers(spec)
        ]
        flat = [answer for _, answers in choices for answer in answers]
        if choices:
            self.fields["shown_if"].choices = [*NOBODY, *choices]
            self.fields["shown_if_more"].choices = flat
        else:
            del self.fields["shown_if"], self.fields["shown_if_more"]
        for language, name in TRANSLATED.items():
            self._add_translation(language, name)

    def _add_translation(self, language: str, name: str) -> None:
        attrs = {"lang": language, "dir": "auto"}
        self.fields[f"text_{language}"] = forms.CharField(
            required=False, max_length=300, label=f"Question, {name}", widget=forms.TextInput(attrs=attrs)
        )
        self.fields[f"help_{language}"] = forms.CharField(
            required=False, max_length=300, label=f"Hint, {name}", widget=forms.TextInput(attrs=attrs)
        )
        self.fields[f"options_{language}"] = forms.CharField(
            required=False,
            max_length=4000,
            label=f"Options in the same order, {name}",
            widget=forms.Textarea(attrs={"rows": 3, **attrs}),
        )
        for field in ("text", "help", "options"):
            self.fields[f"{field}_{language}"].widget.attrs["class"] = "form-control"

    def groups(self) -> Iterator[tuple[str, str, list[forms.BoundField]]]:
        """(heading, hint, fields): the parts of the page."""
        parts = (
            ("", "", ("text", "help", "kind", "options", "asked", "required")),
            ("Only for some", "", ("shown_if", "shown_if_more")),
            ("Matching and readers", "", ("used_in_matching", "matched_how", "seen_by")),
            (
                "Limits",
                "What does not fit the kind of answer is left out.",
                ("least", "most", "levels", "megabytes", "types"),
            ),
        )  # fmt: skip
        for heading, hint, names in parts:
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                yield heading, hint, fields

    def languages(self) -> list[tuple[str, bool, list[forms.BoundField]]]:
        """(name, whether something is translated, fields) of each language."""
        found = []
        for language, name in TRANSLATED.items():
            fields = [self[f"{field}_{language}"] for field in ("text", "help", "options")]
            found.append((name, any(field.value() for field in fields), fields))
        return found

    def spec(self, present: tuple[tuple[str, str], ...] = ()) -> QuestionSpec:
        """The question as values; `present` options keep their keys."""
        said = self.cleaned_data
        options = options_of(said["options"], present)
        return QuestionSpec(
            key="",
            text=said["text"],
            kind=said["kind"],
            help=said["help"],
            options=options,
            required=said["required"],
            asked=said["asked"],
            used_in_matching=said["used_in_matching"],
            matched_how=said["matched_how"] if said["used_in_matching"] else "",
            seen_by=said["seen_by"] or SeenBy.MANAGERS,
            shown_if=self._condition(),
            translations=self._translations(options),
            limits=self._limits(),
        )

    def _condition(self) -> ShownIf | None:
        first = self.cleaned_data.get("shown_if", "")
        if not first:
            return None
        question, _, answer = first.partition("=")
        more = [one.partition("=") for one in self.cleaned_data.get("shown_if_more", [])]
        answers = dict.fromkeys([answer, *(value for key, _, value in more if key == question)])
        return ShownIf(question, tuple(answers))

    def _translations(self, options: Sequence[tuple[str, str]]) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for language in TRANSLATED:
            lines = [" ".join(x.split()) for x in self.cleaned_data[f"options_{language}"].splitlines()]
            labels = {key: line for (key, _), line in zip(options, filter(None, lines), strict=False)}
            said = {name: self.cleaned_data[f"{name}_{language}"] for name in ("text", "help")}
            if any(said.values()) or labels:
                found[language] = {**said, "options": labels}
        return found

    def _limits(self) -> dict[str, Any]:
        said, kind = self.cleaned_data, self.cleaned_data["kind"]
        names = _LIMITS.get(QuestionKind(kind), ())
        found = {name: said[name] for name in names if said.get(name) not in (None, "", [], False)}
        if kind != QuestionKind.NUMBER and "most" in found:
            found["most"] = int(found["most"])
        return found

    @staticmethod
    def now(spec: QuestionSpec) -> dict[str, Any]:
        """Field values of a question that is there."""
        plain = ("text", "help", "kind", "asked", "required", "used_in_matching", "matched_how", "seen_by")
        found: dict[str, Any] = {name: getattr(spec, name) for name in plain}
        found["options"] = "\n".join(label for _, label in spec.options)
        found |= dict(spec.limits)
        if spec.shown_if is not None:
            marks = [f"{spec.shown_if.question}={answer}" for answer in spec.shown_if.answers]
            found["shown_if"], found["shown_if_more"] = marks[0], marks[1:]
        for language, said in spec.translations.items():
            found[f"text_{language}"], found[f"help_{language}"] = said.get("text"), said.get("help")
            labels = said.get("options", {})
            found[f"options_{language}"] = "\n".join(
                labels.get(key, "") for key, _ in spec.options if key in labels
            )
        return found


_LIMITS: dict[QuestionKind, tuple[str, ...]] = {
    QuestionKind.NUMBER: ("least", "most"),
    QuestionKind.MULTIPLE: ("most",),
    QuestionKind.RANKED: ("most",),
    QuestionKind.PERSON: ("most",),
    QuestionKind.SKILLS: ("most", "levels"),
    QuestionKind.FILE: ("megabytes", "types"),
}


def _answers_to(spec: QuestionSpec) -> Iterator[tuple[str, str]]:
    for value, words in possible_answers(spec):
        yield f"{spec.key}={value}", f"{words} ({spec.text[:50]})"
