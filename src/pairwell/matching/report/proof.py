"""The certificate in plain words."""

from __future__ import annotations

from pairwell.matching.report import wording
from pairwell.matching.report.markup import Html, join, tag
from pairwell.matching.report.subject import Subject


def proof_section(subject: Subject) -> Html:
    """What is proven about the run, and what is not."""
    return tag("section", tag("div", tag("h2", "Proof")), class_="seal")
