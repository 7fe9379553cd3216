"""One suggestion side by side: both people, what they share, how its fit adds up, notes, changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pairwell.pairing.models import PairNote, Proposal
from pairwell.pairing.outcome import names_of_keys
from pairwell.pairing.parties import parties_of, with_sides
from pairwell.pairing.queries.pairs import PairRow, pair_rows
from pairwell.people.models import Person, ProfileSkill
from pairwell.people.rules.profile import STYLES
from pairwell.people.states import SkillKind
from pairwell.programs.models import Program


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
    words = names_of_keys(program)
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
    for number, row in enumerate(proposal.contributions):
        points = 100 * float(row["points"])
        found.append(
            Step(
                row["label"], round(points, 1), round(100 * float(row["weight"]), 1), round(at, 2), 22 * number,
                bool(row["known"]), str(row["reason"]),
            )
        )  # fmt: skip
        at += points
    return tuple(found)


def _sides(proposal: Proposal, words: Mapping[str, str]) -> tuple[Side, ...]:
    parties = parties_of(proposal)
    profiles = {s.pk: getattr(s.enrollment.person, "profile", None) for s in parties.sides}
    skills = _skills([p.pk for p in profiles.values() if p is not None])
    shown = []
    for side in parties.sides:
        profile = profiles[side.pk]
        others = [p for pk, p in profiles.items() if pk != side.pk and p is not None]
        mentor = side.role == "mentor"
        own = skills.get((profile.pk, _kind(mentor=mentor)), []) if profile else []
        theirs = {k for p in others for k in skills.get((p.pk, _kind(mentor=not mentor)), [])}
        if side.role == "peer":
            theirs = {k for p in others for kind in SkillKind for k in skills.get((p.pk, kind), [])}
        shown.append(
            Side(
                person=side.enrollment.person,
                enrollment_id=side.enrollment_id,
                role=side.role,
                skills_title="Can help with" if mentor else "Wants to learn",
                skills=_words(own, theirs, words),
                languages=_words(
                    profile.languages if profile else (), {k for p in others for k in p.languages}, words
                ),
                interests=_words(
                    profile.interests if profile else (), {k for p in others for k in p.interests}, words
                ),
                style=STYLES.get(profile.style, "") if profile else "",
                goals=(profile.about or profile.headline)
                if profile and mentor
                else (profile.goals if profile else ""),
                wants_most=side.enrollment.matters_most,
            )
        )
    return tuple(shown)


def _kind(*, mentor: bool) -> str:
    return SkillKind.OFFERED if mentor else SkillKind.WANTED


def _skills(profiles: Sequence[int]) -> dict[tuple[int, str], list[str]]:
    found: dict[tuple[int, str], list[str]] = {}
    rows = ProfileSkill.objects.filter(profile__in=profiles).order_by("-urgency", "-level", "skill__name")
    for profile, kind, key in rows.values_list("profile_id", "kind", "skill__key"):
        found.setdefault((profile, kind), []).append(key)
    return found


def _words(own: Sequence[str], others: set[str], words: Mapping[str, str]) -> tuple[Word, ...]:
    listed = [Word(words.get(str(key), str(key)), key in others) for key in own]
    return tuple(sorted(listed, key=lambda word: not word.shared))
