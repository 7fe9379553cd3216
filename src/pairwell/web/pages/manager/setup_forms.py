"""The sections of a program's set-up page as forms."""

from typing import Any

from django import forms

from pairwell.programs.actions import settings_digest
from pairwell.programs.models import Program
from pairwell.programs.rules.questions import options_of
from pairwell.programs.states import Format
from pairwell.web.forms import StyledForm


def _date(label: str, help_text: str = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, required=False, widget=widget)


def _number(
    label: str, low: int, high: int, help_text: str = "", *, required: bool = True
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=low, max_value=high, help_text=help_text, required=required
    )


def _text(label: str, limit: int, rows: int, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=limit, help_text=help_text, required=False, widget=widget)


class SectionForm(StyledForm):
    """A section; `version` is the one the manager has before them, `seen` what its settings were then."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    title = ""
    note = ""
    narrow: tuple[str, ...] = ()

    @classmethod
    def names(cls) -> list[str]:
        """The settings that this section is about."""
        return [name for name in cls.base_fields if name not in ("version", "seen")]

    def settings(self) -> dict[str, Any]:
        """The settings this section changes."""
        return {name: self.cleaned_data[name] for name in self.names() if name in self.cleaned_data}


class BasicsForm(SectionForm):
    title = "What it is"
    name = forms.CharField(max_length=140, label="Name")
    aim = _text(
        "What it is for", 2000, 5, "In a participant's words. **bold**, lists with - at the start of a line"
    )
    expectations = _text("What is asked of participants", 2000, 5)
    format = forms.ChoiceField(choices=Format.choices, label="Format")
    also_formats = forms.MultipleChoiceField(
        choices=[choice for choice in Format.choices if choice[0] != Format.PEER],
        required=False,
        label="Other formats people can choose when they join",
        help_text="For a program with circles beside one-on-one mentoring, say. None: everybody has the same.",
        widget=forms.CheckboxSelectMultiple,
    )

    def clean_also_formats(self) -> list[str]:
        """The format itself is no other format."""
        return [name for name in self.cleaned_data["also_formats"] if name != self.data.get("format")]


class DatesForm(SectionForm):
    title = "Dates and rhythm"
    narrow = (
        "enrollment_opens_on", "enrollment_closes_on", "starts_on", "ends_on", "cadence_days", "session_minutes",
    )  # fmt: skip
    enrollment_opens_on = _date("Enrollment opens")
    enrollment_closes_on = _date("Enrollment closes", "Empty: people can join all the time")
    starts_on = _date("Mentorships start")
    ends_on = _date("Mentorships end")
    is_rolling = forms.BooleanField(
        required=False,
        label="Rolling: people join and are matched while it runs",
        help_text="Otherwise it is a cohort: everybody starts together.",
    )
    cadence_days = _number("Days from session to session", 1, 120, "Not for single conversations")
    session_minutes = _number("Minutes of a session", 10, 480)


class JoiningForm(SectionForm):
    title = "Who can join"
    narrow = (
        "mentor_capacity", "mentee_capacity", "mentor_places", "answer_days", "circle_size", "circle_leaders",
        "join_code", "opt_out_days",
    )  # fmt: skip
    is_open = forms.BooleanField(required=False, label="Everybody in the directory may join")
    by_nomination = forms.BooleanField(
        required=False,
        label="People managers may nominate their reports",
        help_text="Who is nominated gets a letter and is enrolled after some days unless they say no.",
    )
    needs_approval = forms.BooleanField(required=False, label="I approve each enrollment")
    asks_people_manager = forms.BooleanField(
        required=False,
        label="People managers approve their reports' applications",
        help_text="They say yes or not now, and may write you a comment. They never see content.",
    )
    join_code = forms.CharField(
        required=False,
        max_length=20,
        label="A code to join with",
        help_text="Letters and digits, at least 6. Who has the code or its link may join. Empty: no code.",
    )
    opt_out_days = _number("Days to say no to a nomination", 1, 60, required=False)
    mentor_capacity = _number("Mentors it takes on", 1, 100_000, "Empty: as many as come", required=False)
    mentee_capacity = _number(
        "Mentees (or peers) it takes on",
        1,
        100_000,
        "When it is full, people wait in a fair line that moves by itself",
        required=False,
    )
    mentor_places = _number("Mentors (or peers) one mentee may have at a time", 1, 5)
    needs = _text(
        "Needs for which a mentee may have one mentor each",
        600,
        3,
        "One on each line, such as: my field, my career, the language. Empty: mentors for everything.",
    )
    circle_size = _number("Members of a circle at most, leaders not counted", 2, 12, "For circles only")
    circle_leaders = _number("Mentors who lead a circle together", 1, 2, "For circles only", required=False)
    mentor_training = forms.MultipleChoiceField(
        required=False,
        label="Training mentors finish before they are matched",
        widget=forms.CheckboxSelectMultiple,
    )
    answer_days = _number("Days to answer a proposal", 1, 60)

    def clean_join_code(self) -> str:
        """Codes are compared in capitals; blanks and dashes do not count."""
        code = "".join(self.cleaned_data["join_code"].split()).replace("-", "").upper()
        if code and not (code.isascii() and code.isalnum() and len(code) >= 6):
            raise forms.ValidationError("Use 6 to 20 letters and digits, such as GROW2027.")
        return code

    def clean_opt_out_days(self) -> int:
        """Empty: a week."""
        return self.cleaned_data["opt_out_days"] or 7

    def clean_circle_leaders(self) -> int:
        """Empty: one."""
        return self.cleaned_data["circle_leaders"] or 1

    def clean_needs(self) -> list[dict[str, str]]:
        """Lines as keys and labels; a label that is there already keeps its key."""
        present = [(need["key"], need["label"]) for need in self.present_needs]
        made = options_of(self.cleaned_data["needs"], present)
        return [{"key": key, "label": label} for key, label in made]

    present_needs: list[dict[str, str]] = []


class LettersForm(SectionForm):
    title = "Letters"
    invitation_text = _text(
        "The invitation", 4000, 6, "Their name, the last day to join and a button are added for you."
    )
    welcome_text = _text("In the letter that says: you are in", 4000, 3)
    starting_text = _text("To everybody when the program starts", 4000, 3, "Empty: no letter")
    closing_text = _text("To everybody when it closes", 4000, 3, "Empty: no letter")


SECTIONS: dict[str, type[SectionForm]] = {
    "basics": BasicsForm,
    "dates": DatesForm,
    "joining": JoiningForm,
    "letters": LettersForm,
}


def section_form(key: str, program: Program, data: Any = None, courses: Any = ()) -> SectionForm:
    """A section's form, filled from the program; field ids are the section's own.

    courses: (key, title) of the training there is; without any, that field is left out.
    """
    kind = SECTIONS[key]
    now: dict[str, Any] = {name: getattr(program, name) for name in kind.names()}
    now |= {"version": program.version, "seen": settings_digest(program, kind.names())}
    if "needs" in now:
        now["needs"] = "\n".join(need["label"] for need in program.needs)
    form = kind(data, initial=now, auto_id=f"{key}_%s")
    if isinstance(form, JoiningForm):
        form.present_needs = program.needs
        _offer_training(form, program, courses)
    return form


def _offer_training(form: JoiningForm, program: Program, courses: Any) -> None:
    known = list(courses)
    gone = [
        (name, f"{name} (not there any more)") for name in program.mentor_training if name not in dict(known)
    ]
    if known or gone:
        form.fields["mentor_training"].choices = [*known, *gone]
    else:
        del form.fields["mentor_training"]
