"""The certificate in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pairwell.cli.report.markup import Html, tag
from pairwell.cli.report.subject import Subject
from pairwell.cli.report.wording import count, percent
from pairwell.matching.result import POINTS, Result

CHECK = "pairwell verify result.json --instance instance.json"


def proof_section(subject: Subject) -> Html:
    """What is proven about the run, and what is not."""
    result = subject.result
    proven = is_proven(result)
    steps = [tag("li", step) for step in _steps(result)]
    body = tag(
        "div",
        tag("h2", title(result), id="proof-title"),
        tag("p", _lead(result)),
        tag("ol", steps) if steps else None,
        [tag("p", line) for line in _price(result)],
        tag("p", "Anyone can check this without trusting us: ", tag("code", CHECK), "."),
    )
    name = "seal" if proven else "seal open"
    return tag("section", _icon(proven), body, class_=name, id="proof", aria_labelledby="proof-title")


def is_proven(result: Result) -> bool:
    """Whether the certificate says that nothing better exists."""
    certificate = result.certificate
    return bool(certificate.get("holds", False)) and not _gap(certificate)


def title(result: Result) -> str:
    """The heading of the proof."""
    if result.certificate.get("kind") == "stable" and result.certificate.get("holds"):
        return "Proven stable"
    return "Proven to be the best possible" if is_proven(result) else "How close this is to the best possible"


def proof_sentence(result: Result) -> str:
    """One line for a terminal."""
    pairs = result.certificate.get("pairs")
    over = f", checked against all {pairs:,} possible pairs" if isinstance(pairs, int) and pairs else ""
    return f"{title(result)}{over}." if is_proven(result) else f"{title(result)}: {_lead(result)}"


def _gap(certificate: Mapping[str, Any]) -> float:
    gap = certificate.get("gap", 0)
    return float(gap) if isinstance(gap, int | float) else 0.0


def _lead(result: Result) -> str:
    certificate, kind = result.certificate, result.certificate.get("kind")
    if kind == "stable" and certificate.get("holds"):
        return "No mentee and mentor who are not paired would both rather be paired with each other."
    if is_proven(result):
        pairs = certificate.get("pairs")
        among = f"All {pairs:,} possible pairs were weighed. " if isinstance(pairs, int) and pairs else ""
        return f"{among}Under this policy nobody, with any method, can find better pairs:"
    best = certificate.get("bound") or certificate.get("best_total")
    if isinstance(best, int | float) and best > 0:
        share = max(0.0, 1 - result.summary.total / best)
        return f"The total fit is at most {share * 100:.2f} % below the best that could exist."
    return "The pairs keep every rule; how far they are from the best possible is not known."


def _steps(result: Result) -> list[str]:
    summary = result.summary
    if not is_proven(result) or summary.floor is None or summary.mean is None:
        return []
    told = {
        "coverage": f"No other way matches more than {count(summary.matched, 'mentee')}.",
        "floor": f"With that, no other way lifts the lowest fit above {percent(summary.floor / POINTS)}.",
        "leximin": "With that, the lowest fits, one after the other, are as high as they can be.",
        "total": f"With that, no other way reaches an average fit above {percent(summary.mean)}.",
        "spread": "With that, the mentees are spread over the mentors as evenly as can be.",
        "stability": f"With that, no other way keeps more than {summary.standing_kept} present pairs.",
    }
    return [told[aim] for aim in result.objective if aim in told and (aim != "stability" or summary.standing)]


def _price(result: Result) -> list[str]:
    """What fairness costs, in the total."""
    lowest = "Lifting the lowest fit"
    named = {
        "floor": lowest,
        "leximin": lowest,
        "group_bound": "The bound between groups",
        "reserved": "Reserving places",
        "spread": "Spreading the load evenly",
        "minimum": "Minimum loads",
    }
    lines = []
    for key, points in result.prices.items():
        if key in named and result.summary.total:
            share = points / (result.summary.total + points) if points > 0 else 0.0
            cost = "cost nothing" if points <= 0 else f"cost {share * 100:.1f} % of the total fit"
            lines.append(f"{named[key]} {cost}.")
    return lines


def _icon(proven: bool) -> Html:
    """A seal with a tick, or one that is still open; decoration beside the heading."""
    ring = tag("circle", cx=24, cy=24, r=20, fill="none", stroke="currentColor", stroke_width=3)
    sign = "M15 24.5l6 6 12-13" if proven else "M24 14v13M24 33v1"
    mark = tag("path", d=sign, fill="none", stroke="currentColor", stroke_width=4, stroke_linecap="round")
    return tag("svg", ring, mark, viewbox="0 0 48 48", aria_hidden="true")
