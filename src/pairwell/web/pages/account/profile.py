"""What I say about myself, once, for every program."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.core.errors import Refused
from pairwell.people import actions
from pairwell.people.models import Person, Profile
from pairwell.people.queries import profile_of, skill_choices
from pairwell.people.rules.languages import LANGUAGES, read_languages, write_languages
from pairwell.people.rules.profile import DAYS, MOST_SKILLS, STYLES
from pairwell.people.states import SkillKind
from pairwell.web.forms import StyledForm
from pairwell.web.requests import SignedInRequest

DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LEVELS = [
    (1, "1 first steps"),
    (2, "2 some practice"),
    (3, "3 solid"),
    (4, "4 strong"),
    (5, "5 could teach it"),
]
_HOURS = [("", "–"), *((hour, f"{hour}:00") for hour in range(25))]


class ProfileForm(StyledForm):
    """The profile's own words; skills' levels and hours are added per person."""

    headline = forms.CharField(
        max_length=160, required=False, label="In one line", help_text="What you do and care about"
    )
    about = forms.CharField(
        max_length=4000, required=False, label="About me", widget=forms.Textarea(attrs={"rows": 4})
    )
    goals = forms.CharField(
        max_length=4000,
        required=False,
        label="What I would like to reach",
        help_text="Matching reads it; so do people you are proposed to.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    pronouns = forms.CharField(max_length=40, required=False)
    offered = forms.MultipleChoiceField(
        required=False,
        label="I can help with",
        help_text=f"At most {MOST_SKILLS}; the ones you like to share",
    )
    wanted = forms.MultipleChoiceField(
        required=False, label="I want to learn", help_text="A few that matter say more than many"
    )
    interests = forms.CharField(
        max_length=600, required=False, help_text="Separated by commas: climbing, jazz, parenting"
    )
    languages = forms.CharField(
        max_length=300,
        required=False,
        help_text="With fluency from 1 to 5, separated by commas: English 5, French 3",
    )
    style = forms.ChoiceField(
        choices=[("", "– not said –"), *STYLES.items()],
        required=False,
        label="How I like to help or be helped",
    )
    time_zone = forms.ChoiceField(label="My time zone")

    def __init__(self, *args: Any, profile: Profile, **kwargs: Any) -> None:
        super().__init__(*args, initial=_initial(profile), **kwargs)
        choices = skill_choices()
        self.fields["offered"].choices = choices
        self.fields["wanted"].choices = choices
        self.fields["time_zone"].choices = [
            (z, z.replace("_", " ")) for z in sorted(zoneinfo.available_timezones())
        ]
        self.levels: list[str] = []
        for kept in profile.skills.select_related("skill").order_by("kind", "skill__name"):
            name = f"level_{kept.kind}_{kept.skill.key}"
            label = f"{kept.skill.name} ({kept.get_kind_display().lower()})"
            self.fields[name] = forms.TypedChoiceField(
                choices=LEVELS, coerce=int, required=False, empty_value="3", initial=kept.level, label=label
            )
            self.fields[name].widget.attrs["class"] = "form-select form-select-sm"
            self.levels.append(name)
        for index, day in enumerate(DAYS):
            span = (profile.working_hours.get(day) or [["", ""]])[0]
            for end, value in zip(("from", "to"), span, strict=True):
                self.fields[f"{day}_{end}"] = forms.TypedChoiceField(
                    choices=_HOURS,
                    coerce=int,
                    empty_value=None,
                    required=False,
                    initial=value,
                    label=f"{DAY_NAMES[index]}, {end}",
                    widget=forms.Select(attrs={"class": "form-select form-select-sm"}),
                )

    def level_fields(self) -> list[forms.BoundField]:
        """The levels of the skills that are on the profile already."""
        return [self[name] for name in self.levels]

    def day_fields(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """(name of the day, from, to) for each day of the week."""
        return [(DAY_NAMES[i], self[f"{day}_from"], self[f"{day}_to"]) for i, day in enumerate(DAYS)]

    def clean_languages(self) -> dict[str, int]:
        """Codes with fluency, read from words."""
        languages, unknown = read_languages(self.cleaned_data["languages"])
        if unknown:
            raise forms.ValidationError(
                f"We do not know the language “{unknown[0]}”. Write it like “Spanish 4”."
            )
        return languages

    def clean_interests(self) -> list[str]:
        """The interests, without repetitions."""
        words = [" ".join(word.split())[:60] for word in self.cleaned_data["interests"].split(",")]
        return list(dict.fromkeys(word for word in words if word))[:20]

    def clean(self) -> dict[str, Any]:
        """Both ends of a day's hours, or neither."""
        cleaned: dict[str, Any] = super().clean() or {}
        for day in DAYS:
            if (cleaned.get(f"{day}_from") is None) != (cleaned.get(f"{day}_to") is None):
                self.add_error(f"{day}_to", "Say both when you start and when you end, or neither.")
        return cleaned

    def hours(self) -> dict[str, list[list[int]]]:
        """Working hours as the profile keeps them."""
        data = self.cleaned_data
        return {
            day: [[data[f"{day}_from"], data[f"{day}_to"]]] for day in DAYS if data[f"{day}_from"] is not None
        }

    def skills(self, kind: str) -> dict[str, int]:
        """Skill key -> level, new ones solid."""
        return {key: self.cleaned_data.get(f"level_{kind}_{key}") or 3 for key in self.cleaned_data[kind]}


def _initial(profile: Profile) -> dict[str, Any]:
    own = ("headline", "about", "goals", "pronouns", "style")
    kinds = {
        kind: [s.skill.key for s in profile.skills.select_related("skill") if s.kind == kind]
        for kind in SkillKind
    }
    return {
        **{name: getattr(profile, name) for name in own},
        "offered": kinds[SkillKind.OFFERED],
        "wanted": kinds[SkillKind.WANTED],
        "interests": ", ".join(profile.interests),
        "languages": write_languages(profile.languages),
        "time_zone": profile.person.time_zone,
    }


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest) -> HttpResponse:
    """Read and change my profile."""
    form = ProfileForm(request.POST or None, profile=profile_of(request.user))
    if request.method == "POST" and form.is_valid():
        try:
            _save(request.user, form)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Saved. Every program you join starts from this.")
            return redirect("profile")
    return render(request, "account/profile.html", {"form": form, "languages": LANGUAGES})


@transaction.atomic
def _save(person: Person, form: ProfileForm) -> None:
    data = form.cleaned_data
    own = ("headline", "about", "goals", "pronouns", "style", "interests", "languages")
    fields = {name: data[name] for name in own}
    actions.change_profile(by=person, person=person, working_hours=form.hours(), **fields)
    actions.set_time_zone(by=person, person=person, time_zone=data["time_zone"])
    for kind in SkillKind:
        actions.set_skills(by=person, person=person, kind=kind, skills=form.skills(kind))
