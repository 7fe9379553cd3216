"""The parts of a report that look at the run as a whole."""

from __future__ import annotations

from pairwell.cli.report import charts, wording
from pairwell.cli.report.markup import Child, Html, person, tag
from pairwell.cli.report.subject import Subject
from pairwell.matching.result import POINTS, GroupRow, Pair

WORTH_A_LOOK = 5
_Columns = tuple[tuple[str, str | None], ...]


def tiles(subject: Subject) -> Html:
    """The figures to remember."""
    summary = subject.result.summary
    asked, got = _wishes(subject)
    figures: list[tuple[str, str, str]] = [
        ("mentees matched", f"{summary.matched} of {summary.mentees}", ""),
        (
            "average fit",
            "–" if summary.mean is None else wording.percent(summary.mean),
            "100 % would be a perfect pair",
        ),
        ("lowest fit", _share(summary.floor), "the pair that is worst off"),
    ]
    if subject.result.loads:
        used = sum(load.used for load in subject.result.loads)
        figures.append(("mentor places used", f"{used} of {summary.places}", f"{summary.mentors} mentors"))
    if asked:
        figures.append(("got someone they asked for", f"{got} of {asked}", "mentees who named a mentor"))
    if summary.standing:
        figures.append(("present pairs kept", f"{summary.standing_kept} of {summary.standing}", ""))
    return tag(
        "dl",
        [
            tag("div", tag("dt", label), tag("dd", value), tag("dd", more) if more else None)
            for label, value, more in figures
        ],
        class_="tiles",
    )


def _share(score: int | None) -> str:
    return "–" if score is None else wording.percent(score / POINTS)


def _wishes(subject: Subject) -> tuple[int, int]:
    """How many mentees named somebody in the pool, and how many of them got one of those."""
    partners: dict[str, set[str]] = {}
    for pair in subject.result.pairs:
        partners.setdefault(pair.mentee, set()).add(pair.mentor)
    everybody = [*partners, *(entry.mentee for entry in subject.result.unmatched)]
    wishes = {who: set(subject.record(who).get("prefers", ())) for who in everybody}
    asked = {who: wished for who, wished in wishes.items() if wished}
    return len(asked), sum(bool(partners.get(who, set()) & wished) for who, wished in asked.items())


def distribution_section(subject: Subject) -> Html | None:
    """How the fits are spread, as a chart and as a table."""
    summary = subject.result.summary
    if not subject.result.pairs:
        return None
    rows = [
        tag(
            "tr",
            tag("th", f"{bin_ * 5} to {bin_ * 5 + 5} %", scope="row"),
            tag("td", str(number), class_="n"),
        )
        for bin_, number in enumerate(summary.histogram)
        if number
    ]
    return _section(
        "distribution",
        "How well the pairs fit",
        "Each bar counts the pairs whose fit lies in that range.",
        charts.distribution(summary.histogram, floor=summary.floor, mean=summary.mean),
        tag("details", tag("summary", "The same as a table"), table((("Fit", None), ("Pairs", "n")), rows)),
    )


def look_section(subject: Subject) -> Html | None:
    """The pairs that deserve a second look before anything is sent."""
    chosen = sorted(subject.result.pairs, key=lambda pair: (pair.score, pair.mentee))[:WORTH_A_LOOK]
    unsure = sorted((pair for pair in subject.result.pairs if pair.known < 0.5), key=lambda pair: pair.known)
    chosen += [pair for pair in unsure[:WORTH_A_LOOK] if pair not in chosen]
    if len(subject.result.pairs) <= WORTH_A_LOOK or not chosen:
        return None
    return _section(
        "look",
        "Look at these before you send",
        "The pairs with the lowest fit, and those about whom little is known.",
        table(_LOOK, [_look_row(pair, subject) for pair in chosen]),
    )


_LOOK: _Columns = (
    ("Mentee", None),
    ("Mentor", None),
    ("Fit", "n"),
    ("Known", "n"),
    ("What is missing most", None),
)


def _look_row(pair: Pair, subject: Subject) -> Html:
    whole = sum(entry.weight for entry in subject.criteria) or 1.0
    lost = [
        (entry.weight / whole - pair.contributions.get(entry.key, 0) / POINTS, wording.criterion(entry))
        for entry in subject.criteria
        if entry.key not in pair.unknown
    ]
    return tag(
        "tr",
        tag("th", person(subject.name(pair.mentee)), scope="row"),
        tag("td", person(subject.name(pair.mentor))),
        tag("td", wording.percent(pair.score / POINTS), class_="n"),
        tag("td", wording.percent(pair.known), class_="n"),
        tag("td", max(lost)[1] if lost else "nothing is known"),
    )


def fairness_section(subject: Subject) -> Html | None:
    """Match rates and fits by group, small groups not shown."""
    rows = subject.result.fairness
    if not rows:
        return None
    fields = list(dict.fromkeys(row.field for row in rows))
    least = subject.policy.fairness.suppress_below
    tables = [
        table(_FAIR, [_group_row(row) for row in rows if row.field == name], f"By {wording.field(name)}")
        for name in fields
    ]
    return _section(
        "fairness",
        "Fairness",
        "Whether some groups are served less well than others. "
        f"Groups of fewer than {least} people are not shown, to protect them.",
        tables,
    )


_FAIR: _Columns = (
    ("Group", None),
    ("Mentees", "n"),
    ("Matched", "n"),
    ("Average fit", "n"),
    ("Lowest fit", "n"),
    ("Against the best group", "n"),
)


def _group_row(row: GroupRow) -> Html:
    if row.suppressed:
        small = tag("td", "too few people to show", colspan=5, class_="soft")
        return tag("tr", tag("th", row.group, scope="row"), small)
    rate = "–" if row.rate is None else wording.percent(row.rate)
    ratio = "–" if row.ratio is None else f"{row.ratio:.2f}"
    flag = tag("span", "below 0.8", class_="flag") if row.ratio is not None and row.ratio < 0.8 else None
    return tag(
        "tr",
        tag("th", row.group, scope="row"),
        tag("td", str(row.people), class_="n"),
        tag("td", f"{row.matched} ({rate})", charts.rate(row.rate or 0), class_="n"),
        tag("td", "–" if row.mean is None else wording.percent(row.mean), class_="n"),
        tag("td", _share(row.worst), class_="n"),
        tag("td", ratio, flag, class_="n"),
    )


def help_section(subject: Subject) -> Html | None:
    """What would help most: one more of what."""
    prices = [price for price in subject.result.shadow_prices if price.more_matched or price.more_points]
    if not prices:
        return None
    entries = [tag("li", line) for line in wording.helps(prices, subject)]
    return _section(
        "help",
        "What would help most",
        "Each line was computed by matching again with the change made.",
        tag("ul", entries, class_="plain"),
    )


def policy_section(subject: Subject) -> Html:
    """The policy that was used: what counts how much, what is never allowed, what comes first."""
    policy = subject.policy
    whole = sum(entry.weight for entry in subject.criteria) or 1.0
    rows = [
        tag(
            "tr",
            tag("th", wording.criterion(entry), scope="row"),
            tag("td", f"{entry.weight / whole * 100:.0f} %", class_="n"),
        )
        for entry in subject.criteria
    ]
    rules = [tag("li", wording.rule(entry)) for entry in policy.rules if entry.enabled]
    steps = [tag("li", wording.OBJECTIVES.get(step, step)) for step in policy.objective]
    return _section(
        "policy",
        "The policy used" + (f": {policy.name}" if policy.name else ""),
        f"{wording.FORMATS.get(policy.format, policy.format)}.",
        table((("What counts", None), ("Weight", "n")), rows),
        [tag("h3", "Rules that no pair breaks"), tag("ul", rules, class_="plain")] if rules else None,
        tag("h3", "As good as possible, in this order"),
        tag("ol", steps, class_="plain"),
    )


def origin_section(subject: Subject) -> Html:
    """What was read, what was assumed, and how the same result is had again."""
    result = subject.result
    facts: list[tuple[str, Child]] = [
        ("Seed", str(result.seed)),
        ("Digest of the inputs", tag("code", result.digest)),
        *((name.capitalize(), version) for name, version in sorted(result.versions.items())),
    ]
    if subject.made:
        facts.insert(0, ("Made", subject.made))
    remarks = [tag("li", remark) for remark in [*subject.remarks, *result.notes]]
    read = [
        tag("tr", tag("td", side), tag("td", wording.field(name)), tag("td", columns))
        for side, name, columns in subject.understood
    ]
    columns: _Columns = (("Side", None), ("Read as", None), ("From the column", None))
    return _section(
        "origin",
        "How this was made",
        "The same files, policy and seed give the same pairs, on any machine.",
        tag("dl", [(tag("dt", name), tag("dd", value)) for name, value in facts], class_="facts"),
        [tag("h3", "Remarks about the data"), tag("ul", remarks, class_="plain")] if remarks else None,
        tag("details", tag("summary", "How the columns were understood"), table(columns, read))
        if read
        else None,
    )


def table(columns: _Columns, rows: list[Html], caption: str = "") -> Html:
    """A table with a head, in a box that scrolls sideways where the screen is narrow."""
    head = tag("tr", [tag("th", word, scope="col", class_=kind) for word, kind in columns])
    inside = tag(
        "table", tag("caption", caption) if caption else None, tag("thead", head), tag("tbody", rows)
    )
    label = caption or ", ".join(word for word, _ in columns)
    return tag("div", inside, class_="scroll", role="region", aria_label=label, tabindex=0)


def _section(name: str, title: str, intro: str, *content: Child) -> Html:
    return tag(
        "section",
        tag("h2", title, id=f"{name}-title"),
        tag("p", intro, class_="intro"),
        *content,
        id=name,
        aria_labelledby=f"{name}-title",
    )
