"""What matters most to a person, said in words, as the key of one of the policy's criteria."""

from pairwell.matching.policy import Policy
from pairwell.tables.notices import Notice
from pairwell.tables.pool import Records
from pairwell.tables.text import words

WORDS = {
    "needs_coverage": ("skill", "skills", "learn", "learning", "topic", "topics", "knowledge", "expertise"),
    "meaning": ("goal", "goals", "career", "path", "experience", "background", "ambition"),
    "mutual_preference": ("choice", "choices", "person", "chosen", "favorite", "wish"),
    "seniority_gap": ("senior", "seniority", "level", "rank"),
    "hours_overlap": ("time", "hours", "schedule", "availability", "calendar"),
    "language_fluency": ("language", "languages"),
    "place": ("location", "office", "place", "city", "face", "nearby"),
    "shared_interests": ("interests", "hobbies", "hobby"),
    "style": ("style", "cadence", "frequency", "rhythm", "expectations", "personality"),
    "cross_unit": ("department", "unit", "team", "perspective"),
}


def settle_priorities(records: Records, policy: Policy) -> None:
    """Replace each mentee's own words by a criterion's key; others are dropped, with a warning."""
    for record in records.mentees:
        said = record.pop("matters_most", "")
        if not said:
            continue
        key = _key(said, policy)
        if key:
            record["matters_most"] = key
            continue
        entry = records.people[record["id"]]
        known = ", ".join(criterion.key for criterion in policy.criteria)
        message = f'"{said}" is none of the criteria; nothing counts more for them.'
        records.notices.append(Notice("warning", "mentees", message, f"Known: {known}.", row=entry.row))
    for record in records.mentors:
        record.pop("matters_most", None)


def _key(said: str, policy: Policy) -> str:
    spoken = set(words(said).split())
    for criterion in policy.criteria:
        if words(said) == words(criterion.key) or spoken & set(WORDS.get(criterion.kind, ())):
            return criterion.key
    return ""
