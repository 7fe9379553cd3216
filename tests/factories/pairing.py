"""Pools to match, runs and proposals for tests."""

import random
from typing import Any

from pairwell.core import clock
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.actions import save_policy, start_run
from pairwell.pairing.jobs import perform_run
from pairwell.pairing.models import MatchRun, Proposal, ProposalSide
from pairwell.pairing.states import ProposalState
from pairwell.people.models import Person, Profile, ProfileSkill
from pairwell.people.states import SkillKind
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import EnrollmentState, ProgramState
from tests.factories.people import make_person, make_skill
from tests.factories.programs import make_enrollment, make_program

HOURS = {day: [[9, 17]] for day in ("mon", "tue", "wed", "thu", "fri")}
POLICY: dict[str, Any] = {
    "format": "traditional",
    "objective": ["coverage", "floor", "total", "stability"],
    "criteria": [
        {"key": "needs_coverage", "kind": "needs_coverage", "weight": 50},
        {"key": "mutual_preference", "kind": "mutual_preference", "weight": 20},
        {"key": "hours_overlap", "kind": "hours_overlap", "weight": 20},
        {"key": "cross_unit", "kind": "cross_unit", "weight": 10},
    ],
    "rules": [
        {"key": "avoid", "kind": "avoid"},
        {"key": "not_own_manager", "kind": "not_own_manager"},
        {"key": "not_same_reporting_line", "kind": "not_same_reporting_line"},
        {"key": "hours_in_common", "kind": "hours_in_common"},
    ],
    "fairness": {"fields": ["unit"], "suppress_below": 2},
}


def make_pool(
    mentees: int = 3, mentors: int = 3, *, by: Person, places: int = 1, seed: int = 1, **fields: Any
) -> Program:
    """A program that is matching, with people who offer and want skills, and a saved policy; quick in bulk."""
    program = make_program(managed_by=by, state=ProgramState.MATCHING, **fields)
    chance, skills = random.Random(seed), [make_skill(f"Topic {n}") for n in range(12)]
    people = Person.objects.bulk_create(
        Person(
            email=f"pool{program.pk}-{n}@example.org",
            full_name=f"{'Mentee' if n < mentees else 'Mentor'} {n}",
            department=f"Unit {n % 4}",
            office=f"Office {n % 3}",
            level=2 + n % 3 if n < mentees else 5 + n % 3,
            password="!",
            search=f"pool {n}",
        )
        for n in range(mentees + mentors)
    )
    profiles = Profile.objects.bulk_create(
        Profile(person=p, working_hours=HOURS, languages={"en": 4}, goals="Grow") for p in people
    )
    ProfileSkill.objects.bulk_create(
        ProfileSkill(
            profile=profile,
            skill=skill,
            kind=SkillKind.WANTED if n < mentees else SkillKind.OFFERED,
            level=chance.randint(2, 5),
            urgency=chance.randint(1, 3),
        )
        for n, profile in enumerate(profiles)
        for skill in chance.sample(skills, 4)
    )
    Enrollment.objects.bulk_create(
        Enrollment(
            program=program,
            person=person,
            state=EnrollmentState.APPROVED,
            as_mentee=n < mentees,
            as_mentor=n >= mentees,
            mentor_places=int(n < mentees),
            mentee_places=places if n >= mentees else 0,
        )
        for n, person in enumerate(people)
    )
    save_policy(by=by, program=program, body=POLICY)
    return program


def join_circles(program: Program, *, places: int) -> None:
    """Eight people and two who lead, all of whom chose circles."""
    for number in range(10):
        leads = number < 2
        make_enrollment(
            program, make_person(f"Round {number}"), role="mentor" if leads else "mentee", format="group",
            mentee_places=places if leads else 0,
        )  # fmt: skip


def finished_run(program: Program, by: Person, **fields: Any) -> MatchRun:
    """A run that a worker has done."""
    run = start_run(by=by, program=program, **fields)
    perform_run(run_id=run.pk)
    run.refresh_from_db()
    return run


def make_proposal(program: Program, mentee: Enrollment, mentor: Enrollment, **fields: Any) -> Proposal:
    """A suggested pair."""
    proposal = Proposal.objects.create(
        program=program,
        **{
            "score": 0.7,
            "known": 1.0,
            "contributions": [
                {"key": "needs_coverage", "label": "What they want to learn", "score": 0.7, "weight": 1.0,
                 "kind": "needs_coverage", "reads": ["skills_offered", "skills_wanted"],
                 "points": 0.7, "known": True, "reason": "Can help with Topic 1 (1 of 2 wanted skills)"}
            ],
            **fields,
        },
    )  # fmt: skip
    ProposalSide.objects.create(proposal=proposal, enrollment=mentee, role=MemberRole.MENTEE)
    ProposalSide.objects.create(proposal=proposal, enrollment=mentor, role=MemberRole.MENTOR)
    return proposal


def make_pair(by: Person, ada: Person, ben: Person, **fields: Any) -> Proposal:
    """A program of Cora's with Ada as a mentor and Ben as a mentee, suggested to each other."""
    program = make_program(managed_by=by, state=ProgramState.MATCHING, **fields)
    mentee = make_enrollment(program, ben, role="mentee")
    return make_proposal(program, mentee, make_enrollment(program, ada, role="mentor"))


def expired(proposal: Proposal) -> Proposal:
    """A sent proposal whose time is over."""
    assert proposal.state == ProposalState.SENT
    Proposal.objects.filter(pk=proposal.pk).update(expires_at=clock.now())
    proposal.refresh_from_db()
    return proposal
