"""How far the beginning of a mentorship is: the agreement, the skills in question, the first session."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from pairwell.mentorships.models import Agreement, Mentorship, MentorshipSettings, SkillLevel
from pairwell.mentorships.people_in import Circle
from pairwell.mentorships.rules.agreement import SECTIONS, Section, changed, drafted, everybody_agrees
from pairwell.mentorships.states import MemberRole, Moment
from pairwell.people.models import Person, ProfileSkill, Skill
from pairwell.people.states import SkillKind
from pairwell.programs.models import Program

MOST_SKILLS = 6


def settings_for(program: Program) -> MentorshipSettings:
    """How mentorships of this program work: its own words, the organization's where it has none."""
    rows = MentorshipSettings.objects.filter(Q(program=program) | Q(program=None))
    by_program = {row.program_id: row for row in rows}
    whole = by_program.get(None) or MentorshipSettings()
    own = by_program.get(program.pk) or MentorshipSettings(program=program)
    own.video_template = own.video_template or whole.video_template
    own.agreement = {**whole.agreement, **{k: v for k, v in own.agreement.items() if v}}
    own.ending_words = own.ending_words or whole.ending_words
    return own


@dataclass(frozen=True)
class Part:
    """One section as it reads now, and as everybody agreed to it before, where that differs."""

    section: Section
    text: str
    before: str | None = None


@dataclass(frozen=True)
class AgreementNow:
    """An agreement as one reader sees it; version 0: only a draft, nobody has written it down yet."""

    version: int
    cadence_days: int
    parts: tuple[Part, ...]
    signed: Mapping[int, int]
    is_agreed: bool
    mine: bool
    row: Agreement | None

    @property
    def was_agreed(self) -> bool:
        """Whether an earlier version was agreed by everybody."""
        return self.row is not None and self.row.agreed_at is not None

    def has_signed(self, person: Person) -> bool:
        return self.signed.get(person.pk) == self.version and self.version > 0


def agreement_of(mentorship: Mentorship, circle: Circle, reader: Person) -> AgreementNow:
    """The agreement, or the program's draft of it."""
    row = Agreement.objects.select_related("changed_by").filter(mentorship=mentorship).first()
    if row is None:
        program = mentorship.program
        own = settings_for(program).agreement
        texts = drafted(own, days=mentorship.cadence_days, minutes=program.session_minutes)
        parts = tuple(Part(s, texts[s.key]) for s in SECTIONS)
        return AgreementNow(0, mentorship.cadence_days, parts, {}, is_agreed=False, mine=False, row=None)
    differs = changed(row.body, row.agreed_body)
    parts = tuple(
        Part(s, row.body.get(s.key, ""), row.agreed_body.get(s.key, "") if s.key in differs else None)
        for s in SECTIONS
    )
    signed = dict(row.signatures.values_list("person_id", "version"))
    agreed = everybody_agrees([p.pk for p in circle.people], signed, row.version)
    mine = signed.get(reader.pk) == row.version
    return AgreementNow(row.version, row.cadence_days, parts, signed, is_agreed=agreed, mine=mine, row=row)


def skills_in_question(mentorship: Mentorship, circle: Circle) -> list[Skill]:
    """What this mentorship is about: skills of its goals, and what the learners want and a mentor offers."""
    goals = list(mentorship.goals.filter(skill__isnull=False).values_list("skill_id", flat=True))
    learners = [m.person_id for m in circle.members if m.role != MemberRole.MENTOR]
    leaders = {m.person_id for m in circle.mentors}
    rows = ProfileSkill.objects.filter(profile__person__in=[p.pk for p in circle.people])
    said = list(rows.values_list("profile__person_id", "skill_id", "kind", "urgency"))
    offered = {s for person, s, kind, _ in said if kind == SkillKind.OFFERED and person in leaders}
    wanted = sorted(
        ((s in offered, urgency, -s) for person, s, kind, urgency in said
         if kind == SkillKind.WANTED and person in learners), reverse=True,
    )  # fmt: skip
    order = list(dict.fromkeys([*goals, *(-negative for _, _, negative in wanted)]))[:MOST_SKILLS]
    found = Skill.objects.in_bulk(order)
    return [found[pk] for pk in order if pk in found]


@dataclass(frozen=True)
class Standing:
    """One skill: what the reader said at the beginning and the end, and what others chose to show."""

    skill: Skill
    before: int | None
    after: int | None
    others: tuple[SkillLevel, ...]

    @property
    def grown(self) -> int:
        return (self.after or 0) - (self.before or 0) if self.after and self.before else 0


def standings(mentorship: Mentorship, circle: Circle, reader: Person) -> list[Standing]:
    """Where the skills in question stand, as far as this reader may know: theirs, and what was shared."""
    readable = Q(person=reader) | Q(is_shared=True)
    said = list(mentorship.skill_levels.filter(readable).select_related("skill", "person"))
    skills = {skill.pk: skill for skill in skills_in_question(mentorship, circle)}
    skills |= {row.skill_id: row.skill for row in said if row.skill_id not in skills}
    found = []
    for pk, skill in skills.items():
        mine = {row.moment: row.level for row in said if row.skill_id == pk and row.person_id == reader.pk}
        others = tuple(row for row in said if row.skill_id == pk and row.person_id != reader.pk)
        found.append(Standing(skill, mine.get(Moment.BEGIN), mine.get(Moment.END), others))
    return found
