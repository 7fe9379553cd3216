"""A program made from a plan of dice, whose every figure follows from the plan: nothing is read back to know it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from statistics import mean, median
from typing import Any

from pairwell.core import clock
from pairwell.mentorships.models import Membership, Mentorship, Milestone, Session
from pairwell.pairing.models import Proposal
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import EnrollmentState, ProgramState
from pairwell.surveys import actions as surveys
from tests.factories.mentorships import held, make_goal, make_mentorship, make_reflection, make_session
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_invitation, make_program

ENDS = ("active", "active", "paused", "completed", "ended_early")
MIDDAY = 12
DAYS, CADENCE = 120, 14


@dataclass
class PairPlan:
    """One pair as the dice say. visits: (days after the start, minutes, usefulness for each side)."""

    end: str
    waited: int
    score: float
    visits: list[tuple[int, int, int, int]] = field(default_factory=list)
    goals: list[tuple[str, int, int]] = field(default_factory=list)
    planned: int = 0


@dataclass
class Plan:
    """What is made, and the truth that follows from it."""

    invited: int
    applied: int
    declined: int
    free: int
    pairs: list[PairPlan]
    answers: dict[tuple[str, str], list[dict[str, int]]]

    def truth(self) -> dict[str, float | None]:
        """Every figure, from the plan alone."""
        pairs, met = self.pairs, [pair for pair in self.pairs if pair.visits]
        visits = [visit for pair in pairs for visit in pair.visits]
        goals = [goal for pair in pairs for goal in pair.goals]
        mentees, mentors = self.answers["closing", "mentees"], self.answers["closing", "mentors"]
        points = [_point(one["recommend"]) for one in (*mentees, *mentors)]
        before = [one["skill_confidence"] for one in self.answers["baseline", "mentees"]]
        return {
            "asked": self.invited + self.applied + self.declined + self.free + 2 * len(pairs),
            "enrolled": self.free + 2 * len(pairs),
            "matched": 2 * len(pairs),
            "met": 2 * len(met),
            "active": 2 * sum(pair.end in ("active", "paused") for pair in met),
            "finished": 2 * sum(pair.end == "completed" for pair in pairs),
            "mentorships": len(pairs),
            "completed": sum(pair.end == "completed" for pair in pairs),
            "ended_early": sum(pair.end == "ended_early" for pair in pairs),
            "days_to_match": median([pair.waited for pair in pairs for _ in range(2)]),
            "days_to_first_session": median([min(day for day, *_ in pair.visits) for pair in met]),
            "sessions": len(visits),
            "hours": sum(minutes for _, minutes, *_ in visits) / 60,
            "sessions_each": len(visits) / len(pairs),
            "in_rhythm": sum(5 * len(pair.visits) >= 4 * (DAYS // CADENCE) for pair in pairs) / len(pairs),
            "goals": len(goals),
            "goals_reached": sum(state == "reached" for state, *_ in goals),
            "milestones": sum(done for _, done, _ in goals),
            "usefulness": mean(value for _, _, *both in visits for value in both),
            "fit": mean(pair.score for pair in pairs),
            "mentees_satisfied": _share(mentees, "satisfied"),
            "mentors_satisfied": _share(mentors, "satisfied"),
            "impact": _share(mentees, "impact"),
            "own_skills": _share(mentors, "own_skills"),
            "motivated": _share(mentees, "motivated"),
            "recommend": 100 * mean(points),
            "skill_growth": mean(one["skill_confidence"] for one in mentees) - mean(before),
        }


def _share(answers: list[dict[str, int]], key: str) -> float:
    return sum(one[key] >= 4 for one in answers) / len(answers)


def _point(value: int) -> int:
    return 1 if value >= 9 else -1 if value <= 6 else 0


def plan_of(seed: int) -> Plan:
    """Throw the dice."""
    dice = Random(seed)
    pairs = [_pair(dice, number) for number in range(dice.randint(10, 14))]
    answers = {
        ("baseline", "mentees"): _said(dice, len(pairs), "skill_confidence"),
        ("closing", "mentees"): _said(
            dice, len(pairs) - 2, "skill_confidence", "satisfied", "impact", "motivated", "recommend"
        ),
        ("closing", "mentors"): _said(dice, len(pairs) - 3, "satisfied", "own_skills", "recommend"),
    }
    return Plan(
        dice.randint(1, 5), dice.randint(1, 4), dice.randint(1, 3), dice.randint(1, 4), pairs, answers
    )


def _pair(dice: Random, number: int) -> PairPlan:
    made = PairPlan(ENDS[number % len(ENDS)], dice.randint(0, 40), dice.randint(20, 99) / 100)
    for visit in range(dice.randint(0, 5) if number % 4 else 3):
        day = dice.randint(1, 12) + 14 * visit
        made.visits.append((day, dice.choice((25, 45, 60, 90)), dice.randint(1, 5), dice.randint(1, 5)))
    for _ in range(dice.randint(0, 3)):
        made.goals.append(
            (dice.choice(("open", "reached", "dropped")), dice.randint(0, 3), dice.randint(0, 2))
        )
    made.planned = dice.randint(0, 2)
    return made


def _said(dice: Random, number: int, *keys: str) -> list[dict[str, int]]:
    most = {"recommend": 10}
    return [{key: dice.randint(1, most.get(key, 5)) for key in keys} for _ in range(number)]


def make(plan: Plan, manager: Person) -> Program:
    """The program as planned, with another one beside it that must not be counted."""
    program = make_program("Known truth", managed_by=manager, state=ProgramState.ACTIVE)
    make_invitation(program, make_person())
    for _ in range(plan.invited - 1):
        make_invitation(program, make_person())
    for state, number in ((EnrollmentState.APPLIED, plan.applied), (EnrollmentState.DECLINED, plan.declined)):
        for _ in range(number):
            make_enrollment(program, state=state)
    for _ in range(plan.free):
        make_enrollment(program)
    pairs = [_make_pair(program, one) for one in plan.pairs]
    for (moment, audience), said in plan.answers.items():
        _answer(program, moment, audience, said)
    for pair, one in zip(pairs, plan.pairs, strict=True):
        Mentorship.objects.filter(pk=pair.pk).update(state=one.end)
    noise = make_mentorship()
    make_reflection(held(noise, days_ago=1), noise.memberships.all()[0].person, 1)
    return program


def _make_pair(program: Program, one: PairPlan) -> Mentorship:
    pair = make_mentorship(make_person(), make_person(), program=program, days_ago=DAYS)
    Enrollment.objects.filter(memberships__mentorship=pair).update(
        approved_at=pair.created_at - timedelta(days=one.waited)
    )
    first, second = (m.person for m in Membership.objects.filter(mentorship=pair).order_by("id"))
    start = datetime.combine(pair.starts_on, datetime.min.time(), clock.now().tzinfo)
    for day, minutes, *both in one.visits:
        at = start + timedelta(days=day, hours=MIDDAY)
        session = make_session(pair, at, state="held", minutes=minutes)
        for person, useful in zip((first, second), both, strict=True):
            make_reflection(session, person, useful)
    for state in ("planned", "missed", "canceled")[: one.planned]:
        Session.objects.create(mentorship=pair, title="x", starts_at=clock.now(), minutes=90, state=state)
    for state, done, waiting in one.goals:
        goal = make_goal(pair, second, state=state)
        for number in range(done + waiting):
            Milestone.objects.create(goal=goal, title="x", done_at=clock.now() if number < done else None)
    Proposal.objects.create(program=program, state="accepted", score=one.score, mentorship=pair)
    Proposal.objects.create(program=program, state="declined", score=0.01)
    return pair


def _answer(program: Program, moment: str, audience: str, said: list[dict[str, Any]]) -> None:
    survey = surveys.add_survey(by=None, program=program, moment=moment, audience=audience)
    surveys.open_survey(by=None, survey=survey)
    requests = list(survey.requests.order_by("pk"))
    assert len(requests) >= len(said)
    for request, given in zip(requests, said, strict=False):
        surveys.answer(by=request.person, request=request, given=given)
    surveys.close_survey(by=None, survey=survey)
