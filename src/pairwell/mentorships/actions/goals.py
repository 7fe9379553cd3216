"""Goals and the steps to them."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.urls import reverse

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.mentorships.actions.letters import ring_goal
from pairwell.mentorships.models import Goal, Mentorship, Milestone
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.rules import goals as rules
from pairwell.mentorships.rules.ending import may_write
from pairwell.mentorships.states import GoalState
from pairwell.people.models import CareerRole, Person, Skill
from pairwell.programs.models import Objective


@transaction.atomic
def set_goal(
    *,
    by: Person,
    mentorship: Mentorship,
    owner: Person,
    title: str,
    measure: str = "",
    due_on: date | None = None,
    skill: Skill | None = None,
    objective: Objective | None = None,
    career_role: CareerRole | None = None,
    is_project: bool = False,
    steps: Sequence[str] = (),
) -> Goal:
    """What the owner wants to reach, how everybody will know, by when, and the first steps.

    objective: one of the program's own; career_role: where it leads; is_project: the members work on it together.
    """
    locked = Mentorship.objects.select_for_update().get(pk=mentorship.pk)
    insist(may_write(state=locked.state, left=False))
    insist(
        rules.may_set(title=title, open_goals=locked.goals.filter(state=GoalState.OPEN, owner=owner).count())
    )
    if circle_of(locked).of(owner) is None:
        raise Refused.because("owner", "Only members of this mentorship can have a goal in it.", "owner")
    goal = Goal.objects.create(
        mentorship=mentorship,
        owner=owner,
        title=title.strip()[:160],
        measure=measure.strip()[:300],
        due_on=due_on,
        skill=skill,
        objective=_of_program(objective, locked),
        career_role=career_role,
        is_project=is_project,
        review_on=rules.next_review(today=clock.today(), due_on=due_on, cadence_days=locked.cadence_days),
    )
    names = [name.strip()[:160] for name in steps if name.strip()][:20]
    Milestone.objects.bulk_create(Milestone(goal=goal, title=t, position=n) for n, t in enumerate(names))
    audit.record(by=by, verb="goal set", thing=goal, program_id=mentorship.program_id)
    return goal


def _of_program(objective: Objective | None, mentorship: Mentorship) -> Objective | None:
    if objective is not None and objective.program_id != mentorship.program_id:
        raise Refused.because("objective", "Choose one of this program's own aims.", "objective")
    return objective


def open_goal(goal: Goal) -> Goal:
    """A goal that may be worked on, nobody else changing it. Raises Refused when it is closed."""
    locked = Goal.objects.select_for_update(of=("self",)).select_related("mentorship").get(pk=goal.pk)
    insist(may_write(state=locked.mentorship.state, left=False))
    insist(rules.may_work_on(state=locked.state))
    return locked


@transaction.atomic
def change_goal(
    *,
    by: Person,
    goal: Goal,
    title: str,
    measure: str = "",
    due_on: date | None = None,
    skill: Skill | None = None,
    objective: Objective | None = None,
    career_role: CareerRole | None = None,
    is_project: bool = False,
) -> Goal:
    """Other words, another date."""
    locked = open_goal(goal)
    insist(rules.may_set(title=title, open_goals=0))
    locked.objective, locked.is_project = _of_program(objective, locked.mentorship), is_project
    locked.title, locked.measure = title.strip()[:160], measure.strip()[:300]
    locked.due_on, locked.skill, locked.career_role = due_on, skill, career_role
    fields = ["title", "measure", "due_on", "skill", "objective", "career_role", "is_project", "changed_at"]
    locked.save(update_fields=fields)
    return locked


@transaction.atomic
def report_progress(*, by: Person, goal: Goal, percent: int) -> Goal:
    """How far it is, in percent; a goal with steps counts them instead."""
    locked = open_goal(goal)
    return recount(locked, own=percent)


@transaction.atomic
def add_step(*, by: Person, goal: Goal, title: str, due_on: date | None = None) -> Milestone:
    """One more step on the way."""
    locked = open_goal(goal)
    if not title.strip():
        raise Refused.because("empty", "Say what the step is.", "title")
    step = Milestone.objects.create(
        goal=locked, title=title.strip()[:160], due_on=due_on, position=locked.milestones.count()
    )
    recount(locked, own=locked.progress)
    return step


@transaction.atomic
def tick_step(*, by: Person, step: Milestone, done: bool) -> Milestone:
    """A step is done, or not after all."""
    locked = open_goal(step.goal)
    step.done_at = clock.now() if done else None
    step.save(update_fields=["done_at"])
    recount(locked, own=locked.progress)
    return step


def recount(goal: Goal, *, own: int) -> Goal:
    """Count the steps that are done into the percentage."""
    done = [step.done_at is not None for step in goal.milestones.all()]
    goal.progress = rules.progress(done, own)
    goal.save(update_fields=["progress", "changed_at"])
    return goal


@transaction.atomic
def reach_goal(*, by: Person, goal: Goal) -> Goal:
    """It is reached: the others hear of it, quietly."""
    locked = open_goal(goal)
    locked.state, locked.progress, locked.closed_at = GoalState.REACHED, 100, clock.now()
    locked.save(update_fields=["state", "progress", "closed_at", "changed_at"])
    audit.record(by=by, verb="goal reached", thing=locked, program_id=locked.mentorship.program_id)
    others = list(circle_of(locked.mentorship).others(by))
    text = f"{by.full_name} marked a goal as reached. A good moment for a word of praise."
    url = reverse("goals", args=[locked.mentorship_id])
    ring_goal(others, key=f"goal-reached:{locked.pk}", text=text, url=url)
    return locked


@transaction.atomic
def drop_goal(*, by: Person, goal: Goal) -> Goal:
    """Let it go: plans change."""
    locked = open_goal(goal)
    locked.state, locked.closed_at = GoalState.DROPPED, clock.now()
    locked.save(update_fields=["state", "closed_at", "changed_at"])
    audit.record(by=by, verb="goal let go", thing=locked, program_id=locked.mentorship.program_id)
    return locked


@transaction.atomic
def reopen_goal(*, by: Person, goal: Goal) -> Goal:
    """Take it up again."""
    locked = Goal.objects.select_for_update(of=("self",)).select_related("mentorship").get(pk=goal.pk)
    insist(may_write(state=locked.mentorship.state, left=False))
    locked.state, locked.closed_at = GoalState.OPEN, None
    locked.save(update_fields=["state", "closed_at", "changed_at"])
    return locked
