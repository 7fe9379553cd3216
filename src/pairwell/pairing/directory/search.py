"""Searching a side of a directory: words, skills with their synonyms, meaning, filters, and counts for each filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from pairwell.core.text import fold
from pairwell.pairing.directory.quickly import vector_of_words, vectors_of
from pairwell.pairing.directory.rows import stems_of
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
    skill_names: Mapping[str, str],
) -> Found:
    """Everybody visible whom the words and filters leave, in the order that was asked for."""
    words, near = _by_words(side, asked.words, visible, skill_names)
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
    side: SideIndex, words: str, visible: Bools, skill_names: Mapping[str, str]
) -> tuple[Bools, tuple[str, ...]]:
    folded = fold(words).split()[:12]
    everybody = np.ones(len(side.entries), dtype=np.bool_)
    if not folded or not len(side.entries):
        return everybody, ()
    hit = everybody
    for word, stems in zip(folded, stems_of(folded), strict=True):
        hit = hit & _with_word(side, word, stems)
    if np.count_nonzero(hit & visible) >= FEW:
        return hit, ()
    near = _near_skills(side, words, skill_names)
    for key in near:
        hit = hit | side.masks["skill"][key]
    return hit, near


def _with_word(side: SideIndex, word: str, stems: Sequence[str]) -> Bools:
    """Who has the word in it, as it is written, or in another form of it."""
    hit = np.fromiter((word in entry.text for entry in side.entries), dtype=np.bool_, count=len(side.entries))
    for stem in stems:
        if stem in side.stems:
            hit[side.stems[stem]] = True
    if not stems and not hit.any():  # "in", "of": says nothing
        hit[:] = True
    return hit


def _near_skills(side: SideIndex, words: str, skill_names: Mapping[str, str]) -> tuple[str, ...]:
    keys = sorted(side.masks["skill"])
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
        mine = asked.chosen.get(name, frozenset())
        counts = (side.counting[name] @ others.astype(np.float32)).astype(np.int64).tolist()
        counted = [
            Choice(value, count, value in mine)
            for value, count in zip(side.masks[name], counts, strict=True)
            if count or value in mine
        ]
        kept = sorted(counted, key=lambda c: (-c.count, c.value))
        found[name] = tuple(
            [c for c in kept if c.is_chosen] + [c for c in kept if not c.is_chosen][:MOST_CHOICES]
        )
    return found
