"""How the demo's mentorships look at goals again, work on projects, ask for help and close."""

from datetime import timedelta
from typing import Any

from pairwell.cli.company.directory import moment
from pairwell.cli.company.material import together
from pairwell.cli.company.scene import Scene
from pairwell.mentorships.models import (
    Certificate,
    Goal,
    GoalReview,
    HelpRequest,
    Membership,
    Milestone,
    Session,
)
from pairwell.mentorships.rules.closing import code
from pairwell.mentorships.states import GoalState, HelpTopic, MentorshipState, NextWish, SessionState, Verdict

WISHES = (NextWish.STAY, NextWish.MENTOR, NextWish.MENTOR, NextWish.LEARN, NextWish.REST)


def look_at_goals(scene: Scene) -> None:
    """Reviews of goals that are some weeks old, and one project in a third of the mentorships."""
    chance, people = scene.chance, [place.enrollment.person for place, _ in scene.group.members]
    goals = [goal for goal in scene.ledger.rows[Goal] if goal.mentorship is scene.mentorship]
    step = max(21, 3 * scene.mentorship.cadence_days)
    for goal in goals:
        goal.review_on = (goal.changed_at + timedelta(days=step)).date()
        if (scene.now - goal.created_at).days > 35 and chance.random() < 0.7:
            at = goal.created_at + (goal.changed_at - goal.created_at) * 0.6
            line = chance.choice(together()["reviews"]["lines"]) if chance.random() < 0.7 else ""
            scene.ledger.add(
                GoalReview(
                    goal=goal, author=chance.choice(people), verdict=Verdict.KEEP, line=line,
                    progress=goal.progress // 2, created_at=at,
                )
            )  # fmt: skip
    sure = scene.group.has("mentee")
    if scene.story.last is not None and (sure or chance.random() < 0.33):
        _project(scene, people)


def _project(scene: Scene, people: list[Any]) -> None:
    """A goal that the two work on together, its steps in sessions that took place."""
    chance, found = scene.chance, scene.chance.choice(together()["project"])
    over = scene.story.state == MentorshipState.COMPLETED
    mine = [s for s in scene.ledger.rows[Session] if s.mentorship is scene.mentorship]
    held = [s for s in mine if s.state == SessionState.HELD]
    ahead = [s for s in mine if s.state == SessionState.PLANNED]
    steps, done = found["steps"], len(found["steps"]) if over else min(2, len(held), len(found["steps"]) - 1)
    began = moment(scene.now, max(2, scene.began - 20), 12)
    changed = max(began, held[-1].starts_at) if held else began
    goal = Goal(
        mentorship=scene.mentorship, owner=people[1], title=found["title"], measure=found["measure"],
        is_project=True, due_on=scene.mentorship.starts_on + timedelta(days=max(120, scene.began + 30)),
        result=found["result"] if over else "", state=GoalState.REACHED if over else GoalState.OPEN,
        progress=round(100 * done / len(steps)), created_at=began, changed_at=min(changed, scene.now),
        closed_at=min(changed, scene.now) if over else None,
        review_on=(scene.now + timedelta(days=chance.randint(-3, 25))).date(),
    )  # fmt: skip
    scene.ledger.add(goal)
    for position, title in enumerate(steps):
        session = (
            held[position]
            if position < min(done, len(held))
            else ahead[0]
            if ahead and position == done
            else None
        )
        at = session.starts_at if session and position < done else goal.changed_at
        row = Milestone(goal=goal, title=title, position=position, session=session)
        row.done_at = at if position < done else None
        scene.ledger.add(row)


def part_well(scene: Scene) -> None:
    """What completed ones wish for next, with a certificate each; a few that do badly ask for help."""
    chance, mentorship = scene.chance, scene.mentorship
    if scene.story.state == MentorshipState.COMPLETED:
        held = [
            s
            for s in scene.ledger.rows[Session]
            if s.mentorship is mentorship and s.state == SessionState.HELD
        ]
        members = [m for m in scene.ledger.rows[Membership] if m.mentorship is mentorship]
        for member in members:
            member.next_wish = chance.choice(WISHES) if chance.random() < 0.8 else ""
            if held and mentorship.ended_at and chance.random() < 0.7:
                scene.ledger.add(_certificate(scene, member, held))
    elif scene.story.key in ("slipping away", "one side is silent") and chance.random() < 0.5:
        who = scene.group.second.enrollment.person
        topic = HelpTopic.MEET if scene.story.key == "slipping away" else HelpTopic.FIT
        at = moment(scene.now, chance.randint(1, 6), 9)
        scene.ledger.add(HelpRequest(mentorship=mentorship, asked_by=who, topic=topic, created_at=at))


def _certificate(scene: Scene, member: Membership, held: list[Session]) -> Certificate:
    mentorship, ended = scene.mentorship, scene.mentorship.ended_at or scene.now
    return Certificate(
        mentorship=mentorship, person=member.person, code=code(scene.chance.choice),
        name=member.person.full_name, program_name=mentorship.program.name, role=member.role,
        starts_on=mentorship.starts_on, ends_on=ended.date(), sessions=len(held),
        minutes=sum(s.minutes for s in held), issued_at=ended + timedelta(hours=3),
    )  # fmt: skip
