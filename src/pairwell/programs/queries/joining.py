"""Reads for those who join: what they can join, what they said so far."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Q

from pairwell.core.rows import first_row
from pairwell.people.models import Person, ProfileSkill, Skill
from pairwell.people.queries.finding import number_in, open_to
from pairwell.people.states import SkillKind
from pairwell.programs.models import (
    AnswerFile,
    Enrollment,
    EnrollmentDraft,
    Grant,
    Nomination,
    Program,
)
from pairwell.programs.permissions import visible_programs
from pairwell.programs.rules.answers import Known
from pairwell.programs.rules.questions import QuestionSpec
from pairwell.programs.states import (
    EnrollmentState,
    NominationState,
    ProgramRole,
    ProgramState,
    QuestionKind,
    Side,
)


@dataclass(frozen=True)
class Joinable:
    """A program as one person sees it."""

    program: Program
    enrollment: Enrollment | None
    is_invited: bool
    has_draft: bool


def programs_for(person: Person) -> tuple[list[Joinable], list[Joinable]]:
    """Programs the person takes part in, and those they can join: four queries in all."""
    programs = list(visible_programs(person))
    mine = {row.program_id: row for row in Enrollment.objects.filter(person=person)}
    asked = set(person_invitations(person))
    drafts = set(EnrollmentDraft.objects.filter(person=person).values_list("program_id", flat=True))
    seen = [Joinable(p, mine.get(p.pk), p.pk in asked, p.pk in drafts) for p in programs]
    gone = (EnrollmentState.WITHDRAWN, EnrollmentState.DECLINED)
    part = [row for row in seen if row.enrollment and row.enrollment.state not in gone]
    rest = [row for row in seen if row not in part and row.program.state == ProgramState.ENROLLING]
    return part, rest


def person_invitations(person: Person) -> Iterable[int]:
    """Ids of the programs a person was invited to."""
    return Program.objects.filter(invitations__person=person).values_list("pk", flat=True)


def draft_of(person: Person, program: Program) -> EnrollmentDraft | None:
    """What somebody has typed so far."""
    return EnrollmentDraft.objects.filter(person=person, program=program).first()


def is_invited(person: Person, program: Program) -> bool:
    """Whether the person was invited to the program, or put forward for it."""
    if program.invitations.filter(person=person).exists():
        return True
    return program.nominations.filter(person=person, state=NominationState.OPEN).exists()


def nomination_of(person: Person, program: Program) -> Nomination | None:
    """The open nomination of a person for the program."""
    rows = program.nominations.filter(person=person, state=NominationState.OPEN).select_related("by")
    return rows.first()


def answers_of(enrollment: Enrollment) -> dict[str, Any]:
    """What somebody has answered, by question key."""
    return dict(enrollment.answers.values_list("question__key", "value"))


def avoided_addresses(enrollment: Enrollment) -> list[str]:
    """Addresses of the people somebody asked not to be paired with."""
    asked = enrollment.avoidances.filter(because="asked")
    return list(asked.order_by("id").values_list("person__email", flat=True))


def skill_names(keys: Iterable[str]) -> dict[str, str]:
    """Names of skills by their keys: one query."""
    return dict(Skill.objects.filter(key__in=set(keys)).values_list("key", "name"))


def managers_of(program: Program) -> list[Person]:
    """Who runs a program, by name."""
    grants = Grant.objects.filter(program=program, role=ProgramRole.MANAGER, person__is_active=True)
    return [grant.person for grant in grants.select_related("person").order_by("person__full_name")]


def known_in(specs: Iterable[QuestionSpec], answers: Mapping[str, Any], person: Person | None) -> Known:
    """What of the answers given is really there: at most three queries.

    person: whose files count; None when nobody's do.
    """
    skills: set[str] = set()
    names: set[str] = set()
    tokens: set[str] = set()
    for spec in specs:
        value = answers.get(spec.key)
        if spec.kind == QuestionKind.SKILLS and isinstance(value, (list, tuple, dict)):
            skills |= {str(key)[:80] for key in value if "\x00" not in str(key)}
        elif spec.kind == QuestionKind.PERSON and value:
            said = value.replace(";", ",").split(",") if isinstance(value, str) else value
            names |= {str(one).strip().lower()[:254] for one in said if "\x00" not in str(one)}
        elif spec.kind == QuestionKind.FILE and isinstance(value, dict):
            tokens.add(str(value.get("file"))[:40])
    return Known(_skills_there(skills), _people_there(names, person), _files_there(tokens, person))


def _skills_there(keys: set[str]) -> set[str]:
    return set(Skill.objects.filter(key__in=keys).values_list("key", flat=True)) if keys else set()


def _people_there(names: set[str], reader: Person | None) -> dict[str, int]:
    """By address whoever has it; by name and number only those whom the reader may see."""
    if not names:
        return {}
    numbers = {name: number for name in names if (number := number_in(name)) is not None}
    rows = Person.objects.filter(Q(email__in=names) | Q(pk__in=numbers.values()), is_active=True)
    there = dict(rows.values_list("pk", "email"))
    seen = open_to(reader, list(numbers.values())) if reader is not None and numbers else there.keys()
    found = {email.lower(): pk for pk, email in there.items() if email.lower() in names}
    return found | {name: pk for name, pk in numbers.items() if pk in there and pk in seen}


def _files_there(tokens: set[str], person: Person | None) -> dict[str, dict[str, Any]]:
    if not tokens or person is None:
        return {}
    rows = AnswerFile.objects.filter(token__in=tokens, person=person)
    return {row.token: {"name": row.name, "size": row.size} for row in rows}


def profile_skill_levels(person: Person, side: str) -> dict[str, int]:
    """Key and level of the skills a person offers (side MENTOR) or wants (side MENTEE), by name."""
    kind = kind_on(side)
    rows = ProfileSkill.objects.filter(profile__person=person, kind=kind).select_related("skill")
    return {row.skill.key: row.level for row in rows.order_by("skill__name")}


def kind_on(side: str) -> SkillKind:
    """Skills that people on a side name: offered by mentors, wanted by mentees."""
    return SkillKind.OFFERED if side == Side.MENTOR else SkillKind.WANTED


_SKILLS = """
SELECT (SELECT json_agg(json_build_array(key, name) ORDER BY name)::text
        FROM people_skill WHERE merged_into_id IS NULL) AS catalog,
       (SELECT json_agg(json_build_array(mine.kind, skill.key, mine.level) ORDER BY skill.name)::text
        FROM people_profileskill AS mine JOIN people_skill AS skill ON skill.id = mine.skill_id
        WHERE mine.profile_id = (SELECT id FROM people_profile WHERE person_id = %s)) AS own
"""


@dataclass(frozen=True)
class SkillsToChoose:
    """The whole catalog by name, (key, name), and levels by key of what a person has in their profile, by kind."""

    catalog: tuple[tuple[str, str], ...]
    own: Mapping[str, Mapping[str, int]]


def skills_to_choose(person: Person) -> SkillsToChoose:
    """What a question for skills offers and starts from: one query."""
    with connection.cursor() as cursor:
        cursor.execute(_SKILLS, [person.pk])
        catalog, rows = cursor.fetchone()
    own: dict[str, dict[str, int]] = {SkillKind.OFFERED: {}, SkillKind.WANTED: {}}
    for kind, key, level in json.loads(rows or "[]"):
        own[kind][key] = level
    return SkillsToChoose(_catalog(catalog or "[]"), own)


@lru_cache(maxsize=4)
def _catalog(rows: str) -> tuple[tuple[str, str], ...]:
    """The catalog of its rows as JSON: the same object for the same rows, so that what is drawn of it can be kept."""
    return tuple((key, name) for key, name in json.loads(rows))


_CRITERIA = """
SELECT body -> 'criteria' FROM programs_policy WHERE program_id = %s ORDER BY version DESC LIMIT 1
"""


def criteria_of(program: Program) -> list[tuple[str, str]]:
    """(key, words) of what the program's policy weighs; empty when it has none."""
    row = first_row(_CRITERIA, [program.pk])
    rows = json.loads(row[0] or "[]") if row else []
    return [(str(row["key"]), _words(row)) for row in rows if isinstance(row, dict) and row.get("key")]


def _words(row: Mapping[str, Any]) -> str:
    known = {
        "needs_coverage": "They can teach what I want to learn",
        "mutual_preference": "We chose each other",
        "meaning": "Their experience fits my goals",
        "seniority_gap": "The distance in seniority is right",
        "style": "We like to work in the same way",
        "shared_interests": "We share interests",
        "hours_overlap": "Our working hours overlap",
        "language_fluency": "We speak the same language well",
        "place": "We work in the same place",
        "cross_unit": "They know another part of the organization",
    }
    said = row.get("label") or known.get(str(row.get("kind", row["key"])))
    return str(said or str(row["key"]).replace("_", " ").replace("-", " ").capitalize())
