"""The order in which the demo company comes into being."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from pairwell.cli.company.around import write_around
from pairwell.cli.company.asking import ask
from pairwell.cli.company.cast import PARTS
from pairwell.cli.company.dice import dice
from pairwell.cli.company.directory import write_directory
from pairwell.cli.company.growth import Growth
from pairwell.cli.company.joining import Crowd, Place, write_enrollments
from pairwell.cli.company.made import Made
from pairwell.cli.company.material import DOMAIN
from pairwell.cli.company.mentorships import Life
from pairwell.cli.company.offers import PLANS, write_programs
from pairwell.cli.company.outcomes import tell_outcomes
from pairwell.cli.company.persons import Somebody, draft_people
from pairwell.cli.company.say import have_a_say
from pairwell.cli.company.tree import plant_tree
from pairwell.library.actions import load_activities, load_courses
from pairwell.library.models import Activity
from pairwell.mentorships.models import MentorshipSettings
from pairwell.pairing.actions import start_run
from pairwell.people.actions.catalog import load_skills
from pairwell.people.actions.roles import load_roles
from pairwell.people.models import Person, Skill
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramState

MOST_FOR_A_RUN = 2000
"""Larger companies ask for their run themselves: understanding thousands of texts takes the worker a while."""
LIVED = (ProgramState.ACTIVE, ProgramState.CLOSED, ProgramState.ARCHIVED)


@dataclass
class Filling:
    """One run of filling an empty database."""

    people: int
    seed: int
    progress: Callable[[str, int, int], None]
    now: datetime
    drafts: list[Somebody] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)

    def run(self) -> dict[str, Made]:
        """Everything, in one transaction: the company is there as a whole or not at all.

        Returns what was made of each program with mentorships, by the key of its plan.
        """
        self.drafts = draft_people(self.people, self.seed, self.now.date())
        plant_tree(self.drafts, self.seed)
        with transaction.atomic():
            if Person.objects.exists():
                raise ValueError(
                    "There are people in this database already; the demo company needs an empty one."
                )
            self.progress("skill catalog and activities", 0, 1)
            load_skills()
            load_roles()
            load_activities()
            load_courses()
            self.persons = write_directory(self.drafts, self.seed, self.progress)
            programs = write_programs(self.persons, self.now.date())
            MentorshipSettings.objects.create(video_template=f"https://meet.{DOMAIN}/{{id}}")
            return self._live(programs)

    def _live(self, programs: Mapping[str, Program]) -> dict[str, Made]:
        made: dict[str, Made] = {}
        activities = {row.key: row for row in Activity.objects.prefetch_related("steps")}
        skills = {row.key: row for row in Skill.objects.all()}
        crowd = Crowd(self.drafts, self.persons, self.seed, self.now.date())
        for number, plan in enumerate(PLANS):
            program = programs[plan.key]
            self.progress("programs", number, len(PLANS))
            places: list[Place] = []
            if plan.state != ProgramState.DRAFT:
                places = write_enrollments(plan, program, crowd)
            if plan.state in LIVED:
                chance = dice(self.seed, "life", plan.key)
                rows = Life(program, activities, skills, chance=chance, now=self.now).write(places)
                said = ask(program, chance=dice(self.seed, "surveys", plan.key), now=self.now)
                made[plan.key] = Made(program, [place.enrollment for place in places], rows, said)
            if plan.state == ProgramState.MATCHING and self.people <= MOST_FOR_A_RUN:
                self._ask_for_a_run(program)
        tell_outcomes(made["closed"], self.seed, self.now)
        have_a_say(programs, self.seed, self.now)
        write_around(programs, self.seed, self.now)
        self.progress("programs", len(PLANS), len(PLANS))
        Growth(self.drafts, self.persons, self.seed, self.now).write()
        return made

    def _ask_for_a_run(self, program: Program) -> None:
        """The worker finds the pairs as soon as it starts, so that there is something to look at."""
        manager = self.persons[next(n for n, part in enumerate(PARTS) if part.key == "manager")]
        start_run(by=manager, program=program)
