"""The forms of my profile, one for each section that is saved by itself."""

import zoneinfo
from typing import Any

from django import forms

from pairwell.people.models import Profile
from pairwell.people.queries import known_skills, skill_choices
from pairwell.people.rules.journey import KINDS
from pairwell.people.rules.languages import LANGUAGES
from pairwell.people.rules.profile import DAYS, FLUENCY, STYLES, Hours, cells_of, spans_of
from pairwell.people.rules.visibility import AUDIENCES, FIELDS, audience_of
from pairwell.people.states import Cadence, SkillKind
from pairwell.web.forms import StyledForm

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEVELS = [
    (1, "1 first steps"),
    (2, "2 some practice"),
    (3, "3 solid"),
    (4, "4 strong"),
    (5, "5 could teach it"),
]
URGENCIES = [(1, "some day"), (2, "this year"), (3, "now")]
SPARE_LANGUAGES = 2
MOST_LISTED = 800
MOST_LANGUAGES = 12
DAYTIME, NIGHT = range(6, 22), (*range(22, 24), *range(6))
OFFICE_HOURS = {f"{day}-{hour}" for day in DAYS[:5] for hour in range(9, 17)}


class IntroForm(StyledForm):
    """Who I am, in words."""

    headline = forms.CharField(
        max_length=160, required=False, label="In one line", help_text="What you do and care about"
    )
    about = forms.CharField(
        max_length=4000, required=False, label="About me", widget=forms.Textarea(attrs={"rows": 5})
    )
    goals = forms.CharField(
        max_length=4000,
        required=False,
        label="What I would like to reach",
        help_text="Matching reads it; so do people you are proposed to.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pronouns = forms.CharField(max_length=40, required=False)

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        initial = {name: getattr(profile, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)

    def values(self) -> dict[str, Any]:
        """Fields of the profile."""
        return dict(self.cleaned_data)


class SkillPicker(forms.MultipleChoiceField):
    """Any skills of the catalog, of which a long one is only listed in part: the rest is found by typing."""

    def validate(self, value: list[str]) -> None:
        """Every key is in the catalog."""
        unknown = sorted(set(value) - known_skills(value))
        if unknown:
            message = self.error_messages["invalid_choice"]
            raise forms.ValidationError(message, code="invalid_choice", params={"value": unknown[0]})


class SkillsForm(StyledForm):
    """Skills of one kind: those there with their levels, and a picker for more."""

    add = SkillPicker(
        required=False,
        label="Add skills",
        help_text="Start typing; without scripts, hold Ctrl to choose several.",
        widget=forms.SelectMultiple(attrs={"data-picker": "", "data-search": "/skills/find/", "size": 6}),
    )

    def __init__(self, *args: Any, profile: Profile, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        rows = profile.skills.filter(kind=kind).select_related("skill") if profile.pk else []
        self.kept = sorted(rows, key=lambda row: (-row.urgency, -row.level, row.skill.name))
        have = {row.skill.key for row in self.kept}
        self.fields["add"].choices = [
            choice for choice in skill_choices(most=MOST_LISTED) if choice[0] not in have
        ]
        for row in self.kept:
            self._choice(f"level_{row.skill.key}", LEVELS, row.level, f"{row.skill.name}: how far I am")
            if kind == SkillKind.WANTED:
                self._choice(
                    f"urgency_{row.skill.key}", URGENCIES, row.urgency, f"{row.skill.name}: how soon"
                )
            self.fields[f"drop_{row.skill.key}"] = forms.BooleanField(
                required=False,
                label=f"Remove {row.skill.name}",
                widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
            )

    def _choice(self, name: str, choices: list[tuple[int, str]], value: int, label: str) -> None:
        widget = forms.Select(attrs={"class": "form-select form-select-sm", "aria-label": label})
        self.fields[name] = forms.TypedChoiceField(
            choices=choices,
            coerce=int,
            initial=value,
            label=label,
            widget=widget,
            required=False,
            empty_value=value,  # type: ignore[arg-type]
        )

    def rows(self) -> list[dict[str, Any]]:
        """The skills that are there, each with its fields."""
        return [
            {
                "name": row.skill.name,
                "level": self[f"level_{row.skill.key}"],
                "urgency": self[f"urgency_{row.skill.key}"] if self.kind == SkillKind.WANTED else None,
                "drop": self[f"drop_{row.skill.key}"],
            }
            for row in self.kept
        ]

    def levels(self) -> dict[str, int]:
        """Key -> level of what shall stay or come; new ones are solid, or first steps when wanted."""
        data = self.cleaned_data
        kept = {
            row.skill.key: data[f"level_{row.skill.key}"]
            for row in self.kept
            if not data[f"drop_{row.skill.key}"]
        }
        return kept | dict.fromkeys(data["add"], 3 if self.kind == SkillKind.OFFERED else 1)

    def urgencies(self) -> dict[str, int]:
        """Key -> urgency of the wanted ones that are there already."""
        if self.kind != SkillKind.WANTED:
            return {}
        return {row.skill.key: self.cleaned_data[f"urgency_{row.skill.key}"] for row in self.kept}


class LanguagesForm(StyledForm):
    """Languages with fluency, a row each, and two spare rows."""

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = sorted(profile.languages.items(), key=lambda item: (-item[1], item[0]))[:MOST_LANGUAGES]
        self.numbers = range(len(known) + SPARE_LANGUAGES)
        names = sorted(LANGUAGES.items(), key=lambda item: item[1])
        for number in self.numbers:
            code, level = known[number] if number < len(known) else ("", 4)
            row = f"language {number + 1}"
            self.fields[f"language_{number}"] = forms.ChoiceField(
                choices=[("", "– none –"), *names], required=False, initial=code, label=row.capitalize()
            )
            self.fields[f"fluency_{number}"] = forms.TypedChoiceField(
                choices=list(FLUENCY.items()),
                coerce=int,
                initial=level,
                required=False,
                empty_value=4,  # type: ignore[arg-type]
                label=f"How well, {row}",
            )
        for field in self.fields.values():
            field.widget.attrs["class"] = "form-select"

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """(language, fluency) of each row."""
        return [(self[f"language_{n}"], self[f"fluency_{n}"]) for n in self.numbers]

    def values(self) -> dict[str, Any]:
        """The profile's field."""
        data = self.cleaned_data
        found = {data[f"language_{n}"]: data[f"fluency_{n}"] for n in self.numbers if data[f"language_{n}"]}
        return {"languages": found}


class HoursForm(StyledForm):
    """Time zone, and a grid of the week's hours that works with a keyboard and without scripts."""

    time_zone = forms.ChoiceField(label="My time zone")

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, initial={"time_zone": profile.person.time_zone}, **kwargs)
        zones = sorted(zoneinfo.available_timezones())
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]
        self.ticked = cells_of(profile.working_hours)
        if self.is_bound:
            self.ticked = set(self.data.getlist("cell"))
        self.preset = self.data.get("preset", "")
        if self.preset:
            self.ticked = OFFICE_HOURS if self.preset == "office" else set()

    def day_names(self) -> tuple[str, ...]:
        """Headings of the columns."""
        return DAY_NAMES

    def daytime(self) -> list[tuple[int, list[tuple[str, str, bool]]]]:
        """(hour, (value, label, ticked) for each day) from morning to evening."""
        return self._rows(DAYTIME)

    def night(self) -> list[tuple[int, list[tuple[str, str, bool]]]]:
        """The same for late and early hours, which most people leave alone."""
        return self._rows(NIGHT)

    def has_night(self) -> bool:
        """Whether somebody works then, so that the part is open."""
        return any(ticked for _, cells in self.night() for _, _, ticked in cells)

    def _rows(self, hours: Any) -> list[tuple[int, list[tuple[str, str, bool]]]]:
        return [
            (
                hour,
                [
                    (
                        f"{day}-{hour}",
                        f"{DAY_NAMES[n]} {hour}:00 to {hour + 1}:00",
                        f"{day}-{hour}" in self.ticked,
                    )
                    for n, day in enumerate(DAYS)
                ],
            )
            for hour in hours
        ]

    def hours(self) -> Hours:
        """Working hours as the profile keeps them."""
        return spans_of(self.ticked)


class WaysForm(StyledForm):
    """How I like to meet and help, and what else I care about."""

    cadence = forms.ChoiceField(
        choices=[("", "– not said –"), *Cadence.choices], required=False, label="How often I like to meet"
    )
    style = forms.ChoiceField(
        choices=[("", "– not said –"), *STYLES.items()],
        required=False,
        label="How I like to help or be helped",
    )
    interests = forms.CharField(
        max_length=600, required=False, help_text="Separated by commas: climbing, jazz, parenting"
    )

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        words = {"style": profile.style, "cadence": profile.cadence}
        super().__init__(*args, initial={**words, "interests": ", ".join(profile.interests)}, **kwargs)

    def clean_interests(self) -> list[str]:
        """The interests, without repetitions."""
        words = [" ".join(word.split())[:60] for word in self.cleaned_data["interests"].split(",")]
        return list(dict.fromkeys(word for word in words if word))[:20]

    def values(self) -> dict[str, Any]:
        """Fields of the profile."""
        return dict(self.cleaned_data)


class VisibilityForm(StyledForm):
    """Who sees what: one choice for each part of the profile."""

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in FIELDS.items():
            choices = [
                (key, words if key != field.default else f"{words} (usual)")
                for key, (words, _) in AUDIENCES.items()
            ]
            self.fields[name] = forms.ChoiceField(
                choices=choices,
                initial=audience_of(name, profile.visibility),
                label=field.label,
                widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
            )

    def values(self) -> dict[str, Any]:
        """Only what differs from the usual is kept, so that a better default reaches everybody else."""
        chosen = {
            name: audience for name, audience in self.cleaned_data.items() if audience != FIELDS[name].default
        }
        return {"visibility": chosen}


class StepForm(StyledForm):
    """A step of the journey."""

    kind = forms.ChoiceField(choices=list(KINDS.items()), initial="work", label="Part of life")
    role = forms.CharField(max_length=160, label="What it was", help_text="A role, a course, a turn of life")
    place = forms.CharField(max_length=160, required=False, label="Where")
    start = forms.IntegerField(label="From year", min_value=1930, max_value=2100)
    end = forms.IntegerField(
        label="To year", min_value=1930, max_value=2100, required=False, help_text="Empty: it goes on"
    )
    text = forms.CharField(
        max_length=1000,
        required=False,
        label="The story in a sentence or two",
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def values(self) -> dict[str, Any]:
        """A step as the actions take it."""
        data = self.cleaned_data
        words = {name: data[name] for name in ("kind", "role", "place", "text")}
        return {**words, "from": data["start"], "to": data["end"]}


class PhotoForm(StyledForm):
    """A picture to upload; what is in it is looked at by the people room."""

    photo = forms.FileField(
        label="A photo of you",
        help_text="JPEG, PNG or WebP, up to 8 MB. It is cropped to a square; place and camera data are removed.",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": "Choose a picture first.", "empty": "The file is empty. Choose another."},
    )
