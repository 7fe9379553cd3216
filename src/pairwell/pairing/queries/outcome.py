"""What came of a run: figures, distribution, proof, fairness and what would help, as plain values."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pairwell.matching import POINTS
from pairwell.pairing.models import MatchRun
from pairwell.pairing.outcome import names_of_keys
from pairwell.people.models import Person

FIELD_WORDS = {"unit": "Department", "place": "Office", "country": "Country", "level": "Level"}
CHART_WIDTH, CHART_HEIGHT, BARS = 480, 120, 20


@dataclass(frozen=True)
class Bar:
    """One bar of the fit distribution, with its place in the drawing."""

    label: str
    count: int
    x: float
    y: float
    height: float


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
    bars: tuple[Bar, ...]
    proven: bool
    proof_title: str
    proof: tuple[str, ...]
    fairness: tuple[tuple[str, tuple[FairRow, ...]], ...]
    advice: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def unmatched(self) -> int:
        return self.mentees - self.matched


def outcome_of(run: MatchRun) -> Outcome | None:
    """The outcome of a run; None while it is not done. Two queries, for names."""
    if not run.result:
        return None
    result: Mapping[str, Any] = run.result
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
        fairness=_fairness(result["fairness"]),
        advice=_advice(run, result["shadow_prices"]),
        notes=tuple(result["notes"]),
    )


def _share(points: float | None) -> float | None:
    """Points as a share; the engine's mean is a share already."""
    if points is None:
        return None
    return points / POINTS if isinstance(points, int) else points


def bars_of(histogram: list[int]) -> tuple[Bar, ...]:
    """The distribution as bars of a drawing of 480 x 120, twenty steps of five percent."""
    most, width = max([*histogram, 1]), CHART_WIDTH / BARS
    bars = []
    for number, count in enumerate(histogram):
        height = round((CHART_HEIGHT - 10) * count / most, 1) if count else 0.0
        label = f"{5 * number} to {5 * number + 5} %"
        bars.append(Bar(label, count, round(number * width + 2, 1), round(CHART_HEIGHT - height, 1), height))
    return tuple(bars)


def is_proven(certificate: Mapping[str, Any]) -> bool:
    """Whether the certificate says that nothing better exists."""
    return bool(certificate.get("holds")) and not certificate.get("gap")


def proof_title(result: Mapping[str, Any]) -> str:
    """One line about how good this is."""
    certificate = result["certificate"]
    if certificate.get("kind") == "stable" and certificate.get("holds"):
        return "Proven stable: nobody would rather swap"
    return "Proven to be the best possible" if is_proven(certificate) else "As good as we know"


def proof_lines(result: Mapping[str, Any]) -> list[str]:
    """What is proven, in the order of the aims."""
    certificate, summary = result["certificate"], result["summary"]
    if certificate.get("kind") == "stable" and certificate.get("holds"):
        return ["No mentee and mentor who are not paired would both rather have each other."]
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


def _fairness(rows: list[Mapping[str, Any]]) -> tuple[tuple[str, tuple[FairRow, ...]], ...]:
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


def _advice(run: MatchRun, prices: list[Mapping[str, Any]], most: int = 5) -> tuple[str, ...]:
    """What would help most, with names in the place of the engine's ids."""
    shown = prices[:most]
    if not shown:
        return ()
    ids = [int(p["key"]) for p in shown if p["what"] == "mentor" and str(p["key"]).isdigit()]
    people = Person.objects.filter(enrollments__in=ids).values_list("enrollments__id", "full_name")
    names = {str(enrollment): name for enrollment, name in people}
    words = names_of_keys(run.program)
    lines = []
    for price in shown:
        key, gain = str(price["key"]), price["more_matched"]
        what = names.get(key) if price["what"] == "mentor" else words.get(key, key)
        if price["what"] in ("mentor", "skill") and what and gain:
            places = "One more place" if price["places"] == 1 else f"{price['places']} more places"
            whose = f"with {what}" if price["what"] == "mentor" else f"with mentors who offer {what}"
            lines.append(f"{places} {whose} would match {gain} more {'person' if gain == 1 else 'people'}.")
        else:
            lines.append(str(price["words"]).replace(f"mentor {key}", str(what or key)))
    return tuple(dict.fromkeys(lines))
