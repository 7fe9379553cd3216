"""The engine's words turned into a program manager's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pairwell.cli.report.subject import Subject
from pairwell.matching.policy import Criterion, Rule
from pairwell.matching.result import POINTS, ShadowPrice

CRITERIA: Mapping[str, str] = {
    "needs_coverage": "Covers what the mentee wants to learn",
    "meaning": "Goals fit the mentor's experience",
    "mutual_preference": "They asked for each other",
    "seniority_gap": "Step in seniority",
    "hours_overlap": "Hours in common",
    "language_fluency": "A language in common",
    "place": "Same place",
    "shared_interests": "Shared interests",
    "style": "Same expectations",
    "cross_unit": "Different departments",
}
RULES: Mapping[str, str] = {
    "avoid": "Nobody is paired with a person whom either side named as someone not to be paired with.",
    "not_own_manager": "Nobody is paired with their own manager.",
    "not_same_reporting_line": "Nobody is paired within their own reporting line.",
    "conflict_codes": "Nobody is paired across a conflict of interest.",
    "language_in_common": "Both speak a language in common.",
    "hours_in_common": "Both have working hours in common, at least {slots} a week.",
    "minimum_gap": "The step in seniority is within the limits set.",
    "minimum_score": "Every pair reaches a fit of at least {score}.",
}
BREACHES: Mapping[str, str] = {
    "avoid": "named as someone not to be paired with",
    "not_own_manager": "their own manager",
    "not_same_reporting_line": "the same reporting line",
    "conflict_codes": "a conflict of interest",
    "language_in_common": "no language in common",
    "hours_in_common": "too few working hours in common",
    "minimum_gap": "the step in seniority is outside the limits",
    "minimum_score": "the fit is below the minimum",
}
OBJECTIVES: Mapping[str, str] = {
    "coverage": "match as many mentees as possible",
    "floor": "lift the lowest fit of any pair as high as possible",
    "leximin": "lift the lowest fit as high as possible, then the next lowest, and so on",
    "total": "make the total fit as high as possible",
    "spread": "spread mentees evenly over the mentors",
    "stability": "change as few of the present pairs as possible",
    "stable": "leave no two people who would both rather be paired with each other",
}
FORMATS: Mapping[str, str] = {
    "traditional": "One-on-one mentoring",
    "reverse": "Reverse mentoring",
    "peer": "Peer mentoring",
    "group": "Mentoring circles",
    "flash": "Flash mentoring",
}
REASONS: Mapping[str, str] = {
    "no_places": "Asked for no mentor.",
    "nobody_allowed": "The rules leave no mentor for this person.",
    "no_capacity": "Every mentor whom the rules allow is already full.",
    "below_floor": "Every way in would lower the fit of the worst-off pair or break a bound between groups.",
    "not_worth": "The objective does not ask for everybody to be matched.",
}
FIELDS: Mapping[str, str] = {"skills_wanted": "skills wanted", "unit": "department", "level": "seniority"}


def percent(share: float) -> str:
    """0.734 is "73 %"; never rounds a part up to the whole or down to nothing."""
    value = round(share * 100)
    if (value >= 100 and share < 1) or (value <= 0 and share > 0):
        return "99 %" if value >= 100 else "1 %"
    return f"{value} %"


def points(score: int) -> str:
    """Points of a score as a percentage of a perfect pair: 734_000 is "73.4"."""
    return f"{score / POINTS * 100:.1f}"


def count(number: int, one: str, many: str = "") -> str:
    """ "1 mentee", "12 mentees"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def field(name: str) -> str:
    """A column's name for people."""
    return FIELDS.get(name, name.replace("_", " "))


def criterion(entry: Criterion) -> str:
    """What a criterion looks at, in words."""
    if entry.kind in CRITERIA:
        return CRITERIA[entry.kind]
    named = entry.params.get("field") or entry.params.get("mentee_field") or entry.key
    words = {
        "same": "Same {0}",
        "different": "Different {0}",
        "near": "Close in {0}",
        "contains": "{0} as asked",
    }
    return words.get(entry.kind, "{0}").format(field(str(named)))


def rule(entry: Rule) -> str:
    """What a rule demands, as a sentence."""
    params: dict[str, Any] = {"slots": 1, "score": 0, **entry.params}
    if entry.kind in RULES:
        return RULES[entry.kind].format(**{**params, "score": percent(float(params["score"]))})
    named = field(str(params.get("field") or params.get("mentee_field") or entry.key))
    sentences = {
        "same": f"Both have the same {named}.",
        "different": f"The two differ in {named}.",
        "near": f"The two are at most {params.get('span', 0):g} apart in {named}.",
        "contains": f"The mentor's {named} includes what the mentee asks.",
    }
    return sentences.get(entry.kind, entry.key)


def breach(key: str, subject: Subject) -> str:
    """What is wrong with a pair that a rule forbids, by the rule's key."""
    for entry in subject.policy.rules:
        if entry.key == key:
            return BREACHES.get(entry.kind, f"against the rule: {rule(entry)}")
    return key.replace("_", " ")


def helps(prices: Sequence[ShadowPrice], subject: Subject) -> list[str]:
    """What would help most, one sentence for each change; skills that would help alike are told together."""
    alike: dict[tuple[int, int], list[str]] = {}
    for price in prices:
        if price.what == "skill":
            alike.setdefault((price.places, price.more_matched), []).append(price.key)
    told = [
        f"{count(places, 'more place')} with mentors who offer {_either(skills)} would match "
        f"{count(more, 'more mentee')}."
        for (places, more), skills in alike.items()
    ]
    return told + [_help(price, subject) for price in prices if price.what != "skill"]


def _either(skills: Sequence[str]) -> str:
    return skills[0] if len(skills) == 1 else f"{', '.join(skills[:-1])} or {skills[-1]}"


def _help(price: ShadowPrice, subject: Subject) -> str:
    gain = f"match {count(price.more_matched, 'more mentee')}"
    if not price.more_matched:
        gain = (
            f"raise the total fit by {price.more_points / max(subject.result.summary.total, 1) * 100:.1f} %"
        )
    if price.what == "mentor":
        return f"One more place with {subject.name(price.key)} would {gain}."
    entry = next((rule for rule in subject.policy.rules if rule.key == price.key), None)
    if price.what == "rule" and entry is not None:
        return f"Dropping this rule would {gain}: {rule(entry)}"
    return price.words
