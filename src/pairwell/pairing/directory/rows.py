"""What a program's directory is made of, read in a constant number of queries, and a value that says if it changed."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from pairwell.core.text import fold
from pairwell.pairing.formats import chose
from pairwell.pairing.parties import seen_of
from pairwell.pairing.pool import COLUMN_KINDS, FIELDS, reader_of
from pairwell.people.models import Profile, ProfileSkill, Skill, SkillSynonym
from pairwell.people.states import SkillKind
from pairwell.programs.models import Answer, Avoidance, Enrollment, Policy, Program
from pairwell.programs.states import EnrollmentState, Format, QuestionKind


@dataclass(frozen=True, slots=True)
class Entry:
    """One person on one side, as search and filters see them. skills: offered by mentors, wanted by mentees.

    seen: the parts of their profile that people of their programs may see; nothing else can be searched or read here.
    """

    id: int
    person_id: int
    name: str
    text: str
    skills: frozenset[str]
    department: str
    office: str
    languages: frozenset[str]
    seen: frozenset[str]


@dataclass(frozen=True)
class Rows:
    """Both sides of a program: records for the engine and entries for the search, in the same order."""

    mentees: list[dict[str, Any]]
    mentors: list[dict[str, Any]]
    fields: dict[str, str]
    mentee_entries: tuple[Entry, ...]
    mentor_entries: tuple[Entry, ...]


def enrolled(program: Program, format_: str) -> QuerySet[Enrollment]:
    """Everybody who may be in the directory of a format at all: approved, and still in the organization."""
    found = Enrollment.objects.filter(
        chose(program, format_), program=program, state=EnrollmentState.APPROVED, person__is_active=True
    )
    return found.select_related("person__profile").order_by("id")


def read_rows(program: Program, format_: str = "") -> Rows:
    """Records and entries of everybody in a format. Ranked wishes are left out: nobody may read them off a fit."""
    people = list(enrolled(program, format_))
    questions = list(program.questions.filter(used_in_matching=True, kind__in=COLUMN_KINDS))
    reader = reader_of(program, people, questions)
    words = _skill_words()
    skills = _skills_of(people)
    left = [e for e in people if e.as_mentee]
    right = left if program.format == Format.PEER else [e for e in people if e.as_mentor]

    def records(side: Sequence[Enrollment], *, mentee: bool) -> list[dict[str, Any]]:
        persons = {str(e.person_id) for e in (right if mentee else left)}
        found = [reader.record(e, 1, mentee=mentee) for e in side]
        return [{**r, "prefers": [], "avoids": [a for a in r["avoids"] if a in persons]} for r in found]

    def entries(side: Sequence[Enrollment], kind: str) -> tuple[Entry, ...]:
        return tuple(_entry(e, skills[e.person_id, kind], words, kind) for e in side)

    return Rows(
        mentees=records(left, mentee=True),
        mentors=records(right, mentee=False),
        fields={**FIELDS, **{q.key: COLUMN_KINDS[QuestionKind(q.kind)] for q in questions}},
        mentee_entries=entries(left, SkillKind.WANTED),
        mentor_entries=entries(right, SkillKind.OFFERED),
    )


def _skill_words() -> dict[str, str]:
    """Every skill's key -> its name, synonyms and parent's name, folded."""
    rows = list(Skill.objects.values_list("id", "key", "folded", "parent__folded"))
    other: dict[int, list[str]] = defaultdict(list)
    for skill, folded in SkillSynonym.objects.values_list("skill_id", "folded"):
        other[skill].append(folded)
    return {key: " ".join([name, *other[pk], parent or ""]) for pk, key, name, parent in rows}


def _skills_of(people: Sequence[Enrollment]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = defaultdict(list)
    rows = ProfileSkill.objects.filter(profile__person__in=[e.person_id for e in people])
    for person, kind, key in rows.values_list("profile__person_id", "kind", "skill__key"):
        found[person, kind].append(key)
    return found


def _entry(enrollment: Enrollment, skills: Iterable[str], words: dict[str, str], kind: str) -> Entry:
    person = enrollment.person
    profile: Profile | None = getattr(person, "profile", None)
    seen = seen_of(profile)
    said = [person.full_name, person.title, person.department, person.office]
    if profile is not None:
        roles = [str(job.get("role", "")) for job in profile.career if isinstance(job, dict)]
        said += [profile.headline] * ("headline" in seen) + [profile.about] * ("about" in seen)
        said += roles * ("journey" in seen) + list(profile.interests) * ("interests" in seen)
    listed = frozenset(skills if ("offered" if kind == SkillKind.OFFERED else "wanted") in seen else ())
    return Entry(
        id=enrollment.pk,
        person_id=person.pk,
        name=person.full_name,
        text=fold(" ".join([*said, *(words.get(key, "") for key in sorted(listed))])),
        skills=listed,
        department=person.department,
        office=person.office,
        languages=frozenset(profile.languages if profile and "languages" in seen else ()),
        seen=seen,
    )


_VERSIONS = (
    "SELECT coalesce(sum(hashtextextended(concat_ws(':', t.id, t.xmin, t.ctid), 0)), 0) FROM {table} t"
)
_HERE = "(SELECT {column} FROM {enrollments} WHERE program_id = %(program)s)"
_PARTS = (
    (Enrollment, "WHERE t.program_id = %(program)s"),
    (Policy, "WHERE t.program_id = %(program)s"),
    (Answer, "WHERE t.enrollment_id IN " + _HERE),
    (Avoidance, "WHERE t.enrollment_id IN " + _HERE),
    (Profile, "WHERE t.person_id IN " + _HERE),
    (ProfileSkill, "JOIN {profiles} p ON p.id = t.profile_id WHERE p.person_id IN " + _HERE),
)


def stamp_of(program: Program) -> str:
    """A value that changes when any row the directory is made of does: PostgreSQL's own row versions; one query."""
    parts = []
    for model, condition in _PARTS:
        column = "person_id" if "person_id IN" in condition else "id"
        names = {
            "table": model._meta.db_table,
            "column": column,
            "enrollments": Enrollment._meta.db_table,
            "profiles": Profile._meta.db_table,
        }
        parts.append(f"({_VERSIONS} {condition})".format(**names))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", {"program": program.pk})
        return "-".join(str(value) for value in cursor.fetchone())


def stems_of(texts: Sequence[str]) -> list[list[str]]:
    """The word stems of each text as PostgreSQL's full-text search sees them; one query."""
    query = (
        "SELECT tsvector_to_array(to_tsvector('english', t)) FROM unnest(%s::text[]) WITH ORDINALITY AS u(t, n)"
        " ORDER BY n"
    )
    with connection.cursor() as cursor:
        cursor.execute(query, [list(texts)])
        return [row[0] for row in cursor.fetchall()]
