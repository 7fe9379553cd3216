"""The sections of a program's set-up page as forms."""

from typing import Any

from django import forms

from pairwell.programs.models import Program
from pairwell.programs.rules.questions import QuestionSpec, options_of
from pairwell.programs.states import Asked, Format, QuestionKind
from pairwell.web.forms import StyledForm


def _date(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


def _number(label: str, low: int, high: int, help_text: str = "") -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=low, max_value=high, help_text=help_text)


def _text(label: str, limit: int, rows: int, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, help_text=help_text, required=False, widget=widget)


class SectionForm(StyledForm):
    """A section; `version` is the one the manager has before them."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = ""

    def settings(self) -> dict[str, Any]:
        """The settings this section changes."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class BasicsForm(SectionForm):
    title = "What it is"
    name = forms.CharField(max_length=140, label="Name")
    aim = _text(
        "What it is for", 2000, 5, "In a participant's words. **bold**, lists with - at the start of a line"
    )
    expectations = _text("What is asked of participants", 2000, 5)
    format = forms.ChoiceField(choices=Format.choices, label="Format")


class DatesForm(SectionForm):
    title = "Dates and rhythm"
    enrollment_opens_on = _date("Enrollment opens")
    enrollment_closes_on = _date("Enrollment closes", "Empty: people can join all the time")
    starts_on = _date("Mentorships start")
    ends_on = _date("Mentorships end")
    cadence_days = _number("Days from session to session", 1, 120)
    session_minutes = _number("Minutes of a session", 10, 480)


class JoiningForm(SectionForm):
    title = "Who can join"
    is_open = forms.BooleanField(required=False, label="Everybody in the directory may join")
    needs_approval = forms.BooleanField(required=False, label="I approve each enrollment")
    mentor_places = _number("Mentors (or peers) one mentee may have at a time", 1, 5)
    circle_size = _number("Members of a circle, leaders not counted", 2, 12, "For circles only")
    answer_days = _number("Days to answer a proposal", 1, 60)


class LettersForm(SectionForm):
    title = "Letters"
    invitation_text = _text(
        "The invitation", 4000, 8, "Their name, the last day to join and a button are added for you."
    )


SECTIONS: dict[str, type[SectionForm]] = {
    "basics": BasicsForm,
    "dates": DatesForm,
    "joining": JoiningForm,
    "letters": LettersForm,
}


def section_form(key: str, program: Program, data: Any = None) -> SectionForm:
    """A section's form, filled from the program; field ids are the section's own."""
    kind = SECTIONS[key]
    now = {name: getattr(program, name) for name in kind.base_fields}
    return kind(data, initial=now, auto_id=f"{key}_%s")


class QuestionForm(StyledForm):
    """One question of the enrollment form."""

    text = forms.CharField(max_length=300, label="Question")
    help = forms.CharField(max_length=300, required=False, label="A hint below it")
    kind = forms.ChoiceField(choices=QuestionKind.choices, label="Kind of answer")
    options = forms.CharField(
        required=False,
        max_length=4000,
        label="Options, one on each line",
        help_text="For “one of several” and “some of several”. A line you leave as it is keeps its answers.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    asked = forms.ChoiceField(choices=Asked.choices, label="Who is asked")
    required = forms.BooleanField(required=False, label="Must be answered")
    used_in_matching = forms.BooleanField(required=False, label="Used in matching")

    def spec(self, present: tuple[tuple[str, str], ...] = ()) -> QuestionSpec:
        """The question as values; `present` options keep their keys."""
        said = self.cleaned_data
        return QuestionSpec(
            key="",
            text=said["text"],
            kind=said["kind"],
            help=said["help"],
            options=options_of(said["options"], present),
            required=said["required"],
            asked=said["asked"],
            used_in_matching=said["used_in_matching"],
        )
