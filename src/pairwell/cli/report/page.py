"""The whole page."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pairwell.cli.report import pairs, sections, wording
from pairwell.cli.report.markup import Html, tag
from pairwell.cli.report.proof import proof_section
from pairwell.cli.report.subject import Subject

_TITLES = (
    ("help", "What would help"),
    ("distribution", "How well they fit"),
    ("fairness", "Fairness"),
    ("unmatched", "Not matched"),
    ("look", "Look at first"),
    ("circles", "Circles"),
    ("pairs", "Pairs"),
    ("mentors", "Mentors"),
    ("policy", "Policy"),
    ("origin", "How it was made"),
)


def render(subject: Subject) -> str:
    """A complete HTML document as text; the same subject gives the same text."""
    parts = {
        "help": sections.help_section(subject),
        "distribution": sections.distribution_section(subject),
        "fairness": sections.fairness_section(subject),
        "unmatched": pairs.unmatched_section(subject),
        "look": sections.look_section(subject),
        "circles": pairs.circle_section(subject),
        "pairs": pairs.pair_section(subject),
        "mentors": pairs.load_section(subject),
        "policy": sections.policy_section(subject),
        "origin": sections.origin_section(subject),
    }
    links = [
        tag("li", tag("a", title, href=f"#{name}")) for name, title in _TITLES if parts[name] is not None
    ]
    top = tag(
        "div", _opening(subject), tag("nav", tag("ul", links), aria_label="On this page"), class_="wide"
    )
    main = tag(
        "main",
        sections.tiles(subject),
        proof_section(subject),
        list(parts.values()),
        id="main",
        class_="wide",
    )
    note = "Made by Pairwell. This file needs no network and holds names: share it with care."
    foot = tag("footer", note, class_="wide")
    skip = tag("a", "Skip to the results", href="#main", class_="skip")
    document = tag(
        "html", _head(subject), tag("body", skip, tag("header", top), main, foot), lang="en", dir="ltr"
    )
    return f"<!doctype html>\n{document}\n"


def _head(subject: Subject) -> Html:
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
        tag(
            "meta",
            http_equiv="Content-Security-Policy",
            content="default-src 'none'; style-src 'unsafe-inline'",
        ),
        tag("meta", name_="robots", content="noindex"),
        tag("title", f"{subject.title}: {_headline(subject)}"),
        tag("style", Html(_style())),
    )


def _opening(subject: Subject) -> Html:
    policy = subject.policy
    kind = wording.FORMATS.get(policy.format, policy.format)
    return tag(
        "div",
        tag("p", f"{subject.title} · {policy.name or kind}", class_="over"),
        tag("h1", _headline(subject)),
        tag("p", _lead(subject), class_="lead"),
    )


def _headline(subject: Subject) -> str:
    summary = subject.result.summary
    partner = {"peer": "a peer", "group": "a circle"}.get(subject.policy.format, "a mentor")
    if summary.mentees and summary.matched == summary.mentees:
        return (
            f"All {summary.mentees:,} mentees have {partner}"
            if summary.mentees > 1
            else f"The mentee has {partner}"
        )
    return f"{summary.matched:,} of {summary.mentees:,} mentees have {partner}"


def _lead(subject: Subject) -> str:
    summary = subject.result.summary
    if not summary.pairs:
        return "No pair was possible. Below you find what stood in the way of each person."
    left = summary.mentees - summary.matched
    waiting = (
        f" {wording.count(left, 'mentee waits', 'mentees wait')}; their reasons are below." if left else ""
    )
    return (
        f"{wording.count(summary.pairs, 'pair')} from {wording.count(summary.mentees, 'mentee')} and "
        f"{wording.count(summary.mentors, 'mentor')}, chosen all together, not one after the other.{waiting}"
    )


@lru_cache(maxsize=1)
def _style() -> str:
    return Path(__file__).with_name("style.css").read_text(encoding="utf-8")
