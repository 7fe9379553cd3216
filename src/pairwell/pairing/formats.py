"""Programs that offer several formats: each run matches those who chose one of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, Value, When

from pairwell.core.errors import Refused
from pairwell.matching import Policy
from pairwell.pairing.engine import checked
from pairwell.pairing.needs import with_needs
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.policy_sizes import sized
from pairwell.programs.states import EnrollmentState, Format

_DIRECTED = ("seniority_gap", "minimum_gap")
"""What looks at who is senior: it follows the format, not the policy of another one."""


def format_of(program: Program, chosen: str) -> str:
    """The format that is meant, "" for the program's first. Raises Refused when the program has it not."""
    if chosen in ("", program.format):
        return ""
    if chosen not in program.also_formats:
        raise Refused.because("format", "This program does not have that format.", "format")
    return chosen


def every_format(program: Program) -> tuple[str, ...]:
    """The formats that are matched one by one, "" for the program's first."""
    return ("", *program.also_formats)


def format_chosen(program: Program, enrollment: Enrollment) -> str:
    """The format somebody takes part in, "" for the program's first."""
    return enrollment.format if enrollment.format in program.also_formats else ""


def chose(program: Program, format_: str) -> Q:
    """Enrollments in a format; where there is one alone, everybody's."""
    if not program.also_formats:
        return Q()
    return Q(format=format_) if format_ else Q(format__in=("", program.format))


def made_for(format_: str) -> Q:
    """Proposals of a format; what was made outside of any run belongs to the first."""
    return Q(run__format=format_) if format_ else Q(run__format="") | Q(run=None)


def policy_in(program: Program, body: Mapping[str, Any], format_: str) -> dict[str, Any]:
    """The program's policy for one of its other formats: its weights and rules, in the format's own shape."""
    if not format_:
        return with_needs(program, body)
    usual = Policy.default(format_).to_dict()
    ours = {entry["kind"]: entry for part in ("criteria", "rules") for entry in usual[part]}
    made = {**usual}
    for part in ("criteria", "rules"):
        kept = [entry for entry in body.get(part, usual[part]) if entry["kind"] not in _DIRECTED]
        weights = {e["kind"]: e.get("weight") for e in body.get(part, ()) if e["kind"] in _DIRECTED}
        kept += [
            {**ours[kind], **({"weight": weight} if weight is not None else {})}
            for kind, weight in weights.items()
            if kind in ours
        ]
        made[part] = kept
    for name in ("fairness", "matters_most_share"):
        if name in body:
            made[name] = body[name]
    return dict(checked(with_needs(program, sized(program, made, format_))).to_dict())


def starting(program: Program) -> dict[str, Any]:
    """What counts before anybody has said so: the usual policy of the program's first format."""
    return sized(program, Policy.default(program.format).to_dict(), program.format)


def policy_of(program: Program, format_: str = "") -> dict[str, Any]:
    """The policy that holds in a format of the program ("" for its first): its newest version, and before there is
    one, or while nothing counts in it, the usual one of its first format; in the format's own shape. What a run would
    take, the directory, the recommendations and the studio's draft too.
    """
    body = program.policies.values_list("body", flat=True).first() or {}
    whole = {**body, "format": program.format} if body.get("criteria") else starting(program)
    return policy_in(program, whole, format_)


@dataclass(frozen=True)
class FormatRow:
    """One of the formats of a program, and how many chose it."""

    format: str
    label: str
    mentors: int
    mentees: int


def formats_of(program: Program) -> list[FormatRow]:
    """Each format with its people, the first one first; none for programs with one format alone."""
    if not program.also_formats:
        return []
    chosen = Case(When(format="", then=Value(program.format)), default=F("format"))
    rows = (
        program.enrollments.filter(state=EnrollmentState.APPROVED, paused_at__isnull=True)
        .annotate(in_format=chosen)
        .order_by()
        .values("in_format")
        .annotate(
            mentors=Count("pk", filter=Q(as_mentor=True)), mentees=Count("pk", filter=Q(as_mentee=True))
        )
    )
    counts = {row["in_format"]: row for row in rows}
    none = {"mentors": 0, "mentees": 0}
    found = []
    for name in (program.format, *program.also_formats):
        row = counts.get(name, none)
        found.append(FormatRow(name, str(Format(name).label), row["mentors"], row["mentees"]))
    return found
