"""Searching a side of a directory: words, skills with their synonyms, meaning, filters, and counts for each filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pairwell.core.text import fold
from pairwell.pairing.directory.quickly import vector_of_words, vectors_of
from pairwell.pairing.directory.snapshot import Bools, SideIndex

FILTERS = ("skill", "department", "office", "language")
FEW = 5
"""With fewer hits than this, skills that are close in meaning are looked for too."""
NEAR = 0.5
MOST_NEAR = 4
MOST_CHOICES = 12


@dataclass(frozen=True)
class Asked:
    """A search: words, chosen values by filter, and the order ("fit" or "name")."""

    words: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    order: str = "fit"

    @property
    def each(self) -> list[str]:
        """The words one by one, folded."""
        return fold(self.words).split()[:12]

    @property
    def is_narrowed(self) -> bool:
        """Whether it leaves anybody out."""
        return bool(self.words or any(self.chosen.values()))


@dataclass(frozen=True)
class Choice:
    """One value of a filter, and how many would be shown with it."""

    value: str
    count: int
    is_chosen: bool


@dataclass(frozen=True)
class Found:
    """Positions in the order to show, the counts of every filter, and skills found by their meaning."""

    positions: NDArray[np.int64]
    facets: dict[str, tuple[Choice, ...]]
    near_skills: tuple[str, ...]


def search(
    side: SideIndex,
    asked: Asked,
    *,
    visible: Bools,
    scores: NDArray[np.int64] | None,
    stems: Sequence[Sequence[str]],
    skill_names: Mapping[str, str],
) -> Found:
    """Everybody visible whom the words and filters leave, in the order that was asked for. stems: of `asked.each`."""
    words, near = _by_words(side, asked, stems, visible, skill_names)
    chosen = {name: _any(side, name, asked.chosen.get(name, frozenset())) for name in FILTERS}
    shown = visible & words
    for mask in chosen.values():
        shown = shown & mask
    return Found(
        _ordered(side, shown, scores, asked.order), _facets(side, asked, visible & words, chosen), near
    )


def _ordered(
    side: SideIndex, shown: Bools, scores: NDArray[np.int64] | None, order: str
) -> NDArray[np.int64]:
    by_name = side.order[shown[side.order]]
    if order == "name" or scores is None:
        return by_name
    found: NDArray[np.int64] = by_name[np.argsort(-scores[by_name], kind="stable")]
    return found


def _by_words(
    side: SideIndex,
    asked: Asked,
    stems: Sequence[Sequence[str]],
    visible: Bools,
    skill_names: Mapping[str, str],
) -> tuple[Bools, tuple[str, ...]]:
    hit = np.ones(len(side.entries), dtype=np.bool_)
    if not asked.each or not len(side.entries):
        return hit, ()
    for word, its_stems in zip(asked.each, stems, strict=True):
        hit = hit & _with_word(side, word, its_stems)
    if np.count_nonzero(hit & visible) >= FEW:
        return hit, ()
    near = _near_skills(side, asked.words, skill_names)
    for key in near:
        hit = hit | side.masks["skill"][key]
    return hit, near


def _with_word(side: SideIndex, word: str, stems: Sequence[str]) -> Bools:
    """Who has the word in it, as it is written, or in another form of it."""
    hit = np.zeros(len(side.entries), dtype=np.bool_)
    for written, rows in side.written.items():  # neither has a blank in it
        if word in written:
            hit[rows] = True
    for stem in stems:
        if stem in side.stems:
            hit[side.stems[stem]] = True
    if not stems and not hit.any():  # "in", "of": says nothing
        hit[:] = True
    return hit


def _near_skills(side: SideIndex, words: str, skill_names: Mapping[str, str]) -> tuple[str, ...]:
    keys = list(side.masks["skill"])
    if not keys or len(fold(words)) < 3:
        return ()
    named = vectors_of([skill_names.get(key, key) for key in keys])
    asked = vector_of_words(words) if named is not None else None
    if named is None or asked is None:
        return ()
    alike = named @ asked
    best = np.argsort(-alike, kind="stable")[:MOST_NEAR]
    return tuple(keys[place] for place in best if alike[place] >= NEAR)


def _any(side: SideIndex, name: str, values: frozenset[str]) -> Bools:
    if not values:
        return np.ones(len(side.entries), dtype=np.bool_)
    found = np.zeros(len(side.entries), dtype=np.bool_)
    for value in values:
        found |= side.masks[name].get(value, False)
    return found


def _facets(
    side: SideIndex, asked: Asked, base: Bools, chosen: Mapping[str, Bools]
) -> dict[str, tuple[Choice, ...]]:
    """For each filter: its values with the number of people left when only the other filters hold."""
    found = {}
    for name in FILTERS:
        others = base.copy()
        for other, mask in chosen.items():
            if other != name:
                others &= mask
        found[name] = _choices(side, name, others, asked.chosen.get(name, frozenset()))
    return found


def _choices(side: SideIndex, name: str, others: Bools, mine: frozenset[str]) -> tuple[Choice, ...]:
    """The values of a filter: those that are chosen, then the most frequent; by count, then by name."""
    values = list(side.masks[name])
    counts = (side.counting[name] @ others.astype(np.float32)).astype(np.int64)
    chosen: list[Choice] = []
    rest: list[Choice] = []
    for at in np.argsort(-counts, kind="stable").tolist():
        value, count = values[at], int(counts[at])
        if value in mine:
            chosen.append(Choice(value, count, is_chosen=True))
        elif count and len(rest) < MOST_CHOICES:
            rest.append(Choice(value, count, is_chosen=False))
    return (*chosen, *rest)
