"""Goals of a mentorship: set, change, step by step, reached or let go."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import Goal, Mentorship
from pairwell.mentorships.people_in import Circle
from pairwell.mentorships.permissions import goal_for_member, mentorship_for_member, milestone_for_member
from pairwell.mentorships.queries.workspace import goals_in
from pairwell.mentorships.states import GoalState, MemberRole
from pairwell.people.models import CareerAim, CareerRole, Person, Skill
from pairwell.programs.models import Objective, Program
from pairwell.web.forms import StyledForm
from pairwell.web.pages.participant.mentorship_frame import attempt, frame
from pairwell.web.requests import SignedInRequest, typed_number


class GoalForm(StyledForm):
    """What, how we will know, by when, which skill; where it leads."""

    title = forms.CharField(max_length=160, label="What would you like to reach?")
    measure = forms.CharField(
        max_length=300,
        required=False,
        label="How will you know?",
        help_text="For example: I have led two customer meetings on my own",
    )
    due_on = forms.DateField(
        required=False, label="By when", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    skill = forms.ChoiceField(required=False, label="Which skill does it grow?")
    objective = forms.ChoiceField(required=False, label="Which aim of the program does it serve?")
    career_role = forms.ChoiceField(
        required=False, label="Which role does it lead to?", help_text="Everybody here sees it."
    )
    is_project = forms.BooleanField(
        required=False,
        label="A project: we work on it together, over several sessions",
    )

    def __init__(
        self, *args: Any, program: Program, reader: Person, of: Goal | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._offer_roles(reader, of)
        aims = list(program.objectives.filter(is_dropped=False).values_list("pk", "title"))
        self.fields["objective"].choices = [("", "None in particular"), *aims]
        if not aims:
            del self.fields["objective"]
        skills = Skill.objects.values_list("pk", "name")
        self.fields["skill"].choices = [("", "No skill in particular"), *skills]

    def _offer_roles(self, reader: Person, of: Goal | None) -> None:
        """The role that the reader wants comes first; one that is offered no more stays where it was chosen."""
        offered = CareerRole.objects.filter(Q(is_offered=True) | Q(pk=of.career_role_id if of else None))
        wanted = Q(pk__in=CareerAim.objects.filter(person=reader).values("next"))
        rows = offered.annotate(is_wanted=wanted).order_by("-is_wanted", "name").values_list("pk", "name")
        roles = list(rows)
        self.fields["career_role"].choices = [("", "None in particular"), *roles]
        if not roles:
            del self.fields["career_role"]

    def given(self) -> dict[str, Any]:
        """What the verbs take."""
        data = {key: self.cleaned_data[key] for key in ("title", "measure", "due_on")}
        chosen = self.cleaned_data["skill"]
        aim, role = self.cleaned_data.get("objective"), self.cleaned_data.get("career_role")
        return {
            **data,
            "skill": Skill.objects.filter(pk=chosen).first() if chosen else None,
            "objective": Objective.objects.filter(pk=aim).first() if aim else None,
            "career_role": CareerRole.objects.filter(pk=role).first() if role else None,
            "is_project": self.cleaned_data["is_project"],
        }


class NewGoalForm(GoalForm):
    """A goal with its owner and first steps."""

    owner = forms.ChoiceField(label="Whose goal is it?")
    steps = forms.CharField(
        required=False,
        max_length=2000,
        label="First steps",
        help_text="One in each line",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, circle: Circle, reader: Person, **kwargs: Any) -> None:
        super().__init__(*args, reader=reader, **kwargs)
        self.circle = circle
        names = [(str(p.pk), "Mine" if p.pk == reader.pk else p.full_name) for p in circle.people]
        self.fields["owner"].choices = names
        mentees = [m for m in circle.members if m.role != MemberRole.MENTOR]
        own = circle.of(reader)
        first = own if own in mentees or not mentees else mentees[0]
        self.fields["owner"].initial = str(first.person_id) if first else ""

    def chosen_owner(self) -> Person:
        """The member whose goal it is; the choices allow nobody else."""
        chosen = self.cleaned_data["owner"]
        return next(p for p in self.circle.people if str(p.pk) == chosen)


@require_http_methods(["GET", "POST"])
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """All goals, and a new one."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    context = frame(request, mentorship, "goals")
    form = NewGoalForm(
        request.POST or None, circle=context["circle"], reader=request.user, program=mentorship.program
    )
    if request.method == "POST" and form.is_valid():
        try:
            _set(request, mentorship, form)
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "A goal is set. Small steps, often.")
            return redirect("goals", mentorship_id)
    goals = goals_in(mentorship)
    context |= {
        "form": form,
        "open": [g for g in goals if g.state == GoalState.OPEN],
        "closed": [g for g in goals if g.state != GoalState.OPEN],
    }
    return render(request, "participant/goals.html", context, status=422 if form.is_bound else 200)


def _set(request: SignedInRequest, mentorship: Mentorship, form: NewGoalForm) -> Goal:
    steps = form.cleaned_data["steps"].splitlines()
    return actions.set_goal(
        by=request.user, mentorship=mentorship, owner=form.chosen_owner(), steps=steps, **form.given()
    )


@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """Change the words, the date, the skill."""
    goal = goal_for_member(request.user, goal_id)
    start = {"title": goal.title, "measure": goal.measure, "due_on": goal.due_on, "skill": goal.skill_id}
    start |= {
        "objective": goal.objective_id,
        "is_project": goal.is_project,
        "career_role": goal.career_role_id,
    }
    form = GoalForm(
        request.POST or None, initial=start, program=goal.mentorship.program, reader=request.user, of=goal
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_goal(by=request.user, goal=goal, **form.given())
        except Refused as refused:
            form.show(refused)
        else:
            messages.success(request, "Saved.")
            return redirect("goal_page", goal.pk)
    context = frame(request, goal.mentorship, "goals") | {"form": form, "goal": goal}
    return render(request, "participant/goal_edit.html", context, status=422 if form.is_bound else 200)


@require_POST
def change(request: SignedInRequest, goal_id: int) -> HttpResponse:
    """One step with a goal; the button's value says which."""
    goal = goal_for_member(request.user, goal_id)
    verb = request.POST.get("verb", "")
    done = {
        "reach": "Reached! Take a moment to enjoy it.",
        "drop": "Let go. Making room is progress too.",
    }.get(verb, "")
    attempt(request, lambda: _take(request, goal, verb), done)
    if request.POST.get("back") == "goal" or verb == "reach":
        return redirect("goal_page", goal.pk)
    return redirect("goals", goal.mentorship_id)


def _take(request: SignedInRequest, goal: Goal, verb: str) -> None:
    percent = typed_number(request.POST.get("percent"))
    if verb == "reach":
        actions.reach_goal(by=request.user, goal=goal)
    elif verb == "drop":
        actions.drop_goal(by=request.user, goal=goal)
    elif verb == "reopen":
        actions.reopen_goal(by=request.user, goal=goal)
    elif verb == "step":
        actions.add_step(by=request.user, goal=goal, title=request.POST.get("title", ""))
    elif verb == "progress" and percent is not None:
        actions.report_progress(by=request.user, goal=goal, percent=min(100, percent))


@require_POST
def tick(request: SignedInRequest, milestone_id: int) -> HttpResponse:
    """A step is done, or not after all."""
    step = milestone_for_member(request.user, milestone_id)
    done = request.POST.get("done") == "yes"
    attempt(request, lambda: actions.tick_step(by=request.user, step=step, done=done), "")
    if request.POST.get("back") == "goal":
        return redirect("goal_page", step.goal_id)
    return redirect("goals", step.goal.mentorship_id)
