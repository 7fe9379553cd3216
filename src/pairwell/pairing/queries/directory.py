"""The directory of a program as one participant sees it: search, filters, fit with its reasons, one page at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pairwell.pairing.directory.faces import Face, faces_of
from pairwell.pairing.directory.search import FILTERS, Asked, Choice, search
from pairwell.pairing.directory.shortly import TOP_REASONS, Shortly
from pairwell.pairing.directory.snapshot import Snapshot, snapshot_of
from pairwell.pairing.directory.standing import Standing, standing_of
from pairwell.pairing.formats import format_chosen
from pairwell.pairing.models import PrivateAnswer, Request
from pairwell.pairing.queries.say import say_of
from pairwell.pairing.seeing import Viewer
from pairwell.pairing.sharing import strongest
from pairwell.pairing.states import OPEN_REQUESTS
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program, RankedChoice
from pairwell.programs.states import Side

PER_PAGE = 20


@dataclass(frozen=True)
class Fit:
    """How well two people fit, 0 to 1, how much of that is known, and why."""

    score: float
    known: float
    reasons: tuple[str, ...]
    contributions: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Card:
    """One person of the directory with all of their profile. says_yes: what the reader said about them privately."""

    enrollment: Enrollment
    fit: Fit | None
    skills: tuple[str, ...]
    rank: int | None
    request: Request | None
    says_yes: bool | None

    @property
    def person(self) -> Person:
        return self.enrollment.person


@dataclass(frozen=True, slots=True)
class Listed:
    """One person as a list shows them, under the id of their enrollment. request: the state of an open one, or ""."""

    id: int
    person: Face
    fit: Shortly | None
    skills: tuple[str, ...]
    rank: int | None
    request: str
    says_yes: bool | None


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
class Recommended:
    """Whom the engine would show first, in order; waits_for: the share of complete profiles that is still asked for,
    percent: as it is.
    """

    cards: tuple[Listed, ...]
    waits_for: int
    percent: int


@dataclass(frozen=True)
class Page:
    """What the directory shows now. near: skills that were found because they mean something similar;
    recommended: on the first page of everybody alone; favorites: how many the reader has.
    """

    cards: tuple[Listed, ...]
    recommended: Recommended | None
    facets: tuple[Facet, ...]
    found: int
    everybody: int
    near: tuple[str, ...]
    knows_fit: bool
    favorites: int


LABELS = {"skill": "Skill", "department": "Department", "office": "Office", "language": "Language"}


def directory_page(viewer: Viewer, side: Side, asked: Asked, *, page: int = 1) -> Page:
    """One page of a side, the first with the recommendations; three queries, whatever the size of the program, and
    once a minute one more where nobody is recommended yet."""
    standing = standing_of(viewer, side, asked.each)
    snapshot = _snapshot_for(viewer, side)
    index, fits = snapshot.sides[side], snapshot.fits_of(viewer.enrollment.pk, side)
    allowed = np.isin(index.ids, standing.visible)
    if fits is not None:
        allowed &= fits.allowed
    words = snapshot.wording.words
    found = search(
        index,
        asked,
        visible=allowed,
        scores=fits.scores if fits is not None else None,
        stems=standing.stems,
        skill_names=words,
    )
    first = (max(1, page) - 1) * PER_PAGE
    ids = [index.entries[place].id for place in found.positions[first : first + PER_PAGE].tolist()]
    is_start = page == 1 and not asked.is_narrowed
    best = standing.recommended_now if is_start else []
    listed = _listed(viewer, side, snapshot, standing, [*best, *ids])
    return Page(
        cards=tuple(listed[pk] for pk in ids if pk in listed),
        recommended=_recommended(viewer, snapshot, standing, tuple(listed[pk] for pk in best if pk in listed))
        if is_start
        else None,
        facets=tuple(
            Facet(name, LABELS[name], tuple((c, words.get(c.value, c.value)) for c in found.facets[name]))
            for name in FILTERS
        ),
        found=len(found.positions),
        everybody=int(np.count_nonzero(allowed)),
        near=tuple(words.get(key, key) for key in found.near_skills),
        knows_fit=fits is not None,
        favorites=len(standing.ranks),
    )


def _snapshot_for(viewer: Viewer, side: Side) -> Snapshot:
    """The snapshot with this reader in it, as far as they are in it at all."""
    snapshot = snapshot_of(viewer.program, viewer.format)
    own = Side.MENTEE if side == Side.MENTOR else Side.MENTOR
    if viewer.enrollment.pk in snapshot.sides[own].position:
        return snapshot
    return snapshot_of(viewer.program, viewer.format, fresh=True)


def _recommended(
    viewer: Viewer, snapshot: Snapshot, standing: Standing, cards: tuple[Listed, ...]
) -> Recommended:
    """Those who may be seen of the recommended, or how far the program is from recommending."""
    if standing.recommended:  # made only once enough profiles are complete
        return Recommended(cards, 0, 100)
    wanted = say_of(viewer.program).complete_percent
    percent = snapshot.complete_percent(viewer.program) if wanted else 100
    return Recommended((), wanted if percent < wanted else 0, percent)


def _listed(
    viewer: Viewer, side: Side, snapshot: Snapshot, standing: Standing, ids: Sequence[int]
) -> dict[int, Listed]:
    """People who may be seen as a list shows them, by id: one query. Who has left since they were found is left out."""
    faces = faces_of(ids)
    fits = snapshot.shortly(viewer.enrollment.pk, side, ids)
    return {
        pk: Listed(
            id=pk,
            person=face,
            fit=fits.get(pk),
            skills=_skills(snapshot, side, pk),
            rank=standing.ranks.get(pk),
            request=standing.requests.get(pk, ""),
            says_yes=standing.answers.get(pk),
        )
        for pk, face in faces.items()
    }


def _skills(snapshot: Snapshot, side: Side, pk: int) -> tuple[str, ...]:
    """What somebody shows of the skills they offer, or want, in words."""
    index, words = snapshot.sides[side], snapshot.wording.words
    if pk not in index.position:
        return ()
    return tuple(sorted(words.get(key, key) for key in index.entries[index.position[pk]].skills))


def cards_of(viewer: Viewer, side: Side, ids: Sequence[int]) -> list[Card]:
    """Cards of people who may be seen with all of their profiles, in the order of the ids."""
    rows = Enrollment.objects.filter(pk__in=ids).select_related("person__profile").order_by().in_bulk()
    ranks = dict(RankedChoice.objects.filter(enrollment=viewer.enrollment).values_list("chosen_id", "rank"))
    open_requests = Request.objects.filter(asker=viewer.enrollment, state__in=OPEN_REQUESTS)
    requests = {request.asked_id: request for request in open_requests}
    said = dict(
        PrivateAnswer.objects.filter(enrollment=viewer.enrollment).values_list("about_id", "says_yes")
    )
    snapshot = snapshot_of(viewer.program, viewer.format)
    fits = fits_in(snapshot, viewer, side, ids)
    return [
        Card(
            enrollment=rows[pk],
            fit=fits.get(pk),
            skills=_skills(snapshot, side, pk),
            rank=ranks.get(pk),
            request=requests.get(pk),
            says_yes=said.get(pk),
        )
        for pk in ids
        if pk in rows
    ]


def fits_in(snapshot: Snapshot, viewer: Viewer, side: Side, others: Sequence[int]) -> dict[int, Fit]:
    """The fit with each of them and the reasons that count most; nothing for who is not in the snapshot yet."""
    own, mine = Side.MENTEE if side == Side.MENTOR else Side.MENTOR, viewer.enrollment.pk
    if mine not in snapshot.sides[own].position:
        return {}
    there = [pk for pk in others if pk in snapshot.sides[side].position]
    couples = [(mine, pk) if side == Side.MENTOR else (pk, mine) for pk in there]
    return {
        pk: Fit(score, known, tuple(strongest(parts, TOP_REASONS)), tuple(parts))
        for pk, (score, known, parts) in zip(there, snapshot.why_each(couples), strict=True)
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
