"""Who would get a kind letter of a manager, and who would not and why: the same for preview and sending."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count

from pairwell.core import clock
from pairwell.core.errors import Refusal
from pairwell.mentorships import kinds
from pairwell.mentorships.models import Membership, Mentorship
from pairwell.mentorships.people_in import Circle, circle_from, joined
from pairwell.mentorships.rules.ending import OVER
from pairwell.mentorships.rules.nudging import KIND_LETTERS, may_write_kindly
from pairwell.messaging.models import Letter, Muted
from pairwell.people.models import Person
from pairwell.programs.models import Program


@dataclass(frozen=True)
class Wanted:
    """A kind letter to one member. key: told once in a calendar week for a mentorship."""

    mentorship: Mentorship
    to: Person
    others: str
    key: str

    def fill(self, text: str) -> str:
        """A template's text for this reader."""
        return text.replace("{others}", self.others).replace("{program}", self.mentorship.program.name)


@dataclass(frozen=True)
class NudgePlan:
    """What would happen. left_out: (name, reason); mentorships: those with at least one letter."""

    letters: tuple[Wanted, ...]
    left_out: tuple[tuple[str, str], ...]

    @property
    def mentorships(self) -> int:
        """How many mentorships hear something."""
        return len({one.mentorship.pk for one in self.letters})

    @property
    def people(self) -> int:
        """How many people get a letter; who is in two mentorships may get two."""
        return len({one.to.pk for one in self.letters})

    @property
    def by_reason(self) -> dict[str, list[str]]:
        """Who is left out, each name once, by the reason; the most frequent reason first."""
        found: dict[str, dict[str, None]] = {}
        for name, why in self.left_out:
            found.setdefault(why, {})[name] = None
        return {why: list(names) for why, names in sorted(found.items(), key=lambda one: -len(one[1]))}


def plan_nudges(program: Program, ids: Collection[int]) -> NudgePlan:
    """For mentorships of this program, by id; others are left alone. Five queries, however many."""
    rows = list(
        Mentorship.objects.filter(program=program, pk__in=ids).select_related("program").order_by("pk")
    )
    circles = _circles([row.pk for row in rows])
    wished: list[Wanted] = []
    left_out: list[tuple[str, str]] = []
    for row in rows:
        circle = circles.get(row.pk, Circle(()))
        if row.state in OVER:
            left_out.append((joined([p.full_name for p in circle.people]) or _named(row), "are at their end"))
            continue
        if not circle.people:
            left_out.append((_named(row), "has nobody in it any more"))
        wished += [_wanted(row, person, circle) for person in circle.people]
    letters, refused = _sift(wished)
    return NudgePlan(tuple(letters), (*left_out, *((one.to.full_name, why.message) for one, why in refused)))


def example(template: str, plan: NudgePlan, program: Program) -> tuple[str, str, str]:
    """(subject, text, button) as the first reader gets it."""
    chosen = KIND_LETTERS[template]
    if plan.letters:
        first = plan.letters[0]
        return first.fill(chosen.subject), first.fill(chosen.text), chosen.button
    filled = [text.replace("{others}", "their partner") for text in (chosen.subject, chosen.text)]
    return filled[0], filled[1].replace("{program}", program.name), chosen.button


def _named(row: Mentorship) -> str:
    return row.title or f"the mentorship of {row.starts_on:%-d %B %Y}"


def _circles(ids: Sequence[int]) -> dict[int, Circle]:
    members: dict[int, list[Membership]] = {}
    found = Membership.objects.filter(mentorship__in=ids, left_at__isnull=True).select_related("person")
    for member in found:
        members.setdefault(member.mentorship_id, []).append(member)
    return {pk: circle_from(rows) for pk, rows in members.items()}


def _wanted(row: Mentorship, person: Person, circle: Circle) -> Wanted:
    week = clock.today().isocalendar()
    key = f"nudge:{row.pk}:{week.year}-{week.week}:{person.pk}"
    return Wanted(row, person, circle.names(person), key)


def _sift(wished: Sequence[Wanted]) -> tuple[list[Wanted], list[tuple[Wanted, Refusal]]]:
    people = {one.to.pk for one in wished}
    lately = written_lately(people, kinds.REMINDER, kinds.NUDGE)
    told = set(Letter.objects.filter(key__in=[one.key for one in wished]).values_list("key", flat=True))
    muted = set(Muted.objects.filter(person__in=people, kind=kinds.NUDGE).values_list("person_id", flat=True))
    letters: list[Wanted] = []
    refused: list[tuple[Wanted, Refusal]] = []
    for one in wished:
        why = may_write_kindly(
            is_active=one.to.is_active,
            is_muted=one.to.pk in muted,
            told=one.key in told,
            lately=lately[one.to.pk],
        )
        if why is None:
            letters.append(one)
            lately[one.to.pk] += 1
        else:
            refused.append((one, why))
    return letters, refused


def written_lately(people: Collection[int], *of: str) -> Counter[int]:
    """How many letters of these kinds each person got in the last seven days."""
    week_ago = clock.now() - timedelta(days=7)
    rows = Letter.objects.filter(to__in=people, kind__in=of, created_at__gte=week_ago)
    counted = rows.order_by().values("to_id").annotate(n=Count("id"))
    return Counter({row["to_id"]: row["n"] for row in counted})
