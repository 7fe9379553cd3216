"""Goals of the demo's mentorships, with milestones that say how far they are."""

from collections.abc import Mapping
from datetime import timedelta
from random import Random
from typing import Any

from pairwell.cli.company.directory import moment
from pairwell.cli.company.material import lives
from pairwell.cli.company.scene import Scene
from pairwell.mentorships.models import Goal, Milestone
from pairwell.mentorships.states import GoalState, MentorshipState
from pairwell.people.models import Skill


def set_goals(scene: Scene, skills: Mapping[str, Skill]) -> None:
    """The goals of one mentorship, at least one of them open while it runs."""
    story, chance = scene.story, scene.chance
    age = scene.end + story.goal_age * scene.mentorship.cadence_days
    if story.goal_age > 3:  # a goal stands still after 45 days at the earliest
        age = max(age, 48.0)
    age = min(age, max(1.0, scene.began - 4.0))
    over = story.state == MentorshipState.COMPLETED
    wanted = scene.group.second.draft.keys("wanted")
    pool = chance.sample(lives()["goal"], len(lives()["goal"]))
    pool.sort(key=lambda goal: goal["skill"] not in wanted)
    for number, found in enumerate(pool[: story.goals]):
        done = _done(found, chance, over=over, first=number == 0)
        _write(scene, found, done, skills.get(found["skill"]), age=age + 3 * number)


def _done(found: Mapping[str, Any], chance: Random, *, over: bool, first: bool) -> int:
    steps = len(found["steps"])
    if over:
        return steps if chance.random() < 0.72 else chance.randint(1, steps - 1)
    return chance.randint(1, steps - 1) if first else chance.randint(0, steps)


def _write(scene: Scene, found: Mapping[str, Any], done: int, skill: Skill | None, *, age: float) -> None:
    steps, began, now = found["steps"], scene.began, scene.now
    over = scene.story.state == MentorshipState.COMPLETED
    set_days, reached = max(age + 1, began - 12.0), done == len(steps)
    goal = Goal(
        mentorship=scene.mentorship,
        owner=scene.group.second.enrollment.person,
        title=found["title"],
        measure=found["measure"],
        due_on=scene.mentorship.starts_on + timedelta(days=max(began, 60) + (0 if over else 45)),
        skill=skill,
        state=GoalState.REACHED if reached else GoalState.DROPPED if over else GoalState.OPEN,
        progress=round(100 * done / len(steps)),
        created_at=moment(now, set_days, 10),
        changed_at=moment(now, age, 11),
    )
    scene.ledger.add(goal)
    for position, title in enumerate(steps):
        share = (position + 1) / max(1, done)
        when = moment(now, max(age, set_days - (set_days - age) * share), 11) if position < done else None
        scene.ledger.add(Milestone(goal=goal, title=title, position=position, done_at=when))
