"""The directory of a program as one participant sees it: search, filters, fit with its reasons, one page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.contrib.postgres.aggregates import ArrayAgg

from pairwell.pairing.directory.search import FILTERS, Asked, Choice, search
from pairwell.pairing.directory.snapshot import Snapshot, snapshot_of
from pairwell.pairing.formats import format_chosen
from pairwell.pairing.models import PrivateAnswer, Request
from pairwell.pairing.seeing import Viewer, visible
from pairwell.pairing.sharing import strongest
from pairwell.pairing.states import OPEN_REQUESTS
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program, RankedChoice
from pairwell.programs.states import Side

PER_PAGE = 20
TOP_REASONS = 3


@dataclass(frozen=True)
class Fit:
    """How well two people fit, 0 to 1, how much of that is known, and why."""

    score: float
    known: float
    reasons: tuple[str, ...]
    contributions: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Card:
    """One person in the directory. says_yes: what the reader said about them privately."""

    enrollment: Enrollment
    side: str
    fit: Fit | None
    skills: tuple[str, ...]
    places_left: int
    rank: int | None
    request: Request | None
    says_yes: bool | None

    @property
    def person(self) -> Person:
        return self.enrollment.person


@dataclass(frozen=True)
class Facet:
    """A filter: its name on screen and its values with their counts."""

    name: str
    label: str
    choices: tuple[tuple[Choice, str], ...]

    @property
    def is_used(self) -> bool:
        return any(choice.is_chosen for choice, _ in self.choices)


@dataclass(frozen=True)
class Page:
    """What the directory shows now. near: skills that were found because they mean something similar."""

    cards: tuple[Card, ...]
    facets: tuple[Facet, ...]
    found: int
    everybody: int
    near: tuple[str, ...]
    knows_fit: bool


LABELS = {"skill": "Skill", "department": "Department", "office": "Office", "language": "Language"}


def directory_page(viewer: Viewer, side: Side, asked: Asked, *, page: int = 1) -> Page:
    """One page of a side; a constant number of queries, whatever the size of the program."""
    snapshot, allowed, fits = _allowed(viewer, side)
    index = snapshot.sides[side]
    scores = fits.scores if fits is not None else None
    found = search(index, asked, visible=allowed, scores=scores, skill_names=snapshot.wording.words)
    first = (max(1, page) - 1) * PER_PAGE
    ids = [index.entries[place].id for place in found.positions[first : first + PER_PAGE]]
    facets = tuple(
        Facet(
            name,
            LABELS[name],
            tuple((c, snapshot.wording.words.get(c.value, c.value)) for c in found.facets[name]),
        )
        for name in FILTERS
    )
    return Page(
        cards=tuple(_cards(viewer, side, snapshot, ids)),
        facets=facets,
        found=len(found.positions),
        everybody=int(np.count_nonzero(allowed)),
        near=tuple(snapshot.wording.words.get(key, key) for key in found.near_skills),
        knows_fit=scores is not None,
    )


def _allowed(viewer: Viewer, side: Side) -> tuple[Snapshot, np.ndarray, Any]:
    """The snapshot, a mask of those who may be shown, and their fits."""
    ids = visible(viewer, side).order_by().aggregate(ids=ArrayAgg("pk", default=[]))["ids"]
    snapshot = snapshot_of(viewer.program, viewer.format)
    if (
        viewer.enrollment.pk
        not in snapshot.sides[Side.MENTEE if side == Side.MENTOR else Side.MENTOR].position
    ):
        snapshot = snapshot_of(viewer.program, viewer.format, fresh=True)
    index = snapshot.sides[side]
    mask = np.isin(index.ids, np.array(ids, dtype=np.int64))
    fits = snapshot.fits_of(viewer.enrollment.pk, side)
    return snapshot, (mask if fits is None else mask & fits.allowed), fits


_ON_A_CARD = (
    *("as_mentor", "mentee_places", "mentor_places", "mentees_held", "mentors_held"),
    *("person__full_name", "person__title", "person__office", "person__photo_mark"),
    *("person__profile__headline", "person__profile__visibility"),
)
"""The columns that a card in the list shows: reading all of them takes twice as long."""


def cards_of(viewer: Viewer, side: Side, ids: Sequence[int], *, whole: bool = False) -> list[Card]:
    """Cards of people who may be seen, in the order of the ids. whole: with all of their profile, for a page."""
    return _cards(viewer, side, snapshot_of(viewer.program, viewer.format), ids, whole=whole)


def _cards(
    viewer: Viewer, side: Side, snapshot: Snapshot, ids: Sequence[int], *, whole: bool = False
) -> list[Card]:
    there = Enrollment.objects.filter(pk__in=ids).select_related("person__profile").order_by()
    rows = (there if whole else there.only(*_ON_A_CARD)).in_bulk()
    ranks = dict(RankedChoice.objects.filter(enrollment=viewer.enrollment).values_list("chosen_id", "rank"))
    open_requests = Request.objects.filter(asker=viewer.enrollment, state__in=OPEN_REQUESTS)
    requests = {request.asked_id: request for request in open_requests}
    said = dict(
        PrivateAnswer.objects.filter(enrollment=viewer.enrollment).values_list("about_id", "says_yes")
    )
    index = snapshot.sides[side]
    fits = fits_in(snapshot, viewer, side, ids)
    found = []
    for pk in ids:
        row = rows.get(pk)
        if row is None:
            continue
        entry = index.entries[index.position[pk]] if pk in index.position else None
        mentor_side = side == Side.MENTOR and row.as_mentor
        found.append(
            Card(
                enrollment=row,
                side=side,
                fit=fits.get(pk),
                skills=tuple(sorted(snapshot.wording.words.get(k, k) for k in entry.skills)) if entry else (),
                places_left=row.mentee_places_left if mentor_side else row.mentor_places_left,
                rank=ranks.get(pk),
                request=requests.get(pk),
                says_yes=said.get(pk),
            )
        )
    return found


def fits_in(snapshot: Snapshot, viewer: Viewer, side: Side, others: Sequence[int]) -> dict[int, Fit]:
    """The fit with each of them and the reasons that count most; nothing for who is not in the snapshot yet."""
    own = Side.MENTEE if side == Side.MENTOR else Side.MENTOR
    if viewer.enrollment.pk not in snapshot.sides[own].position:
        return {}
    there = [pk for pk in others if pk in snapshot.sides[side].position]
    mine = [viewer.enrollment.pk] * len(there)
    pairs = zip(mine, there, strict=True) if side == Side.MENTOR else zip(there, mine, strict=True)
    return {
        pk: Fit(score, known, tuple(strongest(parts, TOP_REASONS)), tuple(parts))
        for pk, (score, known, parts) in zip(there, snapshot.why_each(list(pairs)), strict=True)
    }


def fit_with(viewer: Viewer, side: Side, other: int) -> Fit | None:
    """The same for one person; None for somebody who is not in the snapshot yet."""
    return fits_in(snapshot_of(viewer.program, viewer.format), viewer, side, [other]).get(other)


def fit_of_pair(program: Program, mentee: Enrollment, mentor: Enrollment) -> Fit | None:
    """The fit of two enrollments, for a match that the two of them made."""
    snapshot = snapshot_of(program, format_chosen(program, mentee))
    here = snapshot.sides[Side.MENTEE].position, snapshot.sides[Side.MENTOR].position
    if mentee.pk not in here[0] or mentor.pk not in here[1]:
        return None
    score, known, parts = snapshot.why(mentee.pk, mentor.pk)
    return Fit(score, known, (), tuple(parts))
