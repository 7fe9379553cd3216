"""Who is in which program, and what they said when they joined."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from pairwell.cli.company.cast import PARTS
from pairwell.cli.company.dice import dice
from pairwell.cli.company.given_times import given_times
from pairwell.cli.company.material import lives
from pairwell.cli.company.offers import Plan, scaled
from pairwell.cli.company.persons import WANTED, Somebody
from pairwell.cli.company.ways_in import write_ways_in
from pairwell.people.models import Person
from pairwell.programs.models import (
    Answer,
    Avoidance,
    Enrollment,
    Invitation,
    Program,
    Question,
    RankedChoice,
)
from pairwell.programs.states import Asked, EnrollmentState, Format, ProgramState, QuestionKind, Side

IN_PROGRAMS = {
    "mentee": {"pipeline": True, "exchange": True},
    "mentor": {"pipeline": False, "exchange": False},
    "people_manager": {"growing": False},
}
"""People of the cast with a place of their own: program -> on the mentees' side?"""
PLACES = ((1, 58), (2, 30), (3, 12))


@dataclass(frozen=True, slots=True)
class Crowd:
    """Everybody of the company: as drafted and, in the same order, as the database has them."""

    people: Sequence[Somebody]
    persons: Sequence[Person]
    seed: int
    today: date


@dataclass(slots=True)
class Place:
    """Somebody's enrollment, with the draft of the person for choosing partners."""

    draft: Somebody
    enrollment: Enrollment
    mentee: bool


def choose(plan: Plan, people: Sequence[Somebody], seed: int) -> list[tuple[Somebody, bool]]:
    """The people of a program: (person, on the mentees' side?); nobody is on both sides."""
    chance = dice(seed, "choose", plan.key)
    size = len(people)
    fixed = [
        (people[number], IN_PROGRAMS[part.key][plan.key])
        for number, part in enumerate(PARTS)
        if plan.key in IN_PROGRAMS.get(part.key, {})
    ]
    pool = chance.sample(list(people[len(PARTS) :]), size - len(PARTS))
    seniors = _fitting(
        pool, plan.senior, scaled(plan.mentors, size) - sum(not side for _, side in fixed), top=plan
    )
    taken = {person.number for person in seniors}
    rest = [person for person in pool if person.number not in taken]
    juniors = _fitting(rest, plan.junior, scaled(plan.mentees, size) - sum(side for _, side in fixed))
    return fixed + [(person, False) for person in seniors] + [(person, True) for person in juniors]


def _fitting(
    pool: Sequence[Somebody], levels: tuple[int, int], number: int, top: Plan | None = None
) -> list[Somebody]:
    fitting = [person for person in pool if levels[0] <= person.level <= levels[1]]
    if top is not None and top.key == "growing":  # so many mentors are needed that rank decides, not chance
        fitting.sort(key=lambda person: -person.level)
    return fitting[: max(0, number)]


def write_enrollments(plan: Plan, program: Program, crowd: Crowd) -> list[Place]:
    """Enrollments with answers, wishes and people to avoid."""
    chance = dice(crowd.seed, "enroll", plan.key)
    chosen = choose(plan, crowd.people, crowd.seed)
    opened = program.enrollment_opens_on or program.created_at.date()
    days = max(1, (min(program.enrollment_closes_on or crowd.today, crowd.today) - opened).days)
    places = []
    for draft, mentee in chosen:
        at = datetime.combine(
            opened + timedelta(days=chance.randrange(days)), time(chance.randint(6, 17)), UTC
        )
        row = Enrollment(program=program, person=crowd.persons[draft.number], created_at=at)
        places.append(Place(draft, _fill(row, plan, program, chance, mentee=mentee), mentee))
    with given_times(Enrollment):
        Enrollment.objects.bulk_create([place.enrollment for place in places], batch_size=1000)
    _answer(program, places, chance)
    _wish(program, places, chance)
    _invite(plan, program, crowd, {draft.number for draft, _ in chosen})
    write_ways_in(plan, program, [place.enrollment for place in places], seed=crowd.seed)
    return places


def _fill(row: Enrollment, plan: Plan, program: Program, chance: Random, *, mentee: bool) -> Enrollment:
    row.as_mentee, row.as_mentor = mentee, not mentee
    if mentee:
        row.mentor_places = chance.choice((1, 1, 2)) if program.mentor_places > 1 else 1
    elif program.format == Format.GROUP:
        row.mentee_places = program.circle_size
    else:
        row.mentee_places = chance.choices([p for p, _ in PLACES], weights=[w for _, w in PLACES])[0]
    row.state = _state(plan, chance)
    if row.state == EnrollmentState.APPROVED:
        row.approved_at = row.created_at + timedelta(
            hours=chance.randint(0, 70) if program.needs_approval else 0
        )
    if mentee and chance.random() < 0.3:
        row.matters_most = "needs_coverage" if chance.random() < 0.6 else "meaning"
    return row


def _state(plan: Plan, chance: Random) -> EnrollmentState:
    if plan.key != "women":
        return EnrollmentState.APPROVED
    return chance.choices(
        (
            EnrollmentState.APPLIED,
            EnrollmentState.APPROVED,
            EnrollmentState.DECLINED,
            EnrollmentState.WITHDRAWN,
        ),
        weights=(45, 45, 6, 4),
    )[0]


def _answer(program: Program, places: Sequence[Place], chance: Random) -> None:
    questions = list(program.questions.all())
    rows = []
    for place in places:
        for question in questions:
            asked = question.asked == Asked.BOTH or (question.asked == Asked.MENTEE) == place.mentee
            if asked and (question.required or chance.random() < 0.78):
                value = _value(question, place.draft, chance)
                rows.append(Answer(enrollment=place.enrollment, question=question, value=value))
    Answer.objects.bulk_create(rows, batch_size=2000)


def _value(question: Question, person: Somebody, chance: Random) -> Any:
    keys = [option["key"] for option in question.options]
    if question.kind == QuestionKind.SINGLE:
        return person.style if person.style in keys else chance.choice(keys)
    if question.kind == QuestionKind.MULTIPLE:
        chosen = chance.sample(keys, min(len(keys), chance.randint(1, 3)))
        return [key for key in keys if key in chosen]
    if question.kind == QuestionKind.SKILLS:
        return person.keys(WANTED)[:2]
    plain = {
        QuestionKind.SCALE: chance.choices((1, 2, 3, 4, 5), weights=(1, 2, 4, 4, 2))[0],
        QuestionKind.NUMBER: chance.randint(1, 4),
        QuestionKind.YESNO: chance.random() < 0.4,
    }
    answers = lives()["answers"]
    said = chance.choice(answers.get(question.key, answers["other"]))
    return plain.get(QuestionKind(question.kind), said)


def _wish(program: Program, places: Sequence[Place], chance: Random) -> None:
    """Ranked wishes of a third of the mentees and a sixth of the mentors, and a few people to avoid."""
    mentees, mentors = [p for p in places if p.mentee], [p for p in places if not p.mentee]
    if not mentees or not mentors:
        return
    wishes, avoided = [], []
    for place in places:
        others = mentors if place.mentee else mentees
        if chance.random() < (0.34 if place.mentee else 0.16):
            liked = sorted(chance.sample(others, min(12, len(others))), key=lambda o: -_likes(place, o))[
                : chance.randint(1, 3)
            ]
            wishes += [
                RankedChoice(enrollment=place.enrollment, chosen=other.enrollment, rank=rank)
                for rank, other in enumerate(liked, start=1)
            ]
        if chance.random() < 0.02:
            other = chance.choice(others)
            avoided.append(Avoidance(enrollment=place.enrollment, person=other.enrollment.person))
    RankedChoice.objects.bulk_create(wishes, batch_size=2000)
    Avoidance.objects.bulk_create(avoided)


def _likes(one: Place, other: Place) -> int:
    wants, gives = (one, other) if one.mentee else (other, one)
    return len(set(wants.draft.keys("wanted")) & set(gives.draft.keys("offered")))


def _invite(plan: Plan, program: Program, crowd: Crowd, inside: set[int]) -> None:
    """Invitations that nobody has answered yet, in programs that are enrolling."""
    if plan.state != ProgramState.ENROLLING:
        return
    chance = dice(crowd.seed, "invite", plan.key)
    outside = [p for p in crowd.people[len(PARTS) :] if p.number not in inside and p.level >= plan.junior[0]]
    invited = chance.sample(outside, min(len(outside), scaled(plan.invited, len(crowd.people))))
    Invitation.objects.bulk_create(
        Invitation(
            program=program,
            person=crowd.persons[person.number],
            side=Side.MENTOR if person.level >= plan.senior[0] else Side.MENTEE,
        )
        for person in invited
    )
