"""Goals of the demo's mentorships, with milestones that say how far they are."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from pairwell.cli.company.directory import moment
from pairwell.cli.company.ledger import Ledger
from pairwell.cli.company.material import lives
from pairwell.cli.company.pairs import Group
from pairwell.cli.company.stories import Story
from pairwell.mentorships.models import Goal, Mentorship, Milestone
from pairwell.mentorships.states import GoalState, MentorshipState
from pairwell.people.models import Skill


def set_goals(
    ledger: Ledger, mentorship: Mentorship, group: Group, story: Story, skills: Mapping[str, Skill],
    chance: Random, *, now: datetime, end: float,
) -> None:  # fmt: skip
    """The goals of one mentorship, at least one of them open while it runs."""
    began = (now.date() - mentorship.starts_on).days
    age = end + story.goal_age * mentorship.cadence_days
    if story.goal_age > 3:  # a goal stands still after 45 days at the earliest
        age = max(age, 48.0)
    age = min(age, max(1.0, began - 4.0))
    over = story.state == MentorshipState.COMPLETED
    wanted = group.second.draft.keys("wanted")
    pool = chance.sample(lives()["goal"], len(lives()["goal"]))
    pool.sort(key=lambda goal: goal["skill"] not in wanted)
    for number, found in enumerate(pool[: story.goals]):
        done = _done(found, chance, over=over, first=number == 0)
        _write(ledger, mentorship, group, found, done, skills, now, began, age + 3 * number, over=over)


def _done(found: Mapping[str, Any], chance: Random, *, over: bool, first: bool) -> int:
    steps = len(found["steps"])
    if over:
        return steps if chance.random() < 0.72 else chance.randint(1, steps - 1)
    return chance.randint(1, steps - 1) if first else chance.randint(0, steps)


def _write(
    ledger: Ledger, mentorship: Mentorship, group: Group, found: Mapping[str, Any], done: int,
    skills: Mapping[str, Skill], now: datetime, began: int, age: float, *, over: bool,
) -> None:  # fmt: skip
    steps = found["steps"]
    set_days, reached = max(age + 1, began - 12.0), done == len(steps)
    goal = Goal(
        mentorship=mentorship,
        owner=group.second.enrollment.person,
        title=found["title"],
        measure=found["measure"],
        due_on=mentorship.starts_on + timedelta(days=max(began, 60) + (0 if over else 45)),
        skill=skills.get(found["skill"]),
        state=GoalState.REACHED if reached else GoalState.DROPPED if over else GoalState.OPEN,
        progress=round(100 * done / len(steps)),
        created_at=moment(now, set_days, 10),
        changed_at=moment(now, age, 11),
    )
    ledger.add(goal)
    for position, title in enumerate(steps):
        share = (position + 1) / max(1, done)
        when = moment(now, max(age, set_days - (set_days - age) * share), 11) if position < done else None
        ledger.add(Milestone(goal=goal, title=title, position=position, done_at=when))
