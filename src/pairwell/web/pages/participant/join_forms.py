"""The forms of joining: role and places, and what matters."""

from collections.abc import Sequence
from typing import Any

from django import forms

from pairwell.programs.rules.joining import (
    NOTE_LIMIT,
    Offer,
    Wanted,
    check_choice,
    check_wanted,
    has_two_sides,
    in_format,
    most_mentees,
)
from pairwell.programs.states import Format
from pairwell.web.forms import StyledForm
from pairwell.web.requests import typed_number

_ROLES = {
    Format.GROUP: [("mentee", "As a member of a circle"), ("mentor", "As the mentor who leads a circle")],
    Format.REVERSE: [
        ("mentor", "As a mentor: I bring what newer generations know"),
        ("mentee", "As a mentee: I want to learn from somebody more junior"),
    ],
}
_USUAL = [
    ("mentee", "As a mentee: I want to grow"),
    ("mentor", "As a mentor: I want to help somebody grow"),
    ("both", "As both"),
]


class RoleForm(StyledForm):
    """Step 1: the role, and how many people. Numbers for the role not chosen do not matter."""

    role = forms.ChoiceField(label="How do you want to take part?", widget=forms.RadioSelect)
    mentee_places = forms.ChoiceField(required=False)
    mentor_places = forms.ChoiceField(required=False)
    format = forms.ChoiceField(required=False, label="In which format?", widget=forms.RadioSelect)
    needs = forms.MultipleChoiceField(
        required=False,
        label="What for?",
        help_text="As a mentee you get one mentor for each; as a mentor, tick what you can help with.",
        widget=forms.CheckboxSelectMultiple,
    )
    use_required_attribute = False

    def __init__(self, offer: Offer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer = offer
        if has_two_sides(offer.format):
            self.fields["role"].choices = _ROLES.get(Format(offer.format), _USUAL)
            formats = (offer.format, *offer.also_formats)
            most = max(most_mentees(in_format(offer, name)) for name in formats)
            self._numbers("mentee_places", most, self._mentees_label())
        else:
            del self.fields["mentee_places"]
            self.fields["role"].choices = [("mentee", "As a peer: we both learn")]
            self.fields["role"].initial = "mentee"
        label = "As a mentee, how many mentors would you like at a time?"
        if not has_two_sides(offer.format):
            label = "How many peers would you like?"
        self._numbers("mentor_places", 1 if offer.needs else offer.mentor_places, label)
        self._offer_choices()

    def _offer_choices(self) -> None:
        """Formats and needs, where the program has several."""
        if self.offer.also_formats:
            names = dict(Format.choices)
            formats = (self.offer.format, *self.offer.also_formats)
            self.fields["format"].choices = [(key, names[Format(key)]) for key in formats]
            self.fields["format"].initial = self.offer.format
        else:
            del self.fields["format"]
        if self.offer.needs:
            self.fields["needs"].choices = list(self.offer.needs)
        else:
            del self.fields["needs"]

    def _mentees_label(self) -> str:
        if self.offer.format == Format.GROUP:
            return "As a leader, how many members can you take?"
        if Format.GROUP in self.offer.also_formats:
            return "As a mentor, how many mentees can you take? As a leader, how many members?"
        return "As a mentor, how many mentees can you take?"

    def _numbers(self, name: str, most: int, label: str) -> None:
        if most == 1 and name == "mentor_places":
            self.fields[name] = forms.CharField(widget=forms.HiddenInput, required=False, initial="1")
            return
        field = self.fields[name]
        field.label, field.choices = label, [(str(n), str(n)) for n in range(1, most + 1)]
        if name == "mentee_places":
            field.initial = str(most if self.offer.format == Format.GROUP else 1)

    def typed(self) -> dict[str, Any]:
        """What was typed, unchecked: what the draft keeps."""
        said: dict[str, Any] = {
            name: self.data.get(name, "") for name in ("role", "mentee_places", "mentor_places", "format")
        }
        many = self.fields["needs"].widget if "needs" in self.fields else None
        return {**said, "needs": many.value_from_datadict(self.data, {}, "needs") or [] if many else []}

    def clean(self) -> dict[str, Any]:
        """Apply the rules of the programs room, beside the fields."""
        said = super().clean() or {}
        role = said.get("role", "")
        if role:
            as_mentor, as_mentee = role in ("mentor", "both"), role in ("mentee", "both")
            wanted = Wanted(
                as_mentor,
                as_mentee,
                places(said.get("mentee_places")) if as_mentor else 0,
                (len(said.get("needs") or ()) or places(said.get("mentor_places"))) if as_mentee else 0,
            )
            choice = check_choice(
                self.offer, wanted, format_=said.get("format", ""), needs=said.get("needs") or ()
            )
            own = in_format(self.offer, said.get("format", ""))
            for refusal in [*choice, *([] if choice else check_wanted(own, wanted))]:
                if refusal.field not in self.errors:
                    self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)
        return said


def places(typed: object) -> int:
    """How many places somebody chose; 0 for what is no number."""
    return typed_number(typed, most=9_999) or 0


class PreferencesForm(StyledForm):
    """Step 3: what matters most, whom to avoid, a note."""

    matters_most = forms.ChoiceField(
        required=False,
        label="What matters most to you?",
        help_text="The program gives this a little more weight in your match.",
    )
    avoid = forms.CharField(
        required=False,
        max_length=2000,
        label="Anybody you should not be matched with?",
        help_text="Their email addresses. Nobody sees this: not they, not the program manager.",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    note = forms.CharField(
        required=False,
        max_length=NOTE_LIMIT,
        label="A note to the program manager",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    update_profile = forms.BooleanField(
        required=False, initial=True, label="Also put the skills I named into my profile"
    )

    def __init__(self, criteria: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if criteria:
            self.fields["matters_most"].choices = [("", "– nothing in particular –"), *criteria]
        else:
            self.fields["matters_most"] = forms.CharField(required=False, widget=forms.HiddenInput)
