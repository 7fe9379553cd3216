"""Reads for a program's team."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from pairwell.people.models import Person
from pairwell.people.queries import people
from pairwell.programs.models import Grant, Program
from pairwell.programs.states import ProgramRole


@dataclass(frozen=True)
class Team:
    """Who runs a program and who reads its results, by name."""

    managers: list[Person]
    sponsors: list[Person]


def team_of(program: Program) -> Team:
    """Everybody with a role in the program: one query."""
    grants = Grant.objects.filter(program=program).select_related("person")
    rows = list(grants.order_by("person__full_name", "person_id"))
    return Team(
        managers=[grant.person for grant in rows if grant.role == ProgramRole.MANAGER],
        sponsors=[grant.person for grant in rows if grant.role == ProgramRole.SPONSOR],
    )


def people_for_team(program: Program, words: str) -> QuerySet[Person]:
    """Active people who match the words, with whether they run (`runs`) or sponsor (`sponsors`) it."""
    grants = Grant.objects.filter(program=program, person=OuterRef("pk"))
    found = people(words=words.replace("\x00", "")).annotate(
        runs=Exists(grants.filter(role=ProgramRole.MANAGER)),
        sponsors=Exists(grants.filter(role=ProgramRole.SPONSOR)),
    )
    return found.order_by("full_name", "id")
