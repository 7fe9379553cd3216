"""What is written in one cell, understood: lists of skills with levels, yes and no, numbers, languages.

Every function takes the text of a cell and gives a value, or None where the cell is blank. `ValueError`
carries a sentence for the organizer when the text can not be understood.
"""

import re
import unicodedata

from pairwell.tables.text import fold, words
from pairwell.tables.vocabulary import (
    BLANKS,
    FLUENCY,
    LANGUAGES,
    NO,
    NUMBERS,
    SENIORITY,
    SKILL_LEVELS,
    SKILL_SYNONYMS,
    YES,
)

MOST = 1e9
_NUMBER = re.compile(r"[-+]?\d+(?:[.,]\d+)?")
_RANGE = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(?:-|–|—|to|bis)\s*(\d+(?:[.,]\d+)?)\b")
_NUMBERED = re.compile(r"^\s*(?:\(?\d{1,2}[.):]|[-•*·])\s*")
_TAIL_IN_BRACKETS = re.compile(r"^(.*?)\s*[(\[]([^()\[\]]*)[)\]]$")
_TAIL_AFTER_SIGN = re.compile(r"^(.+?)\s*(?::|=|\s[-–—])\s*([^:=]+)$")
_LEVEL_NUMBER = re.compile(r"^(?:level|lvl|l)?\s*([0-9])\s*(?:/\s*(5|10)|of 5|out of 5)?$")
_STARS = re.compile(r"^(.*?)\s*([*★]{1,5})$")
_LANGUAGE_CODES = {
    name: code for code, names in LANGUAGES.items() for name in [code, *map(fold, names.split())]
}
_LANGUAGE_SPLIT = re.compile(r"[,;/|\n&+•]|\s+(?:and|y|et|und)\s+")


def is_blank(text: str) -> bool:
    """Empty, or one of the many ways to write that nothing is known: "n/a", "-", "tbd"."""
    return not text or fold(text) in BLANKS


def yes_or_no(text: str) -> bool | None:
    """True for "yes", "x", "ja", a tick; False for "no", "0"; also when more follows: "Yes, please"."""
    if is_blank(text):
        return None
    folded = fold(text)
    head = (words(text).split() or [folded])[0]
    for word in (folded, head):
        if word in YES:
            return True
        if word in NO:
            return False
    raise ValueError(f'"{text}" is neither yes nor no.')


def number(text: str) -> float | None:
    """The first number in a text: "7 years" is 7, "3,5" is 3.5, "5-10" is 7.5, "two" is 2, "10+" is 10."""
    if is_blank(text):
        return None
    span = _RANGE.match(text)
    if span:
        return (_float(span[1]) + _float(span[2])) / 2
    found = _NUMBER.search(text)
    if found:
        return _float(found[0])
    for word in words(text).split():
        if word in NUMBERS:
            return float(NUMBERS[word])
    raise ValueError(f'"{text}" holds no number.')


def _float(digits: str) -> float:
    value = float(digits.replace(",", "."))
    if abs(value) > MOST:
        raise ValueError(f'"{digits[:20]}" is too large a number.')
    return value


def capacity(text: str) -> int | None:
    """How many partners a person takes: "2", "two", "up to 3", "1-2" (the larger), "yes" (1), "no" (0)."""
    if is_blank(text) and fold(text) not in ("none", "nil"):
        return None
    span = _RANGE.match(text)
    if span:
        return int(_float(span[2]))
    folded = words(text)
    if folded in YES and not folded.isdigit():
        return 1
    if folded in NO or folded in ("none", "nil"):
        return 0
    found = number(text)
    if found is None or found < 0 or found != int(found):
        raise ValueError(f'"{text}" is not a whole number of people.')
    return int(found)


def split_list(text: str) -> list[str]:
    """Entries separated by commas, semicolons, bars, new lines or bullets, but never inside brackets.

    Numbering ("1. Ana; 2. Ben") and blanks are dropped.
    """
    entries, depth, current = [], 0, ""
    for char in text:
        depth += (char in "([") - (char in ")]" and depth > 0)
        if char in ";|\n•·、،،；" or (char in ",，" and depth == 0):
            entries.append(current)
            current, depth = "", 0
        else:
            current += char
    entries.append(current)
    trimmed = (_NUMBERED.sub("", entry).strip(" .\t\r-") for entry in entries)
    return [entry for entry in trimmed if not is_blank(entry)]


def skills(text: str, synonyms: dict[str, str] | None = None) -> dict[str, int | None]:
    """Skills with their level 1 to 5, or None when it is not said.

    "Data Science, SQL (4); public speaking - expert" gives {"data science": None, "sql": 4,
    "public speaking": 5}. Names are folded, and synonyms (folded to folded) are replaced.
    """
    found: dict[str, int | None] = {}
    for entry in split_list(text):
        name, level = _name_and_level(entry)
        key = skill_key(name, synonyms)
        if key and (key not in found or level is not None):
            found[key] = level
    return found


def skill_key(name: str, synonyms: dict[str, str] | None = None) -> str:
    """The form under which two spellings of one skill meet."""
    key = words(name)
    if synonyms and key in synonyms:
        return synonyms[key]
    return SKILL_SYNONYMS.get(key, key)


def skill_label(entry: str) -> str:
    """The name of a skill as written, without its level."""
    return _name_and_level(entry)[0]


def _name_and_level(entry: str) -> tuple[str, int | None]:
    stars = _STARS.match(entry)
    if stars and stars[1]:
        return stars[1], len(stars[2])
    for pattern in (_TAIL_IN_BRACKETS, _TAIL_AFTER_SIGN):
        tail = pattern.match(entry)
        level = _level(tail[2]) if tail else None
        if tail and level is not None:
            return tail[1].strip(), level
    last = entry.rpartition(" ")
    if last[0] and last[2].isdigit() and len(last[2]) == 1 and 1 <= int(last[2]) <= 5:
        return last[0], int(last[2])
    return entry, None


def _level(text: str) -> int | None:
    folded = fold(text).strip()
    digits = _LEVEL_NUMBER.match(folded)
    if digits:
        value = int(digits[1])
        value = (value + 1) // 2 if digits[2] == "10" else value
        return min(max(value, 1), 5)
    return SKILL_LEVELS.get(words(folded))


def languages(text: str) -> dict[str, int | None]:
    """Language codes with fluency 1 to 5 or None; a language we do not know stays as it is written.

    "English (native), Español, Farsi B2; Twi" gives {"en": 5, "es": None, "fa": 3, "twi": None}.
    """
    found: dict[str, int | None] = {}
    for entry in filter(None, map(str.strip, _LANGUAGE_SPLIT.split(text))):
        if is_blank(entry):
            continue
        parts = words(entry)
        known = (_LANGUAGE_CODES[word] for word in [parts, *parts.split()] if word in _LANGUAGE_CODES)
        code = next(known, words(entry.partition("(")[0]))
        grades = [grade for word, grade in FLUENCY.items() if f" {word} " in f" {parts} "]
        found[code] = max(grades, default=None)
    return found


def seniority(text: str) -> float | None:
    """A grade: a number as it stands ("L5" is 5), or the highest rank a title names ("Senior Manager" 5).

    A title that names no rank ("Data engineer") is that of an ordinary professional, 3.
    """
    if is_blank(text):
        return None
    found = _NUMBER.search(text)
    if found:
        return abs(_float(found[0]))
    padded = f" {words(text)} "
    ranks = [rank for word, rank in SENIORITY.items() if f" {word} " in padded]
    return float(max(ranks, default=SENIORITY["professional"]))


def one_line(text: str) -> str:
    """Blanks squeezed, control characters out, composed form: how a name or an answer is kept."""
    composed = unicodedata.normalize("NFC", text)
    shown = "".join(
        c if unicodedata.category(c) not in ("Cc", "Cf") or c in "\u200c\u200d" else " " for c in composed
    )
    return " ".join(shown.split())
