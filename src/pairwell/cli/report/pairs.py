"""Each pair with its reasons, each unmatched person with theirs, each mentor's places."""

from __future__ import annotations

from collections.abc import Sequence

from pairwell.cli.report import charts, wording
from pairwell.cli.report.facts import fact
from pairwell.cli.report.markup import Html, join, person, tag
from pairwell.cli.report.subject import Subject
from pairwell.matching.policy import Criterion
from pairwell.matching.result import POINTS, Circle, Pair, Unmatched

WITH_TABLES = 1_000
_UNSURE = 0.5


def pair_section(subject: Subject) -> Html | None:
    """Every pair, in the order of the mentees' names."""
    pairs = sorted(subject.result.pairs, key=lambda pair: (subject.name(pair.mentee).casefold(), pair.mentor))
    if not pairs:
        return None
    full = len(pairs) <= WITH_TABLES
    lead = "Each bar adds up to the fit: a longer colored part means that this speaks more for the pair."
    if any(pair.unknown for pair in pairs):
        lead += " Pale parts stand for a missing answer, counted as neutral."
    return tag(
        "section",
        tag("h2", "Every pair and its reasons", id="pairs-title"),
        tag("p", lead, class_="intro"),
        legend(subject.criteria),
        tag("ul", [_pair(pair, subject, full) for pair in pairs], class_="pairs"),
        id="pairs", aria_labelledby="pairs-title",
    )  # fmt: skip


def legend(criteria: Sequence[Criterion]) -> Html:
    """Which color is which criterion."""
    entries = [
        tag("li", _dot(number), wording.criterion(entry))
        for number, entry in enumerate(criteria)
        if entry.weight > 0
    ]
    return tag("ul", entries, class_="legend", aria_label="Colors")


def _dot(number: int) -> Html:
    return tag("span", class_=f"dot f{number % charts.COLORS}", aria_hidden="true")


def _pair(pair: Pair, subject: Subject, full: bool) -> Html:
    flags = []
    if pair.kept:
        flags.append(tag("span", "kept by request", class_="flag calm"))
    elif pair.standing:
        flags.append(tag("span", "already a pair", class_="flag calm"))
    if pair.known < _UNSURE:
        flags.append(tag("span", f"only {wording.percent(pair.known)} known", class_="flag"))
    names = tag(
        "h3",
        person(subject.name(pair.mentee)),
        tag("span", " with ", class_="with"),
        person(subject.name(pair.mentor)),
        flags,
    )
    fit = tag("span", wording.percent(pair.score / POINTS), " ", tag("small", "fit"), class_="fit")
    return tag(
        "li",
        tag("div", names, fit, class_="head"),
        charts.stack(pair, [entry.key for entry in subject.criteria]),
        _reasons(pair, subject),
        tag("details", tag("summary", "How the fit adds up"), _table(pair, subject)) if full else None,
    )


def _reasons(pair: Pair, subject: Subject) -> Html | None:
    """The strongest three criteria, with what both said."""
    known = [entry for entry in subject.criteria if entry.key not in pair.unknown]
    strongest = sorted(known, key=lambda entry: -pair.contributions.get(entry.key, 0))[:3]
    mentee, mentor = subject.record(pair.mentee), subject.record(pair.mentor)
    told = []
    for entry in strongest:
        if pair.contributions.get(entry.key, 0) > 0:
            words = fact(entry, mentee, mentor)
            told.append(tag("li", tag("b", wording.criterion(entry)), f": {words}" if words else ""))
    return tag("ul", told, class_="why") if told else None


def _table(pair: Pair, subject: Subject) -> Html:
    whole = sum(entry.weight for entry in subject.criteria) or 1.0
    mentee, mentor = subject.record(pair.mentee), subject.record(pair.mentor)
    rows = []
    for number, entry in enumerate(subject.criteria):
        missing = entry.key in pair.unknown
        told = "answer missing, counted as neutral" if missing else fact(entry, mentee, mentor)
        rows.append(
            tag(
                "tr",
                tag("th", _dot(number), wording.criterion(entry), scope="row"),
                tag("td", told),
                tag("td", wording.points(pair.contributions.get(entry.key, 0)), class_="n"),
                tag("td", f"{entry.weight / whole * 100:.1f}", class_="n"),
            )
        )
    head = tag("tr", [tag("th", word, scope="col", class_=kind) for word, kind in _COLUMNS])
    total = tag(
        "tr", tag("th", "Fit", scope="row"), tag("td"), tag("td", wording.points(pair.score), class_="n"),
        tag("td", "100.0", class_="n"),
    )  # fmt: skip
    caption = tag("caption", f"Points of {subject.name(pair.mentee)} with {subject.name(pair.mentor)}")
    return tag("table", caption, tag("thead", head), tag("tbody", rows), tag("tfoot", total))


_COLUMNS = (("What counts", None), ("What was said", None), ("Points", "n"), ("Weight", "n"))


def circle_section(subject: Subject) -> Html | None:
    """Circles with their leaders, for the format that has them."""
    if not subject.result.circles:
        return None
    circles = [_circle(number, circle, subject) for number, circle in enumerate(subject.result.circles, 1)]
    return tag(
        "section",
        tag("h2", "The circles", id="circles-title"),
        tag("ul", circles, class_="pairs"),
        id="circles", aria_labelledby="circles-title",
    )  # fmt: skip


def _circle(number: int, circle: Circle, subject: Subject) -> Html:
    leaders = [
        join(person(subject.name(who)), ", " if n else "") for n, who in enumerate(reversed(circle.leaders))
    ]
    return tag(
        "li",
        tag("h3", f"Circle {number}, led by ", reversed(leaders)),
        tag("ul", [tag("li", person(subject.name(who))) for who in circle.mentees], class_="plain"),
    )


def unmatched_section(subject: Subject) -> Html | None:
    """Each person without a partner, and what kept them out."""
    if not subject.result.unmatched:
        return None
    entries = sorted(subject.result.unmatched, key=lambda entry: subject.name(entry.mentee).casefold())
    who = wording.count(len(entries), "mentee is", "mentees are")
    return tag(
        "section",
        tag("h2", "Not matched, and why", id="unmatched-title"),
        tag("p", f"{who} without a mentor. This is what kept each of them out.", class_="intro"),
        tag("ul", [_unmatched(entry, subject) for entry in entries], class_="pairs"),
        id="unmatched", aria_labelledby="unmatched-title",
    )  # fmt: skip


def _unmatched(entry: Unmatched, subject: Subject) -> Html:
    reason = wording.REASONS.get(entry.reason, entry.words)
    removed = sorted(entry.removed.items(), key=lambda item: -item[1])
    rules = [
        tag("li", f"{wording.count(number, 'mentor')} ruled out: {wording.breach(key, subject)}")
        for key, number in removed
        if number
    ]
    allowed = wording.count(entry.allowed, "mentor is", "mentors are")
    wanted = ", ".join(subject.record(entry.mentee).get("skills_wanted", ()))
    return tag(
        "li",
        tag("h3", person(subject.name(entry.mentee))),
        tag("p", reason, f" {allowed} allowed by the rules." if entry.allowed else "", class_="soft"),
        tag("p", f"Wants to learn: {wanted}.") if wanted else None,
        tag("ul", rules, class_="plain") if rules else None,
    )


def load_section(subject: Subject) -> Html | None:
    """How many of each mentor's places are used."""
    loads = sorted(
        subject.result.loads, key=lambda load: (-(load.places - load.used), subject.name(load.mentor))
    )
    if not loads:
        return None
    rows = [
        tag(
            "tr",
            tag("th", person(subject.name(load.mentor)), scope="row"),
            tag("td", str(load.used), class_="n"),
            tag("td", str(load.places), class_="n"),
            tag("td", str(load.places - load.used), class_="n"),
        )
        for load in loads
    ]
    columns = (("Mentor", None), ("Mentees", "n"), ("Places", "n"), ("Free", "n"))
    head = tag("tr", [tag("th", word, scope="col", class_=kind) for word, kind in columns])
    free = sum(load.places - load.used for load in loads)
    left = wording.count(free, "place is", "places are") if free else "No place is"
    table = tag("table", tag("thead", head), tag("tbody", rows))
    return tag(
        "section",
        tag("h2", "Mentors and their places", id="mentors-title"),
        tag("p", f"{left} still free.", class_="intro"),
        tag("details", tag("summary", "Show every mentor"), table),
        id="mentors", aria_labelledby="mentors-title",
    )  # fmt: skip
