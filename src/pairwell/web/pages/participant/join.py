"""Joining a program in three steps, saved as one goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from pairwell.core import clock
from pairwell.core.errors import Refusal, Refused, insist
from pairwell.people.actions import set_skills
from pairwell.people.models import Person
from pairwell.people.queries import profile_of
from pairwell.people.queries.finding import name_with_number
from pairwell.programs import actions
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.permissions import program_to_join
from pairwell.programs.queries.invite import people_of_pasted
from pairwell.programs.queries.joining import (
    SkillsToChoose,
    answers_of,
    avoided_addresses,
    criteria_of,
    kind_on,
    known_in,
    profile_skill_levels,
    skill_names,
    skills_to_choose,
)
from pairwell.programs.rules.answers import check_answers
from pairwell.programs.rules.conditions import is_shown
from pairwell.programs.rules.joining import Wanted, may_enroll
from pairwell.programs.rules.questions import QuestionSpec, side_of_skills
from pairwell.programs.states import EnrollmentState, Gate, QuestionKind
from pairwell.programs.values import offer_of, specs_in
from pairwell.web.pages.participant.join_forms import PreferencesForm, RoleForm, places
from pairwell.web.question_forms import QuestionsForm, in_words, initial, named_people, posted
from pairwell.web.requests import SignedInRequest

CHOOSE_AGAIN = "This file was not kept, and a browser does not send one twice by itself: choose one again."
STEPS = ((1, "Your role"), (2, "About you"), (3, "Look it over"))
CHANGES = STEPS[1:]


@dataclass
class Joining:
    """Who joins what, and what they said so far; `enrollment` when they only change what they said.

    asked: all questions of the program.
    """

    person: Person
    program: Program
    enrollment: Enrollment | None
    said: dict[str, Any]
    reached: int
    asked: tuple[QuestionSpec, ...]

    @property
    def wanted(self) -> Wanted:
        """Roles and places as said in step 1, or as they stand."""
        if self.enrollment is not None:
            row = self.enrollment
            return Wanted(row.as_mentor, row.as_mentee, row.mentee_places, row.mentor_places)
        role = self.said.get("role", "")
        as_mentor, as_mentee = role in ("mentor", "both"), role in ("mentee", "both")
        return Wanted(
            as_mentor,
            as_mentee,
            places(self.said.get("mentee_places")) if as_mentor else 0,
            (len(self.said.get("needs") or ()) or places(self.said.get("mentor_places"))) if as_mentee else 0,
        )

    @property
    def needs(self) -> list[str]:
        """What they want a mentor for, or help with, in the program's words."""
        keys = self.enrollment.needs if self.enrollment is not None else self.said.get("needs") or ()
        return [need["label"] for need in self.program.needs if need["key"] in keys]

    def specs(self) -> list[QuestionSpec]:
        """The questions that are for somebody in these roles, in their language."""
        wanted, language = self.wanted, self.person.language
        return [spec.in_language(language) for spec in self.asked if spec.is_for(wanted)]

    def judge(self, given: Mapping[str, Any]) -> list[Refusal]:
        """What the rules say about answers, those kept as files included."""
        specs = self.specs()
        files = {s.key: self.answers.get(s.key) for s in specs if s.kind == QuestionKind.FILE}
        whole = {**given, **files}
        return check_answers(specs, whole, self.wanted, known_in(specs, whole, self.person))[1]

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered so far, by question key."""
        return dict(self.said.get("answers", {}))

    def keep(self, step: int, **data: Any) -> None:
        """Save what was typed, before anything is checked."""
        draft = actions.save_draft(by=self.person, program=self.program, step=step, data=data)
        self.said, self.reached = {**self.said, **draft.data}, draft.step


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, program_id: int, step: int) -> HttpResponse:
    """One of the three steps; going ahead of oneself leads back to the step that is due."""
    joining = _joining(request.user, program_id)
    program = joining.program
    if step not in (1, 2, 3):
        raise Http404
    if joining.enrollment is not None and step == 1:
        return redirect("join", program.pk, 2)
    if step > joining.reached:
        return redirect("join", program.pk, joining.reached)
    return {1: _role, 2: _questions, 3: _look_over}[step](request, joining)


def _joining(person: Person, program_id: int) -> Joining:
    found = program_to_join(person, program_id)
    program, enrollment, draft = found.program, found.enrollment, found.draft
    if enrollment is None or enrollment.state == EnrollmentState.DECLINED:
        insist(
            may_enroll(
                offer=offer_of(program),
                invited=found.is_invited,
                now_in=enrollment.state if enrollment else None,
                today=clock.today(),
            )
        )
    said = draft.data if draft else {}
    asked = specs_in(found.questions)
    if enrollment is not None:
        before = {
            "answers": answers_of(enrollment),
            "note": enrollment.note,
            "matters_most": enrollment.matters_most,
            "avoid": "\n".join(avoided_addresses(enrollment)),
        }
        return Joining(person, program, enrollment, {**before, **said}, 3, asked)
    return Joining(person, program, None, said, draft.step if draft else 1, asked)


def _role(request: SignedInRequest, joining: Joining) -> HttpResponse:
    offer = offer_of(joining.program)
    form = RoleForm(offer, posted(request), initial=joining.said)
    if request.method == "POST":
        joining.keep(1, **form.typed())
        if form.is_valid():
            joining.keep(2)
            return redirect("join", joining.program.pk, 2)
    return _page(request, joining, 1, form=form)


def _questions(request: SignedInRequest, joining: Joining) -> HttpResponse:
    specs = joining.specs()
    if request.method == "POST":
        form = QuestionsForm(specs, request.POST, request.FILES, judge=joining.judge)
        joining.keep(2, answers={**joining.answers, **form.typed()})
        refused = _keep_files(request, joining, specs)
        if request.POST.get("go") == "back":
            return redirect("join", joining.program.pk, 1)
        if form.is_valid() and not refused:
            joining.keep(3)
            return redirect("join", joining.program.pk, 3)
        for refusal in refused:
            form.add_error(refusal.field, f"{refusal.message} {CHOOSE_AGAIN}")
    else:
        has_skills = any(spec.kind == QuestionKind.SKILLS for spec in specs)
        skills = skills_to_choose(joining.person) if has_skills else None
        answers = _answers_or_profile(joining, specs, skills)
        people = {person.pk: name_with_number(person) for person in _named(specs, answers)}
        catalog = skills.catalog if skills else ()
        form = QuestionsForm(specs, initial=initial(specs, answers, people), skills=catalog)
    for spec in specs:
        if spec.kind == QuestionKind.FILE:
            form.fields[spec.field].widget.kept = joining.answers.get(spec.key)
    return _page(request, joining, 2, form=form)


def _keep_files(request: SignedInRequest, joining: Joining, specs: Sequence[QuestionSpec]) -> list[Refusal]:
    """Keep the files that came along, or take them away; what is wrong with them, each about its field."""
    if not any(spec.kind == QuestionKind.FILE for spec in specs):
        return []
    rows = {question.key: question for question in joining.program.questions.filter(kind=QuestionKind.FILE)}
    found: list[Refusal] = []
    for spec in specs:
        if spec.kind != QuestionKind.FILE:
            continue
        upload = request.FILES.get(spec.field)
        if upload is not None:
            try:
                kept = actions.keep_file(
                    by=joining.person, program=joining.program, question=rows[spec.key], upload=upload
                )
            except Refused as refused:
                found += refused.refusals
            else:
                facts = {"file": kept.token, "name": kept.name, "size": kept.size}
                joining.keep(2, answers={**joining.answers, spec.key: facts})
        elif request.POST.get(f"{spec.field}-drop"):
            joining.keep(2, answers={**joining.answers, spec.key: None})
    return found


def _named(specs: Sequence[QuestionSpec], answers: Mapping[str, Any]) -> list[Person]:
    ids = named_people(specs, answers)
    return list(Person.objects.filter(pk__in=ids)) if ids else []


def _answers_or_profile(
    joining: Joining, specs: Sequence[QuestionSpec], skills: SkillsToChoose | None
) -> dict[str, Any]:
    """What was answered; where nothing was said yet, the profile's skills answer for now."""
    answers = joining.answers
    for spec in specs:
        if skills and spec.kind == QuestionKind.SKILLS and spec.key not in answers:
            levels = skills.own[kind_on(side_of_skills(spec, joining.wanted))]
            with_levels = {key: [level, 2] for key, level in levels.items()}
            answers[spec.key] = with_levels if spec.limits.get("levels") else list(levels)
        if spec.kind == QuestionKind.HOURS and spec.key not in answers:
            answers[spec.key] = profile_of(joining.person).working_hours
    return answers


def _look_over(request: SignedInRequest, joining: Joining) -> HttpResponse:
    form = PreferencesForm(criteria_of(joining.program), posted(request), initial=joining.said)
    if request.method == "POST":
        joining.keep(3, **{name: request.POST.get(name, "") for name in ("avoid", "matters_most", "note")})
        if request.POST.get("go") == "back":
            return redirect("join", joining.program.pk, 2)
        if form.is_valid():
            done = _submit(request, joining, form)
            if done is not None:
                return done
    specs = joining.specs()
    answers = joining.answers
    names = skill_names(
        key for s in specs if s.kind == QuestionKind.SKILLS for key in answers.get(s.key) or []
    )
    people = {person.pk: person.full_name for person in _named(specs, answers)}
    asked = {spec.key: spec for spec in specs}
    rows = [
        (spec, in_words(spec, answers.get(spec.key), names, people))
        for spec in specs
        if is_shown(spec, answers, asked)
    ]
    has_skills = any(spec.kind == QuestionKind.SKILLS for spec in specs)
    return _page(request, joining, 3, form=form, answers=rows, has_skills=has_skills)


def _submit(request: SignedInRequest, joining: Joining, form: PreferencesForm) -> HttpResponse | None:
    """Enroll (or change what was said); None with the reasons on the form when that was refused."""
    pasted = people_of_pasted(form.cleaned_data["avoid"])
    if pasted.unknown:
        form.add_error("avoid", f"Nobody in the directory has the address {pasted.unknown[0]}.")
        return None
    application = actions.Application(
        wanted=joining.wanted,
        answers=joining.answers,
        avoid=[person.pk for person in pasted.people],
        matters_most=form.cleaned_data["matters_most"],
        note=form.cleaned_data["note"],
        format=str(joining.said.get("format") or ""),
        needs=list(joining.said.get("needs") or ()),
    )
    try:
        if joining.enrollment is None:
            made = actions.enroll(by=joining.person, program=joining.program, application=application)
        else:
            made = actions.change_answers(
                by=joining.person, enrollment=joining.enrollment, application=application
            )
            actions.forget_draft(by=joining.person, program=joining.program)
    except Refused as refused:
        _show(form, refused, joining)
        return None
    if form.cleaned_data["update_profile"]:
        _update_profile(request, joining)
    messages.success(request, _welcome(joining, made))
    return redirect("program", joining.program.pk)


def _show(form: PreferencesForm, refused: Refused, joining: Joining) -> None:
    """Reasons beside their fields; those about earlier steps on top, with the question they are about."""
    texts = {spec.field: spec.text for spec in joining.specs()}
    for refusal in refused.refusals:
        if refusal.field in form.fields:
            form.add_error(refusal.field, refusal.message)
        else:
            where = texts.get(refusal.field, "")
            form.add_error(None, f"{where} {refusal.message}".strip())


def _update_profile(request: SignedInRequest, joining: Joining) -> None:
    """Put the skills just named into the profile, keeping those and the levels that are there."""
    for spec in joining.specs():
        named = list(joining.answers.get(spec.key) or [])
        if spec.kind != QuestionKind.SKILLS or not named:
            continue
        side = side_of_skills(spec, joining.wanted)
        levels = profile_skill_levels(joining.person, side)
        fresh = {key: levels.get(key, 3) for key in [*levels, *named]}
        kind = kind_on(side)
        try:
            if fresh != levels:
                set_skills(by=joining.person, person=joining.person, kind=kind, skills=fresh)
        except Refused as refused:
            messages.warning(request, f"Your profile stays as it is: {refused}")


def _welcome(joining: Joining, made: Enrollment) -> str:
    if joining.enrollment is not None:
        return "Saved. Thank you."
    if made.state == EnrollmentState.WAITLISTED:
        return "The program is full at the moment. You are on the waiting list; your place is shown below."
    if made.waits_for == Gate.TRAINING:
        return "Thank you. There is a little training to finish first; you find it below."
    if made.waits_for == Gate.PEOPLE_MANAGER:
        return "Your people manager has been asked whether you can take part. You hear from us."
    if made.state == EnrollmentState.APPLIED:
        return "Your application is with the program manager. You get a letter as soon as it is decided."
    return f"You are in {joining.program.name}. We write to you as soon as you have a match."


def _page(request: SignedInRequest, joining: Joining, step: int, **more: Any) -> HttpResponse:
    steps = STEPS if joining.enrollment is None else CHANGES
    context = {
        "area": "programs",
        "program": joining.program,
        "joining": joining,
        "step": step,
        "steps": [(number, label, place) for place, (number, label) in enumerate(steps, start=1)],
        "is_change": joining.enrollment is not None,
        **more,
    }
    status = 422 if more["form"].errors else 200
    return render(request, "participant/join.html", context, status=status)
