"""One suggestion side by side: both people, what they share, how its fit adds up, notes, changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pairwell.mentorships.states import MemberRole
from pairwell.pairing.models import PairNote, Proposal, ProposalSide
from pairwell.pairing.needs import KIND
from pairwell.pairing.outcome import wording_of
from pairwell.pairing.parties import parties_of, seen_of, told_about, with_sides
from pairwell.pairing.queries.pairs import PairRow, pair_rows
from pairwell.pairing.sharing import MANAGERS
from pairwell.people.models import Person, Profile, ProfileSkill
from pairwell.people.rules.profile import STYLES
from pairwell.people.states import SkillKind
from pairwell.programs.models import Program

SKILL_PARTS = {SkillKind.OFFERED: "offered", SkillKind.WANTED: "wanted"}


@dataclass(frozen=True)
class Word:
    """A skill, language or interest; shared: somebody on the other side has it too."""

    name: str
    shared: bool


@dataclass(frozen=True)
class Side:
    """One person of the pair as the card shows them."""

    person: Person
    enrollment_id: int
    role: str
    skills_title: str
    skills: tuple[Word, ...]
    languages: tuple[Word, ...]
    interests: tuple[Word, ...]
    style: str
    goals: str
    wants_most: str


@dataclass(frozen=True)
class Step:
    """A bar of the sum: it starts where the last one ended. x and width in percent of a perfect fit."""

    label: str
    points: float
    most: float
    x: float
    y: int
    known: bool
    reason: str


@dataclass(frozen=True)
class PairCard:
    """Everything the page of a suggestion shows."""

    row: PairRow
    sides: tuple[Side, ...]
    steps: tuple[Step, ...]
    height: int
    notes: tuple[PairNote, ...]
    cadence: str
    hours: int | None
    is_locked: bool
    meeting_at: datetime | None

    @property
    def total(self) -> float:
        """The fit in percent: the sum of the steps."""
        return round(sum(step.points for step in self.steps), 1)


def pair_card(program: Program, proposal_id: int) -> PairCard:
    """The card of a suggestion of this program: a constant number of queries."""
    proposal = with_sides(Proposal.objects.filter(pk=proposal_id, program=program)).get()
    (row,) = pair_rows([proposal])
    words = wording_of(program).words
    steps = _steps(proposal)
    return PairCard(
        row=row,
        sides=_sides(proposal, words),
        steps=steps,
        height=22 * (len(steps) + 1),
        notes=tuple(proposal.notes.select_related("author")),
        cadence=cadence_words(program),
        hours=proposal.shared_hours,
        is_locked=proposal.is_locked,
        meeting_at=proposal.meeting_at,
    )


def cadence_words(program: Program) -> str:
    """How often and how long they meet, as the program agreed it with everybody."""
    days = program.cadence_days
    usual = {7: "every week", 14: "every two weeks", 28: "every four weeks", 30: "every month"}
    return f"{program.session_minutes} minutes {usual.get(days, f'every {days} days')}"


def _steps(proposal: Proposal) -> tuple[Step, ...]:
    found, at = [], 0.0
    people = parties_of(proposal).people
    rows = [row for row in told_about(people, proposal.contributions, MANAGERS) if row.get("kind") != KIND]
    for number, row in enumerate(rows):
        points = 100 * float(row["points"])
        found.append(
            Step(
                row["label"], round(points, 1), round(100 * float(row["weight"]), 1), round(at, 2), 22 * number,
                bool(row["known"]), str(row["reason"]),
            )
        )  # fmt: skip
        at += points
    return tuple(found)


@dataclass(frozen=True)
class _Shown:
    """What somebody shows people of their programs of what the card speaks of."""

    skills: tuple[str, ...] = ()
    offers: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    style: str = ""
    words: str = ""


def _shown(profile: Profile | None, role: str, skills: Mapping[str, list[str]]) -> _Shown:
    """Of a profile, with skills by kind: `skills` are what the role is about, `offers` what others may share."""
    if profile is None:
        return _Shown()
    seen, mentor = seen_of(profile), role == MemberRole.MENTOR
    open_to = {kind: skills.get(kind, []) if part in seen else [] for kind, part in SKILL_PARTS.items()}
    listed = open_to[SkillKind.OFFERED if mentor else SkillKind.WANTED]
    others = open_to[SkillKind.OFFERED] if role == MemberRole.PEER else []
    about = profile.about * ("about" in seen) or profile.headline * ("headline" in seen)
    return _Shown(
        skills=tuple(listed),
        offers=frozenset([*listed, *others]),
        languages=tuple(profile.languages if "languages" in seen else ()),
        interests=tuple(profile.interests if "interests" in seen else ()),
        style=profile.style if "ways" in seen else "",
        words=about if mentor else profile.goals * ("goals" in seen),
    )


def _sides(proposal: Proposal, words: Mapping[str, str]) -> tuple[Side, ...]:
    parties = parties_of(proposal)
    profiles = {s.pk: getattr(s.enrollment.person, "profile", None) for s in parties.sides}
    skills = _skills([p.pk for p in profiles.values() if p is not None])
    shown = {
        s.pk: _shown(profiles[s.pk], s.role, skills.get(getattr(profiles[s.pk], "pk", 0), {}))
        for s in parties.sides
    }
    return tuple(_side(side, shown, words) for side in parties.sides)


def _side(side: ProposalSide, shown: Mapping[int, _Shown], words: Mapping[str, str]) -> Side:
    own, others = shown[side.pk], [one for pk, one in shown.items() if pk != side.pk]
    return Side(
        person=side.enrollment.person,
        enrollment_id=side.enrollment_id,
        role=side.role,
        skills_title="Can help with" if side.role == MemberRole.MENTOR else "Wants to learn",
        skills=_words(own.skills, {key for one in others for key in one.offers}, words),
        languages=_words(own.languages, {key for one in others for key in one.languages}, words),
        interests=_words(own.interests, {key for one in others for key in one.interests}, words),
        style=STYLES.get(own.style, ""),
        goals=own.words,
        wants_most=side.enrollment.matters_most,
    )


def _skills(profiles: Sequence[int]) -> dict[int, dict[str, list[str]]]:
    """Keys of skills by profile and kind, the most urgent and best first."""
    found: dict[int, dict[str, list[str]]] = {}
    rows = ProfileSkill.objects.filter(profile__in=profiles).order_by("-urgency", "-level", "skill__name")
    for profile, kind, key in rows.values_list("profile_id", "kind", "skill__key"):
        found.setdefault(profile, {}).setdefault(kind, []).append(key)
    return found


def _words(own: Sequence[str], others: set[str], words: Mapping[str, str]) -> tuple[Word, ...]:
    listed = [Word(words.get(str(key), str(key)), key in others) for key in own]
    return tuple(sorted(listed, key=lambda word: not word.shared))
