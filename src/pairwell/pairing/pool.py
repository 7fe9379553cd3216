"""Who could meet whom: enrollments as the records that the engine reads. No names, ids of enrollments only.

A constant number of queries, whatever the number of people. What is left out is left out on purpose:
attributes such as gender are not columns unless a program asks a question about them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import F, QuerySet

from pairwell.mentorships.models import Membership
from pairwell.mentorships.states import MentorshipState
from pairwell.pairing.formats import chose
from pairwell.pairing.hours import utc_slots
from pairwell.pairing.models import PrivateAnswer, ProposalSide
from pairwell.pairing.needs import still_needed
from pairwell.pairing.states import HOLDING, ProposalState
from pairwell.people.models import Person, Profile, ProfileSkill
from pairwell.people.states import SkillKind
from pairwell.programs.models import Answer, Avoidance, Enrollment, Program, Question, RankedChoice
from pairwell.programs.states import EnrollmentState, Format, QuestionKind

COLUMN_KINDS = {
    QuestionKind.TEXT: "text",
    QuestionKind.LONGTEXT: "text",
    QuestionKind.SINGLE: "category",
    QuestionKind.MULTIPLE: "multi",
    QuestionKind.SCALE: "number",
    QuestionKind.NUMBER: "number",
    QuestionKind.YESNO: "category",
    QuestionKind.SKILLS: "skills",
    QuestionKind.RANKED: "multi",
    QuestionKind.DATE: "number",
    QuestionKind.HOURS: "hours",
}
"""Kinds of questions that can be compared -> kind of the engine's column."""
FIELDS = {
    "skills_wanted": "skills", "skills_offered": "skills", "goals": "text", "experience": "text",
    "hours": "hours", "languages": "languages", "level": "number", "interests": "multi", "help": "multi",
    "chain": "multi", "conflicts": "multi", "place": "category", "country": "category",
    "unit": "category", "manager": "category", "needs": "multi",
}  # fmt: skip
READ = (
    *("program_id", "state", "format", "as_mentee", "as_mentor", "mentor_places", "mentors_held", "mentee_places"),
    *("mentees_held", "needs", "matters_most", "person__manager_id", "person__level", "person__office"),
    *("person__country", "person__department", "person__attributes", "person__time_zone"),
    *(f"person__profile__{name}" for name in ("working_hours", "languages", "interests", "style", "goals")),
    *(f"person__profile__{name}" for name in ("headline", "about", "career")),
)  # fmt: skip
"""What records are made of. The rest of three wide rows for everybody would take half of the time."""
ONE_BY_ONE = 200
"""Skills of up to so many profiles are asked for by id; of more, those of the whole program are."""
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class PoolRecords:
    """What `Pool.from_records` reads; ids are those of enrollments, persons those of people."""

    mentees: list[dict[str, Any]]
    mentors: list[dict[str, Any]]
    fields: dict[str, str]
    forbid: Pairs
    standing: Pairs

    def to_dict(self) -> dict[str, Any]:
        """Plain data, the same for the same pool."""
        return {
            "mentees": self.mentees,
            "mentors": self.mentors,
            "fields": self.fields,
            "forbid": [list(pair) for pair in self.forbid],
            "standing": [list(pair) for pair in self.standing],
        }


def build_pool(program: Program, *, keep_suggestions: bool, format_: str = "") -> PoolRecords:
    """Everybody of the program who is enrolled in this format ("": its first) and has a place left.

    keep_suggestions: suggestions that were not sent yet keep their places (a re-match); otherwise only
    locked ones do, and the others are named as `standing`, so that the objective `stability` may prefer them.
    """
    people = list(_free(program, format_).only(*READ))
    suggested = _pairs_in(program, (ProposalState.SUGGESTED,))
    kept = suggested if keep_suggestions else _pairs_in(program, (ProposalState.SUGGESTED,), locked=True)
    taken = _places_of(kept)
    questions = list(program.questions.filter(used_in_matching=True, kind__in=COLUMN_KINDS))
    reader = _Reader.of(program, people, questions)
    peers = program.format == Format.PEER
    mentees = [
        reader.record(e, places, mentee=True)
        for e in people
        if (places := _to_fill(e, taken, mentee=True)) > 0
    ]
    mentors = [
        reader.record(e, places, mentee=False)
        for e in people
        if not peers and (places := _to_fill(e, taken, mentee=False)) > 0
    ]
    mentees = still_needed(program, mentees, keep_suggestions=keep_suggestions)
    _keep_known(mentees, mentors if not peers else mentees)
    present = ({r["id"] for r in mentees}, {r["id"] for r in (mentees if peers else mentors)})
    met = _met(program) | kept
    forbid = _within(met | _never_again(program), present, either_way=peers)
    standing = [] if keep_suggestions else _within(suggested, present)
    standing = [pair for pair in standing if pair not in set(forbid)]
    fields = {**FIELDS, **{q.key: COLUMN_KINDS[QuestionKind(q.kind)] for q in questions}}
    return PoolRecords(mentees, mentors, fields, forbid, standing)


def free_sides(program: Program, *, keep_suggestions: bool, format_: str = "") -> tuple[int, int]:
    """How many mentees and mentors `build_pool` would find; two queries, without anybody's profile."""
    taken = _places_of(_pairs_in(program, (ProposalState.SUGGESTED,), locked=not keep_suggestions))
    fields = (
        *("program_id", "format", "as_mentee", "mentor_places", "mentors_held"),
        *("as_mentor", "mentee_places", "mentees_held"),
    )
    mentees = mentors = 0
    for e in _free(program, format_).select_related(None).only(*fields):
        mentees += _to_fill(e, taken, mentee=True) > 0
        mentors += _to_fill(e, taken, mentee=False) > 0
    return mentees, 0 if program.format == Format.PEER else mentors


def _to_fill(enrollment: Enrollment, taken: Mapping[tuple[int, bool], int], *, mentee: bool) -> int:
    """Places of somebody on a side that a run may fill; 0 for who is not on it."""
    there = enrollment.as_mentee if mentee else enrollment.as_mentor
    left = enrollment.mentor_places_left if mentee else enrollment.mentee_places_left
    return left - taken.get((enrollment.pk, not mentee), 0) if there else 0


def records_of(
    program: Program, mentee: Enrollment, mentor: Enrollment
) -> tuple[dict[str, Any], dict[str, Any], dict[str, str]]:
    """Two people's records and the kinds of their columns, whether or not they have places left."""
    questions = list(program.questions.filter(used_in_matching=True, kind__in=COLUMN_KINDS))
    found = Enrollment.objects.filter(pk__in=(mentee.pk, mentor.pk)).select_related("person__profile")
    rows = {e.pk: e for e in found}
    reader = _Reader.of(program, list(rows.values()), questions)
    left = reader.record(rows[mentee.pk], 1, mentee=True)
    right = reader.record(rows[mentor.pk], 1, mentee=False)
    _keep_known([left], [right])
    return left, right, {**FIELDS, **{q.key: COLUMN_KINDS[QuestionKind(q.kind)] for q in questions}}


def reader_of(program: Program, people: Sequence[Enrollment], questions: Sequence[Question]) -> "_Reader":
    """What makes records of these people, read beforehand: a constant number of queries."""
    return _Reader.of(program, people, questions)


def experience_of(profile: Profile) -> str:
    """What a mentor's profile tells, as one text to compare goals with."""
    roles = [str(job.get("role", "")) for job in profile.career if isinstance(job, dict)]
    return "\n".join(filter(None, [profile.headline, profile.about, *roles]))


def _free(program: Program, format_: str) -> QuerySet[Enrollment]:
    enrolled = Enrollment.objects.filter(
        chose(program, format_), program=program, state=EnrollmentState.APPROVED, paused_at__isnull=True
    )
    with_places = enrolled.filter(mentees_held__lt=F("mentee_places")) | enrolled.filter(
        mentors_held__lt=F("mentor_places")
    )
    return with_places.filter(person__is_active=True).select_related("person__profile").order_by("id")


@dataclass(frozen=True)
class _Reader:
    """Everything that records are made of, read beforehand."""

    questions: Sequence[Question]
    skills: Mapping[tuple[int, str], dict[str, list[int]]]
    answers: Mapping[int, dict[str, Any]]
    choices: Mapping[int, list[str]]
    avoided: Mapping[int, list[str]]
    bosses: Mapping[int, int | None]
    week_of: date
    weeks: dict[tuple[str, str], list[int]] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Program, people: Sequence[Enrollment], questions: Sequence[Question]) -> "_Reader":
        skills: dict[tuple[int, str], dict[str, list[int]]] = defaultdict(dict)
        profiles = [e.person.profile.pk for e in people if hasattr(e.person, "profile")]
        if len(profiles) > ONE_BY_ONE:
            rows = ProfileSkill.objects.filter(profile__person__enrollments__program=program)
        else:
            rows = ProfileSkill.objects.filter(profile__in=profiles)
        told = rows.order_by().values_list("profile_id", "kind", "skill__key", "level", "urgency")
        for profile, kind, key, level, urgency in told:  # in no order: nothing that reads records looks at it
            skills[profile, kind][key] = [level, urgency]
        return cls(
            questions=questions,
            skills=skills,
            answers=_answers(questions),
            choices=_choices(program),
            avoided=_avoided(program),
            bosses=dict(Person.objects.values_list("id", "manager_id")),
            week_of=program.starts_on or date(2026, 1, 5),
        )

    def record(self, enrollment: Enrollment, places: int, *, mentee: bool) -> dict[str, Any]:
        person = enrollment.person
        boss = person.manager_id
        record: dict[str, Any] = {
            "id": str(enrollment.pk),
            "person": str(person.pk),
            "places": places,
            "prefers": self.choices.get(enrollment.pk, []),
            "avoids": self.avoided.get(enrollment.pk, []),
            "level": person.level,
            "place": person.office or None,
            "country": person.country or None,
            "unit": person.department or None,
            "needs": sorted(enrollment.needs) or None,
            "manager": str(boss) if boss else None,
            "chain": self._chain(person, mentee=mentee),
            "conflicts": _codes(person.attributes.get("conflicts")),
            **self._profile(person, mentee=mentee),
            **{q.key: self._answer(enrollment, q) for q in self.questions},
        }
        if mentee and enrollment.matters_most:
            record["matters_most"] = enrollment.matters_most
        return record

    def _profile(self, person: Person, *, mentee: bool) -> dict[str, Any]:
        profile = getattr(person, "profile", None)
        if profile is None:
            return dict.fromkeys(("hours", "languages", "interests", "help"))
        kind, column = (
            (SkillKind.WANTED, "skills_wanted") if mentee else (SkillKind.OFFERED, "skills_offered")
        )
        told = {
            "hours": self._slots(profile.working_hours, person.time_zone),
            "languages": profile.languages or None,
            "interests": sorted(profile.interests) or None,
            "help": [profile.style] if profile.style else None,
            column: self.skills.get((profile.pk, kind)) or None,
        }
        if mentee:
            told["goals"] = profile.goals or None
        else:
            told["experience"] = experience_of(profile) or None
        return told

    def _slots(self, hours: Mapping[str, Any], zone: str) -> list[int] | None:
        """Hours on one clock; most people of an office work the same ones, so they are worked out once."""
        week = (repr(hours), zone)
        if week not in self.weeks:
            self.weeks[week] = utc_slots(hours, zone, self.week_of)
        return self.weeks[week] or None

    def _chain(self, person: Person, *, mentee: bool) -> list[str]:
        """Labels that two people share when one is above the other, or both have the same boss."""
        above: list[int] = []
        boss = person.manager_id
        while boss is not None and boss not in above and len(above) < 40:
            above.append(boss)
            boss = self.bosses.get(boss)
        up, down = ("a", "b") if mentee else ("b", "a")
        team = [f"team {person.manager_id}"] if person.manager_id else []
        return sorted([f"{up} {b}" for b in above] + [f"{down} {person.pk}", *team])

    def _answer(self, enrollment: Enrollment, question: Question) -> Any:
        value = self.answers.get(enrollment.pk, {}).get(question.key)
        if value is None or value in ("", [], {}):
            return None
        if question.kind == QuestionKind.HOURS:  # said on one's own clock
            return utc_slots(value, enrollment.person.time_zone, self.week_of) or None
        return _comparable(QuestionKind(question.kind), value)


def _comparable(kind: QuestionKind, value: Any) -> Any:
    """An answer as the engine compares it."""
    if kind == QuestionKind.YESNO:
        return "yes" if value else "no"
    if kind == QuestionKind.DATE:
        return round(date.fromisoformat(value).toordinal() / 7, 2)  # weeks: what "near" is measured in
    if kind == QuestionKind.SKILLS:
        return _skill_levels(value)
    if COLUMN_KINDS[kind] == "multi":
        return sorted(str(v) for v in value) if isinstance(value, list) else [str(value)]
    return value


def _skill_levels(value: Any) -> dict[str, list[int]]:
    """Level and urgency by skill; answers that named skills alone count as a medium level."""
    if isinstance(value, dict):
        return {str(key): [int(numbers[0]), int(numbers[1])] for key, numbers in sorted(value.items())}
    return {str(key): [3, 2] for key in sorted(map(str, value if isinstance(value, list) else [value]))}


def _answers(questions: Sequence[Question]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = Answer.objects.filter(question__in=questions).values_list(
        "enrollment_id", "question__key", "value"
    )
    for enrollment, key, value in rows:
        found[enrollment][key] = value
    return found


def _choices(program: Program) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = RankedChoice.objects.filter(enrollment__program=program).order_by("enrollment_id", "rank")
    for enrollment, chosen in rows.values_list("enrollment_id", "chosen_id"):
        found[enrollment].append(str(chosen))
    return found


def _avoided(program: Program) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = Avoidance.objects.filter(enrollment__program=program).order_by("enrollment_id", "person_id")
    for enrollment, person in rows.values_list("enrollment_id", "person_id"):
        found[enrollment].append(str(person))
    return found


def _never_again(program: Program) -> set[tuple[int, int]]:
    """Pairs that ended, were declined or privately said no to: forbidden whatever the policy says."""
    rows = Avoidance.objects.filter(
        enrollment__program=program, person__enrollments__program=program
    ).exclude(because="asked")
    pairs = set(rows.values_list("enrollment_id", "person__enrollments__id"))
    noes = PrivateAnswer.objects.filter(enrollment__program=program, says_yes=False)
    pairs |= set(noes.values_list("enrollment_id", "about_id"))
    return pairs | {(b, a) for a, b in pairs}


def _codes(value: object) -> list[str] | None:
    if isinstance(value, list):
        return sorted(str(v) for v in value) or None
    return [str(value)] if value else None


def _met(program: Program) -> set[tuple[int, int]]:
    """Pairs (mentee, mentor) that are together now or are being asked."""
    running = (MentorshipState.UPCOMING, MentorshipState.ACTIVE, MentorshipState.PAUSED)
    members = Membership.objects.filter(
        mentorship__program=program, mentorship__state__in=running, left_at__isnull=True
    ).values_list("mentorship_id", "enrollment_id", "role")
    return _pairs(members) | _pairs_in(program, HOLDING)


def _pairs_in(program: Program, states: Sequence[str], *, locked: bool = False) -> set[tuple[int, int]]:
    rows = ProposalSide.objects.filter(proposal__program=program, proposal__state__in=states)
    if locked:
        rows = rows.filter(proposal__is_locked=True)
    return _pairs(rows.values_list("proposal_id", "enrollment_id", "role"))


def _pairs(members: Iterable[tuple[int, int, str]]) -> set[tuple[int, int]]:
    groups: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for group, enrollment, role in members:
        groups[group].append((enrollment, role))
    return {
        (mentee, mentor)
        for group in groups.values()
        for mentee, first in group
        for mentor, second in group
        if mentee != mentor and first != "mentor" and second != "mentee"
    }


def _places_of(pairs: set[tuple[int, int]]) -> dict[tuple[int, bool], int]:
    """How many places pairs take: (enrollment, as mentor) -> places."""
    taken: dict[tuple[int, bool], int] = defaultdict(int)
    for mentee, mentor in pairs:
        taken[mentee, False] += 1
        taken[mentor, True] += 1
    return taken


def _within(
    pairs: set[tuple[int, int]], present: tuple[set[str], set[str]], *, either_way: bool = False
) -> Pairs:
    found = {(str(a), str(b)) for a, b in pairs}
    if either_way:
        found |= {(b, a) for a, b in found}
    return sorted(p for p in found if p[0] in present[0] and p[1] in present[1])


def _keep_known(mentees: list[dict[str, Any]], mentors: list[dict[str, Any]]) -> None:
    """Drop wishes and exclusions about people who are not in the pool: they decide nothing here."""
    for own, other in ((mentees, mentors), (mentors, mentees)):
        ids, persons = {r["id"] for r in other}, {r["person"] for r in other}
        for record in own:
            record["prefers"] = [name for name in record["prefers"] if name in ids]
            record["avoids"] = [name for name in record["avoids"] if name in persons]
        if own is other:
            return
