"""Two people change the same text at once: both keep their words.

A three-way merge of lines after the method of diff3 (Khanna, Kunal and Pierce, "A formal investigation of
diff3", 2007): stretches that only one side changed take that side's words; where both changed the same
stretch, both texts stay, theirs first.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True, slots=True)
class Merged:
    """The text that both end up with; both_changed: stretches that both sides wrote differently."""

    text: str
    both_changed: int = 0


def normal(text: str) -> str:
    """One kind of line end, no NUL: what browsers send differs, what we keep does not."""
    return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")


def merge(base: str, mine: str, theirs: str) -> Merged:
    """Put together `mine` and `theirs`, which both began as `base`. No line that anybody added is lost."""
    if theirs in (mine, base):
        return Merged(mine)
    if mine == base:
        return Merged(theirs)
    old, left, right = base.split("\n"), theirs.split("\n"), mine.split("\n")
    lines: list[str] = []
    clashes = 0
    at = (0, 0, 0)
    for sync in [*_anchors(old, left, right), (len(old), len(left), len(right), 0)]:
        o, a, b, length = sync
        both, clash = _stretch(old[at[0] : o], left[at[1] : a], right[at[2] : b])
        lines += both
        clashes += clash
        lines += old[o : o + length]
        at = (o + length, a + length, b + length)
    return Merged("\n".join(lines), clashes)


def _anchors(
    old: Sequence[str], left: Sequence[str], right: Sequence[str]
) -> list[tuple[int, int, int, int]]:
    """Stretches of `old` that both sides have kept: (start in old, in left, in right, length)."""
    in_left, in_right = _kept(old, left), _kept(old, right)
    found: list[tuple[int, int, int, int]] = []
    for line in range(len(old)):
        if line not in in_left or line not in in_right:
            continue
        a, b = in_left[line], in_right[line]
        if found and found[-1][0] + found[-1][3] == line:
            o, fa, fb, length = found[-1]
            if (fa + length, fb + length) == (a, b):
                found[-1] = (o, fa, fb, length + 1)
                continue
        found.append((line, a, b, 1))
    return found


def _kept(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Line of `old` -> the same line in `new`, in order."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return {block.a + n: block.b + n for block in blocks for n in range(block.size)}


def _stretch(old: list[str], theirs: list[str], mine: list[str]) -> tuple[list[str], int]:
    """One stretch that somebody changed: (its lines, stretches that both wrote differently)."""
    if mine in (theirs, old):
        return theirs, 0
    if theirs == old:
        return mine, 0
    if not any(line.strip() for line in old):  # both only added: nothing was written over
        return theirs + mine, 0
    for outer, inner in ((theirs, mine), (mine, theirs)):  # one side only added lines around the other's
        at = _inside(old, outer)
        if at is not None:
            return outer[:at] + inner + outer[at + len(old) :], 0
    if len(old) == len(theirs) == len(mine):
        return _line_by_line(old, theirs, mine)
    return _both_kept(theirs, mine), 1


def _inside(part: list[str], whole: list[str]) -> int | None:
    """Where `part` stands in `whole`, unbroken."""
    starts = range(len(whole) - len(part) + 1)
    return next((n for n in starts if whole[n : n + len(part)] == part), None)


def _line_by_line(old: list[str], theirs: list[str], mine: list[str]) -> tuple[list[str], int]:
    lines: list[str] = []
    clashes = 0
    for was, left, right in zip(old, theirs, mine, strict=True):
        if left in (was, right):
            lines.append(right)
        elif right == was:
            lines.append(left)
        else:
            lines += [left, right]
            clashes += 1
    return lines, clashes


def _both_kept(theirs: list[str], mine: list[str]) -> list[str]:
    """Theirs, then those lines of mine that theirs does not have."""
    return theirs + [line for line in mine if line not in theirs]
