"""What the text of a CV suggests for a profile: steps of the journey, skills, languages.

Plain rules, no model: years mark steps, headings say of what kind they are, the skill catalog's names and synonyms
find skills, and languages are taken where a level or a heading stands beside them. Everything is a suggestion.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pairwell.core.text import fold
from pairwell.people.rules.languages import LANGUAGES

Suggestion = dict[str, Any]
MOST_STEPS, MOST_SKILLS = 20, 15
_MONTH = r"(?:\b[^\W\d_]{3,9}\.?\s+|\d{1,2}[./]\s*)?"
_NOW = r"present|today|now|current|ongoing|heute|jetzt|aktuell|actualidad|presente|aujourd.hui|ce jour"
_SPAN = re.compile(
    rf"\(?{_MONTH}(?P<start>(?:19|20)\d\d)\s*(?:[-–—]|to|until|bis|à|a|hasta)\s*"
    rf"(?:{_MONTH}(?P<end>(?:19|20)\d\d)|(?P<now>{_NOW}))\)?",
    re.IGNORECASE,
)
_SINCE = re.compile(rf"\b(?:since|seit|depuis|desde)\s+{_MONTH}(?P<start>(?:19|20)\d\d)", re.IGNORECASE)
_HEADINGS: dict[str, tuple[str, ...]] = {
    "work": ("experience", "work experience", "professional experience", "employment", "employment history",
             "career", "career history", "work history", "berufserfahrung", "beruflicher werdegang",
             "experiencia", "experiencia laboral", "experiencia profesional", "experience professionnelle",
             "experiences professionnelles", "parcours professionnel"),
    "study": ("education", "education and training", "studies", "training", "academic background", "ausbildung",
              "studium", "bildung", "formation", "formations", "educacion", "formacion", "formacion academica",
              "qualifications", "certifications", "certificates"),
    "languages": ("languages", "language skills", "sprachen", "sprachkenntnisse", "langues", "idiomas"),
    "life": ("volunteering", "volunteer work", "volunteer experience", "ehrenamt", "benevolat", "voluntariado"),
    "other": ("skills", "key skills", "interests", "references", "summary", "profile", "about me", "kenntnisse",
              "projects", "publications", "awards", "hobbies", "contact", "competences", "habilidades"),
}  # fmt: skip
_BY_HEADING = {heading: kind for kind, headings in _HEADINGS.items() for heading in headings}
_NATIVE = {
    "deutsch": "de", "allemand": "de", "aleman": "de", "francais": "fr", "franzosisch": "fr", "frances": "fr",
    "espanol": "es", "spanisch": "es", "espagnol": "es", "englisch": "en", "anglais": "en", "ingles": "en",
    "italiano": "it", "italienisch": "it", "italien": "it", "portugues": "pt", "nederlands": "nl",
    "polski": "pl", "svenska": "sv", "turkce": "tr", "mandarin": "zh",
}  # fmt: skip
_CODES = {fold(name): code for code, name in LANGUAGES.items()} | _NATIVE
_FLUENCY: tuple[tuple[int, str], ...] = (
    (5, r"native|mother tongue|bilingual|muttersprach\w*|langue maternelle|lengua materna|nativo"),
    (
        4,
        r"fluent|proficient|\bc[12]\b|full professional|fliessend|verhandlungssicher|courant|fluido|advanced",
    ),
    (3, r"\bb[12]\b|professional working|intermediate|good|gut\w*|intermediaire|intermedio|conversational"),
    (2, r"\ba2\b|limited working|grundkenntnisse|notions|basico|elementary"),
    (1, r"\ba1\b|beginner|basic|anfanger|debutant|principiante"),
)
_ABBREVIATIONS = frozenset(
    {"sql", "seo", "crm", "erp", "api", "aws", "gcp", "sap", "kpi", "okr", "etl", "css"}
)


def suggestions(
    text: str, *, skills: Mapping[str, str], names: Mapping[str, str], this_year: int
) -> list[Suggestion]:
    """What a CV's text suggests, each with an id.

    skills: folded name or synonym -> key; names: key -> name as people read it.
    """
    lines = [" ".join(line.replace("•", " ").split()) for line in _lines(text)]
    found: list[Suggestion] = [
        *_journey(lines, this_year),
        *({"what": "skill", "key": key, "name": names[key]} for key in _skills(lines, skills)),
        *_languages(lines),
    ]
    return [{"id": f"c{number}", **row} for number, row in enumerate(found, 1)]


def looks_like_a_cv(found: Sequence[Suggestion]) -> bool:
    """At least one step with years, or several skills and languages: an invoice has neither."""
    steps = sum(row["what"] == "journey" for row in found)
    return steps > 0 or len(found) >= 4


def _lines(text: str) -> Iterator[str]:
    for line in text.replace("\t", " | ").splitlines():
        if line.strip():
            yield line


def _heading(line: str) -> str | None:
    folded = fold(line.strip(" :-–—|#*_.&")).strip()
    return _BY_HEADING.get(folded) if len(folded) < 40 else None


def _sections(lines: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """(number, section, line) of every line that is not a heading; before the first one it is "start"."""
    section = "start"
    for number, line in enumerate(lines):
        heading = _heading(line)
        if heading:
            section = heading
        else:
            yield number, section, line


def _journey(lines: Sequence[str], this_year: int) -> list[Suggestion]:
    found: list[Suggestion] = []
    for number, section, line in _sections(lines):
        span = _SPAN.search(line) or _SINCE.search(line)
        if span is None:
            continue
        start = int(span["start"])
        end = int(span["end"]) if "end" in span.re.groupindex and span["end"] else None
        if start > this_year + 1 or (end is not None and end < start):
            continue
        words = _words_of(lines, number, (line[: span.start()], line[span.end() :]))
        if words is None:
            continue
        role, place = words
        kind = section if section in ("work", "study", "life") else "work"
        row = {
            "what": "journey",
            "kind": kind,
            "role": role,
            "place": place,
            "from": start,
            "to": end,
            "text": "",
        }
        if row not in found:
            found.append(row)
    return found[:MOST_STEPS]


def _words_of(lines: Sequence[str], number: int, rest: tuple[str, str]) -> tuple[str, str] | None:
    """(role, place) from what stands beside the years, else from the lines around them."""
    beside = " | ".join(part for part in (_trim(part) for part in rest) if part)
    last = number
    if len(beside) < 3:
        above_is_taken = number == 0 or _is_dated(lines, number - 1)
        around = [number + 1, number - 1] if above_is_taken else [number - 1, number + 1]
        last = next((n for n in around if _is_plain(lines, n)), number)
        beside = _trim(lines[last]) if last != number else ""
    if len(beside) < 3:
        return None
    role, place = _parted(beside)
    below = max(last, number) + 1
    if not place and _is_plain(lines, below) and _is_short(lines[below]):
        place = _trim(lines[below])
    return role[:160], place[:160]


def _parted(text: str) -> tuple[str, str]:
    for mark in (" | ", " @ ", " at ", " bei ", " chez ", " – ", " — ", " - ", ", "):
        if mark in text:
            role, place = text.split(mark, 1)
            return _trim(role), _trim(place.replace(" | ", ", "))
    return text, ""


def _trim(text: str) -> str:
    return text.strip(" \t|,;:.()[]–—-·*")


def _is_dated(lines: Sequence[str], number: int) -> bool:
    return 0 <= number < len(lines) and bool(_SPAN.search(lines[number]) or _SINCE.search(lines[number]))


def _is_plain(lines: Sequence[str], number: int) -> bool:
    return 0 <= number < len(lines) and not _is_dated(lines, number) and _heading(lines[number]) is None


def _is_short(line: str) -> bool:
    return len(line) <= 60 and not line.endswith(".") and len(line.split()) <= 7


def _skills(lines: Iterable[str], skills: Mapping[str, str]) -> list[str]:
    longest = max((phrase.count(" ") + 1 for phrase in skills), default=0)
    counts: dict[str, int] = {}
    for line in lines:
        words = re.findall(r"[\w+#.&/'-]+", fold(line))
        words = [word.strip(".'-/") for word in words]
        for size in range(min(longest, len(words)), 0, -1):
            for at in range(len(words) - size + 1):
                phrase = " ".join(words[at : at + size])
                key = skills.get(phrase)
                if key and (len(phrase) > 3 or phrase in _ABBREVIATIONS):
                    counts[key] = counts.get(key, 0) + 1
    return sorted(counts, key=lambda key: (-counts[key], key))[:MOST_SKILLS]


def _languages(lines: Sequence[str]) -> list[Suggestion]:
    found: dict[str, int] = {}
    for _, section, line in _sections(lines):
        for part in re.split(r"[,;|/•]|\band\b|\bund\b", line):
            folded = fold(part)
            level = next((level for level, words in _FLUENCY if re.search(words, folded)), None)
            code = next(
                (c for name, c in _CODES.items() if re.search(rf"\b{re.escape(name)}\b", folded)), None
            )
            short = len(folded.split()) <= 8
            if code and short and (section == "languages" or level):
                found.setdefault(code, level or 3)
    return [
        {"what": "language", "code": code, "name": LANGUAGES[code], "level": level}
        for code, level in found.items()
        if code in LANGUAGES
    ]
