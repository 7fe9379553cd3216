"""Two policies or two runs side by side, and what each rule of a policy costs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pairwell.core.errors import Refused
from pairwell.matching import POINTS, Result
from pairwell.pairing.engine import policy_for_engine
from pairwell.pairing.formats import policy_in
from pairwell.pairing.models import MatchRun
from pairwell.pairing.queries.draft import DraftOutcome, draft_outcome
from pairwell.pairing.states import RunState
from pairwell.pairing.warm import Evaluation, Warm, evaluated, warm, warm_run
from pairwell.pairing.words import rule_label
from pairwell.programs.models import Policy, Program


@dataclass(frozen=True)
class Choice:
    """Something that can be compared: a finished run, or a version of the policy tried on who is free now."""

    key: str
    label: str


@dataclass(frozen=True)
class RulePrice:
    """What a rule costs: figures with it and without it. Fits from 0 to 1."""

    label: str
    matched: int
    total: float
    floor: float | None
    matched_without: int
    total_without: float
    floor_without: float | None

    @property
    def people(self) -> int:
        return self.matched_without - self.matched

    @property
    def fit(self) -> float:
        return self.total_without - self.total


def choices_of(program: Program, *, most: int = 20) -> list[Choice]:
    """What can be compared, the newest first: two queries."""
    runs = program.runs.filter(state=RunState.DONE).select_related("policy").defer("inputs", "result")
    found = [
        Choice(f"run-{run.pk}", f"Run of {run.requested_at:%d %b %Y, %H:%M} (policy {run.policy.version})")
        for run in runs[:most]
    ]
    for policy in Policy.objects.filter(program=program)[:most]:
        note = f": {policy.note}" if policy.note else ""
        found.append(Choice(f"policy-{policy.version}", f"Policy {policy.version} on who is free now{note}"))
    return found


def compared(program: Program, left: str, right: str) -> DraftOutcome:
    """The right one beside the left one; fits measured as the right one measures. Refused when it can not be."""
    _, before = _found(program, left)
    pool, after = _found(program, right)
    return draft_outcome(program, pool, before, after)


def _found(program: Program, key: str) -> tuple[Warm, Evaluation]:
    what, _, number = key.partition("-")
    if what == "run" and number.isdigit():
        run = program.runs.filter(pk=number, state=RunState.DONE).select_related("program").first()
        if run is not None and run.result and run.inputs:
            return warm_run(run), evaluation_of(run)
    if what == "policy" and number.isdigit():
        policy = Policy.objects.filter(program=program, version=number).first()
        if policy is not None:
            pool = warm(program)
            return pool, evaluated(pool, policy.body)
    raise Refused.because("unknown", "Choose two of the list to compare.")


def evaluation_of(run: MatchRun) -> Evaluation:
    """A finished run as something to compare; its result as it was stored."""
    result = Result.from_dict(run.result or {})
    policy = policy_for_engine((run.inputs or {})["policy"])
    return Evaluation(policy, result, run.seconds or 0.0, lambda: result.shadow_prices)


def rule_prices(program: Program, body: Mapping[str, Any], format_: str = "") -> list[RulePrice]:
    """Every rule of the policy: the best that is possible with it, and without it; the dearest first."""
    pool, body = warm(program, format_), policy_in(program, body, format_)
    base = evaluated(pool, body)
    prices = []
    for rule in body.get("rules", ()):
        if rule.get("enabled", True) is False:
            continue
        rest = [other for other in body["rules"] if other is not rule]
        found = evaluated(pool, {**body, "rules": rest})
        prices.append(_price(rule_label(rule["key"], rule["kind"]), base, found))
    return sorted(prices, key=lambda price: (-price.people, -price.fit, price.label))


def _price(label: str, base: Evaluation, without: Evaluation) -> RulePrice:
    a, b = base.result.summary, without.result.summary
    return RulePrice(
        label, a.matched, a.total / POINTS, _share(a.floor), b.matched, b.total / POINTS, _share(b.floor)
    )


def _share(points: int | None) -> float | None:
    return None if points is None else points / POINTS


__all__ = ["Choice", "RulePrice", "choices_of", "compared", "evaluation_of", "rule_prices"]
