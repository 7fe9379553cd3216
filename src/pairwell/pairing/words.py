"""Criteria, rules and objectives in words: what each looks at, and what is known about it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CriterionWords:
    """How a kind of criterion is called, what it compares, and the evidence for it (docs/matching.md)."""

    label: str
    looks_at: str
    evidence: str


CRITERIA: dict[str, CriterionWords] = {
    "needs_coverage": CriterionWords(
        "What they want to learn",
        "The share of the mentee's wanted skills, weighted by urgency, that the mentor can help with.",
        "Needs that are met foretell a good relationship, beside similarity (Marshall, Kraiger 2017).",
    ),
    "mutual_preference": CriterionWords(
        "Their own choices",
        "How high each put the other on their list.",
        "Having a say in the match raises support and satisfaction (Allen 2006; Kendall 2015).",
    ),
    "meaning": CriterionWords(
        "Goals and experience",
        "How close the mentee's goals are in meaning to what the mentor has done.",
        "Deep-level similarity goes with support and quality, rho .38 to .59 (Eby 2013, N = 40,737).",
    ),
    "seniority_gap": CriterionWords(
        "Distance in seniority",
        "How many levels lie between them, on a curve.",
        "Two or three levels ahead is far enough to help and near enough to remember.",
    ),
    "style": CriterionWords(
        "Style of help",
        "Whether they expect the same kind of help.",
        "Shared expectations are part of deep-level similarity (Eby 2013).",
    ),
    "shared_interests": CriterionWords(
        "Shared interests",
        "What they both like, at work and beside it.",
        "Helps the first conversation; a small part of deep-level similarity.",
    ),
    "hours_overlap": CriterionWords(
        "Working hours in common",
        "Hours of the week in which both work, across time zones.",
        "Pairs that find no time do not meet: the most common reason for a quiet mentorship.",
    ),
    "language_fluency": CriterionWords(
        "A language both speak well",
        "The best language they share, by the weaker speaker.",
        "Personal matters are easier in a language both speak well.",
    ),
    "place": CriterionWords(
        "The same office", "Whether they work in the same office.", "Meeting in person is easier."
    ),
    "cross_unit": CriterionWords(
        "Different departments",
        "A bonus when they work in different departments.",
        "Another view, a wider network, and no shared boss.",
    ),
    "same": CriterionWords(
        "The same answer", "Whether both gave the same answer.", "As good as the question."
    ),
    "different": CriterionWords(
        "A different answer", "Whether their answers differ.", "As good as the question."
    ),
    "near": CriterionWords("A similar answer", "How near their numbers are.", "As good as the question."),
    "contains": CriterionWords(
        "Covers the answer",
        "The share of the mentee's choices that the mentor has too.",
        "As good as the question.",
    ),
}


@dataclass(frozen=True, slots=True)
class RuleWords:
    """How a hard rule is called, and what it forbids."""

    label: str
    forbids: str


RULES: dict[str, RuleWords] = {
    "avoid": RuleWords("People they asked not to meet", "Pairs in which one named the other."),
    "not_own_manager": RuleWords("Not one's own manager", "Pairs in which one is the other's boss."),
    "not_same_reporting_line": RuleWords(
        "Not in one reporting line",
        "Pairs in which one is above the other in the hierarchy, or both have the same boss.",
    ),
    "conflict_codes": RuleWords("Conflicts of interest", "Pairs who share a conflict code of the directory."),
    "language_in_common": RuleWords("A language in common", "Pairs without a language that both speak."),
    "hours_in_common": RuleWords(
        "Working hours in common", "Pairs with too few hours of the week in common."
    ),
    "minimum_gap": RuleWords(
        "A minimum distance in seniority", "Pairs whose levels are too near or too far apart."
    ),
    "minimum_score": RuleWords("A minimum fit", "Pairs whose fit is lower than this."),
    "same": RuleWords("The same answer", "Pairs whose answers differ."),
    "different": RuleWords("Different answers", "Pairs whose answers are the same."),
    "near": RuleWords("Similar answers", "Pairs whose numbers are too far apart."),
    "contains": RuleWords("Covers the answer", "Mentors who lack something the mentee chose."),
    "shares": RuleWords("A need in common", "Mentors who help with none of the mentee's needs."),
}


@dataclass(frozen=True, slots=True)
class ObjectiveWords:
    """A ready order of aims."""

    key: str
    label: str
    meaning: str
    order: tuple[str, ...]


OBJECTIVES: tuple[ObjectiveWords, ...] = (
    ObjectiveWords(
        "fair",
        "Everybody first, then the worst-off",
        "As many as possible; then the lowest fit as high as it can be; then the best total. Recommended.",
        ("coverage", "floor", "total", "stability"),
    ),
    ObjectiveWords(
        "fairest",
        "Everybody first, then the worst-off, one after the other",
        "Like the first, and then the second lowest as high as it can be, and so on.",
        ("coverage", "leximin", "total", "stability"),
    ),
    ObjectiveWords(
        "total",
        "Everybody first, then the best total",
        "The highest sum of fit; a few people may get a weak match.",
        ("coverage", "total", "stability"),
    ),
    ObjectiveWords(
        "even",
        "Everybody first, mentors loaded evenly",
        "The best total, and then the mentors' loads as even as they can be.",
        ("coverage", "floor", "total", "spread", "stability"),
    ),
    ObjectiveWords(
        "stable",
        "Stable: nobody would rather swap",
        "No mentee and mentor would both rather have each other (deferred acceptance).",
        ("stable",),
    ),
)


def objective_key(order: tuple[str, ...]) -> str:
    """The ready order that this is, or "own" for another one."""
    return next((o.key for o in OBJECTIVES if o.order == tuple(order)), "own")


def criterion_label(key: str, kind: str, questions: dict[str, str] | None = None, field: str = "") -> str:
    """What a criterion is called: the question it looks at, or the kind's own name."""
    asked = (questions or {}).get(field) or (questions or {}).get(key)
    if asked:
        return asked
    return CRITERIA[kind].label if kind in CRITERIA else key.replace("_", " ").capitalize()


def rule_label(key: str, kind: str = "") -> str:
    """What a rule is called."""
    words = RULES.get(kind or key) or RULES.get(key)
    return words.label if words else key.replace("_", " ").capitalize()
