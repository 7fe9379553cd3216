"""The sections of my profile: what each is called, its form, and how it is saved."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.http import QueryDict

from pairwell.people import actions
from pairwell.people.models import Person, Profile
from pairwell.people.queries.shown import ShownPerson
from pairwell.people.states import SkillKind
from pairwell.web.forms import StyledForm
from pairwell.web.pages.account.profile_forms import (
    HoursForm,
    IntroForm,
    LanguagesForm,
    SkillsForm,
    VisibilityForm,
    WaysForm,
)

Save = Callable[[Person, Any], bool]


@dataclass(frozen=True)
class Section:
    """A card of the profile. `save` returns whether the card stays open, because there is more to say."""

    key: str
    title: str
    icon: str
    invitation: str
    form: Callable[..., StyledForm]
    save: Save
    is_said: Callable[[ShownPerson], bool]
    side: bool = False


def _save_words(person: Person, form: Any) -> bool:
    actions.change_profile(by=person, person=person, **form.values())
    return False


@transaction.atomic
def _save_skills(person: Person, form: SkillsForm) -> bool:
    actions.set_skills(
        by=person, person=person, kind=form.kind, skills=form.levels(), urgency=form.urgencies()
    )
    return bool(form.cleaned_data["add"])


@transaction.atomic
def _save_hours(person: Person, form: HoursForm) -> bool:
    actions.change_profile(by=person, person=person, working_hours=form.hours())
    actions.set_time_zone(by=person, person=person, time_zone=form.cleaned_data["time_zone"])
    return False


SECTIONS: dict[str, Section] = {
    section.key: section
    for section in (
        Section(
            "intro", "Who I am", "user", "One line about what you do and care about makes it easy to start talking.",
            IntroForm, _save_words, lambda shown: bool(shown.headline or shown.about),
        ),
        Section(
            "offered", "I can help with", "heart", "Name the things people come to you for, and the ones you like.",
            partial(SkillsForm, kind=SkillKind.OFFERED), _save_skills, lambda shown: bool(shown.offered),
        ),
        Section(
            "wanted", "I want to learn", "target", "A few skills that matter now say more than many.",
            partial(SkillsForm, kind=SkillKind.WANTED), _save_skills, lambda shown: bool(shown.wanted),
        ),
        Section(
            "hours", "When I work", "clock", "Matching looks for hours in common; sessions are suggested within them.",
            HoursForm, _save_hours, lambda shown: bool(shown.hours), side=True,
        ),
        Section(
            "languages", "Languages", "language", "Which languages could a conversation with you be in?",
            LanguagesForm, _save_words, lambda shown: bool(shown.languages), side=True,
        ),
        Section(
            "ways", "How I like to meet", "compass", "Rhythm, style and interests help to find somebody who fits.",
            WaysForm, _save_words, lambda shown: bool(shown.style or shown.cadence or shown.interests), side=True,
        ),
        Section(
            "visibility", "Who sees what", "eye", "", VisibilityForm, _save_words, lambda _: True, side=True,
        ),
    )
}  # fmt: skip


def form_of(section: Section, profile: Profile, data: QueryDict | None = None) -> StyledForm:
    """The section's form, bound when there is data."""
    return section.form(data, profile=profile, prefix=None)
