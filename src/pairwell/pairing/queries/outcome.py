"""What came of a run: figures, distribution, proof, fairness and what would help, as plain values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Func, JSONField, TextField, Value
from django.db.models.functions import Cast

from pairwell.matching import POINTS
from pairwell.pairing.models import MatchRun
from pairwell.pairing.outcome import wording_of
from pairwell.pairing.queries.drawing import Bars, bars_of
from pairwell.pairing.words import rule_label
from pairwell.people.models import Person
from pairwell.programs.models import Program

FIELD_WORDS = {"unit": "Department", "place": "Office", "country": "Country", "level": "Level"}


_WITHOUT_PAIRS = Func(
    F("result"), Cast(Value("pairs"), TextField()), Cast(Value("unmatched"), TextField()),
    template="(%(expressions)s)", arg_joiner=" - ", output_field=JSONField(),
)  # fmt: skip
"""A result without its long lists, which are rows of their own already."""


@dataclass(frozen=True)
class FairRow:
    """One group of the fairness table; None where the group is too small to show."""

    group: str
    people: int | None
    matched: int | None
    rate: float | None
    mean: float | None
    worst: float | None
    ratio: float | None
    suppressed: bool


@dataclass(frozen=True)
class Outcome:
    """A finished run. Scores and shares are from 0 to 1."""

    mentees: int
    mentors: int
    matched: int
    pairs: int
    circles: int
    places: int
    used: int
    floor: float | None
    mean: float | None
    bars: Bars
    proven: bool
    proof_title: str
    proof: tuple[str, ...]
    fairness: tuple[tuple[str, tuple[FairRow, ...]], ...]
    advice: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def unmatched(self) -> int:
        return self.mentees - self.matched


def outcome_of(run: MatchRun, *, with_advice: bool = True) -> Outcome | None:
    """The outcome of a run; None while it is not done: one query. Advice takes three more, for names."""
    lean = MatchRun.objects.filter(pk=run.pk).values_list(_WITHOUT_PAIRS, flat=True)
    result: Mapping[str, Any] | None = lean.first()
    if not result:
        return None
    summary = result["summary"]
    return Outcome(
        mentees=summary["mentees"],
        mentors=summary["mentors"],
        matched=summary["matched"],
        pairs=summary["pairs"],
        circles=summary["circles"],
        places=summary["places"],
        used=sum(load["used"] for load in result["loads"]),
        floor=_share(summary["floor"]),
        mean=_share(summary["mean"]),
        bars=bars_of(summary["histogram"]),
        proven=is_proven(result["certificate"]),
        proof_title=proof_title(result),
        proof=tuple(proof_lines(result)),
        fairness=fairness_of(result["fairness"]),
        advice=advice_words(run.program, result["shadow_prices"]) if with_advice else (),
        notes=tuple(result["notes"]),
    )


def _share(points: float | None) -> float | None:
    """Points as a share; the engine's mean is a share already."""
    if points is None:
        return None
    return points / POINTS if isinstance(points, int) else points


def is_proven(certificate: Mapping[str, Any]) -> bool:
    """Whether the certificate says that nothing better exists."""
    return bool(certificate.get("holds")) and not certificate.get("gap")


def proof_title(result: Mapping[str, Any]) -> str:
    """One line about how good this is."""
    certificate = result["certificate"]
    if certificate.get("kind") == "stable" and certificate.get("holds"):
        return "Proven stable: nobody would rather swap"
    if certificate.get("kind") == "relaxation" and not is_proven(certificate):
        return f"At most {100 * float(certificate.get('gap_share') or 0):.1f} % from the best possible"
    return "Proven to be the best possible" if is_proven(certificate) else "As good as we know"


def proof_lines(result: Mapping[str, Any]) -> list[str]:
    """What is proven, in the order of the aims."""
    certificate, summary = result["certificate"], result["summary"]
    if certificate.get("kind") == "stable" and certificate.get("holds"):
        return ["No mentee and mentor who are not paired would both rather have each other."]
    if certificate.get("kind") == "relaxation":
        return _circle_lines(certificate)
    if not is_proven(certificate):
        bound = certificate.get("bound") or certificate.get("best_total")
        if isinstance(bound, int | float) and bound > 0:
            below = 100 * max(0.0, 1 - summary["total"] / bound)
            return [f"The total fit is at most {below:.2f} % below the best that could exist."]
        return ["Every rule is kept. How far this is from the best possible is not known."]
    looked = f"All {certificate['pairs']:,} possible pairs were weighed." if certificate.get("pairs") else ""
    words = {
        "coverage": f"No other way gives more than {summary['matched']} people a match.",
        "floor": "With that, no other way lifts the lowest fit any higher.",
        "leximin": "With that, the lowest fits, one after the other, are as high as they can be.",
        "total": "With that, no other way has a higher total fit.",
        "spread": "With that, mentors' loads are as even as they can be.",
        "stability": "With that, as many earlier suggestions as possible are kept.",
    }
    return [line for line in [looked, *(words.get(aim, "") for aim in result["objective"])] if line]


LEADS_ALONE = "Two mentors lead each circle. Their number is odd, so one of them leads alone, or no circle."


def _circle_lines(certificate: Mapping[str, Any]) -> list[str]:
    """How far circles can be from the best; finding the very best of all is out of reach for any computer."""
    seated, most = certificate["seated"], certificate["seated_at_most"]
    lines = [f"{seated} people have a circle; no way seats more than {most}."]
    leading = sorted({len(table) for table in certificate.get("tables", ())})
    lines += [LEADS_ALONE] if leading == [1, 2] else []
    share = 100 * float(certificate.get("gap_share") or 0)
    if certificate.get("holds"):
        return [*lines, "With that, no other circles have more fit and mix together."]
    return [*lines, f"Fit and mix together are at most {share:.1f} % below a bound that no circles can pass."]


def fairness_of(rows: Iterable[Mapping[str, Any]]) -> tuple[tuple[str, tuple[FairRow, ...]], ...]:
    """Tables of groups, one per attribute."""
    tables: dict[str, list[FairRow]] = {}
    for row in rows:
        shown = FairRow(
            group=row["group"],
            people=row["people"],
            matched=row["matched"],
            rate=row["rate"],
            mean=_share(row["mean"]),
            worst=_share(row["worst"]),
            ratio=row["ratio"],
            suppressed=row["suppressed"],
        )
        tables.setdefault(row["field"], []).append(shown)
    return tuple((FIELD_WORDS.get(f, f.capitalize()), tuple(found)) for f, found in tables.items())


def advice_words(program: Program, prices: Sequence[Mapping[str, Any]], most: int = 8) -> tuple[str, ...]:
    """What would help most, with names in the place of the engine's ids."""
    shown = prices[:most]
    if not shown:
        return ()
    ids = [int(p["key"]) for p in shown if p["what"] == "mentor" and str(p["key"]).isdigit()]
    people = Person.objects.filter(enrollments__in=ids).values_list("enrollments__id", "full_name")
    names = {str(enrollment): name for enrollment, name in people}
    words = wording_of(program).words
    lines, alike = [], _skills_alike(prices, words)
    for price in shown:
        key, gain = str(price["key"]), price["more_matched"]
        people_words = "person" if gain == 1 else "people"
        places = "One more place" if price["places"] == 1 else f"{price['places']} more places"
        if price["what"] == "skill" and gain:
            skills = alike[price["places"], gain]
            lines.append(f"{places} with mentors who offer {skills} would match {gain} more {people_words}.")
        elif price["what"] == "mentor" and gain:
            lines.append(f"{places} with {names.get(key, key)} would match {gain} more {people_words}.")
        elif price["what"] == "rule":
            lines.append(
                f"Without the rule “{rule_label(key)}”, {gain} more {people_words} could be matched."
            )
        else:
            lines.append(str(price["words"]).replace(f"mentor {key}", names.get(key, key)))
    return tuple(dict.fromkeys(lines))


def _skills_alike(
    prices: Sequence[Mapping[str, Any]], words: Mapping[str, str]
) -> dict[tuple[int, int], str]:
    """Skills that would help equally, in one breath."""
    found: dict[tuple[int, int], list[str]] = {}
    for price in prices:
        if price["what"] == "skill":
            name = words.get(str(price["key"]), str(price["key"]))
            found.setdefault((price["places"], price["more_matched"]), []).append(name)
    return {
        key: " or ".join(filter(None, [", ".join(names[:-1]), names[-1]])) for key, names in found.items()
    }
