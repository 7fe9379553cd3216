"""A policy as a form: what counts and how much, what is forbidden, what comes first; and back again.

Anything of the policy that the form does not show stays as it is.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pairwell.core.errors import Refusal, Refused
from pairwell.pairing.words import CRITERIA, OBJECTIVES, RULES, criterion_label, objective_key, rule_label
from pairwell.programs.models import Question
from pairwell.programs.states import Asked, QuestionKind

OFFERED_CRITERIA = (
    "needs_coverage", "mutual_preference", "meaning", "seniority_gap", "style", "shared_interests",
    "hours_overlap", "language_fluency", "place", "cross_unit",
)  # fmt: skip
OFFERED_RULES = (
    "avoid", "not_own_manager", "not_same_reporting_line", "language_in_common", "hours_in_common",
    "minimum_gap", "minimum_score",
)  # fmt: skip
QUESTION_CRITERIA = {
    QuestionKind.SINGLE: "same", QuestionKind.YESNO: "same", QuestionKind.MULTIPLE: "contains",
    QuestionKind.SKILLS: "contains", QuestionKind.SCALE: "near", QuestionKind.NUMBER: "near",
    QuestionKind.RANKED: "contains", QuestionKind.DATE: "near",
    QuestionKind.HOURS: "hours_overlap",
}  # fmt: skip
NUMBERS: dict[str, tuple[str, str, float, float, float, float]] = {
    "language_in_common": ("fluency", "Both at least this fluent, 1 to 5", 1, 5, 1, 1),
    "hours_in_common": ("slots", "Hours a week in common, at least", 1, 40, 1, 1),
    "minimum_gap": ("at_least", "Levels that the mentor is ahead, at least", -9, 9, 1, 1),
    "minimum_score": ("score", "Fit from 0 to 1, at least", 0, 1, 0.05, 0.3),
}
"""Rule kind -> parameter, its label, smallest, largest, step, and the value when it is switched on."""


@dataclass(frozen=True)
class CriterionEntry:
    """A line of the form: a criterion and its weight, 0 when it does not count."""

    key: str
    kind: str
    label: str
    looks_at: str
    evidence: str
    weight: float
    share: int


@dataclass(frozen=True)
class RuleEntry:
    """A line of the form: a rule that is on or off, with its one number if it has one."""

    key: str
    kind: str
    label: str
    forbids: str
    on: bool
    number: Mapping[str, Any] | None
    can_fall_back: bool
    falls_back: bool
    steps: str = ""
    in_words: str = ""


@dataclass(frozen=True)
class PolicyForm:
    """Everything the studio's left side shows."""

    criteria: tuple[CriterionEntry, ...]
    rules: tuple[RuleEntry, ...]
    objective: str
    mentor_minimum: int
    matters_most: int
    fairness: tuple[tuple[str, str, bool], ...]
    circles: Mapping[str, int] | None = None


def form_of(body: Mapping[str, Any], questions: Sequence[Question]) -> PolicyForm:
    """The form of a policy. questions: those of the program that matching may use."""
    return PolicyForm(
        criteria=_criteria(body, questions),
        rules=_rules(body),
        objective=objective_key(tuple(body.get("objective", ()))),
        mentor_minimum=int(body.get("mentor_minimum", 0)),
        matters_most=round(100 * float(body.get("matters_most_share", 0))),
        fairness=_fairness(body, questions),
        circles=_circles(body),
    )


CIRCLES = {"smallest": 4, "largest": 8, "leaders": 1}


def _circles(body: Mapping[str, Any]) -> Mapping[str, int] | None:
    """Sizes of circles, for programs that match in circles."""
    if body.get("format") != "group":
        return None
    return {name: int(body.get("circles", {}).get(name, usual)) for name, usual in CIRCLES.items()}


def _criteria(body: Mapping[str, Any], questions: Sequence[Question]) -> tuple[CriterionEntry, ...]:
    present = list(body.get("criteria", ()))
    whole = sum(float(c["weight"]) for c in present) or 1.0
    asked = {q.key: q.text for q in questions}
    entries = [
        _entry(
            c["key"],
            c["kind"],
            str(c.get("field", "")),
            asked,
            float(c["weight"]),
            float(c["weight"]) / whole,
        )
        for c in present
    ]
    have = {c["kind"] for c in present if str(c.get("field", "")) not in asked}
    entries += [_entry(kind, kind, "", asked, 0.0, 0.0) for kind in OFFERED_CRITERIA if kind not in have]
    named = {str(c.get("field", "")) for c in present} | {c["key"] for c in present}
    entries += [
        _entry(q.key, kind, q.key, asked, 0.0, 0.0)
        for q in questions
        if q.key not in named and q.asked == Asked.BOTH and (kind := _kind_of(q))
    ]
    return tuple(entries)


def _kind_of(question: Question) -> str:
    return question.matched_how or QUESTION_CRITERIA.get(QuestionKind(question.kind), "")


def _entry(  # noqa: PLR0917 - the six facts of a line
    key: str, kind: str, field: str, asked: dict[str, str], weight: float, share: float
) -> CriterionEntry:
    words = CRITERIA[kind]
    return CriterionEntry(
        key=key,
        kind=kind,
        label=criterion_label(key, kind, asked, field),
        looks_at=words.looks_at,
        evidence=words.evidence,
        weight=weight,
        share=round(100 * share),
    )


def _rules(body: Mapping[str, Any]) -> tuple[RuleEntry, ...]:
    present = list(body.get("rules", ()))
    have = {rule["kind"] for rule in present}
    entries = [_rule(rule, on=rule.get("enabled", True) is not False) for rule in present]
    entries += [_rule({"key": kind, "kind": kind}, on=False) for kind in OFFERED_RULES if kind not in have]
    return tuple(entries)


def _rule(rule: Mapping[str, Any], *, on: bool) -> RuleEntry:
    kind, number = rule["kind"], None
    if kind in NUMBERS:
        name, label, least, most, step, usual = NUMBERS[kind]
        number = {
            "name": name, "label": label, "min": least, "max": most, "step": step, "value": rule.get(name, usual)
        }  # fmt: skip
    steps = [step[number["name"]] for step in _numbered(rule, kind)] if number else []
    return RuleEntry(
        key=rule["key"],
        kind=kind,
        label=rule_label(rule["key"], kind),
        forbids=RULES[kind].forbids if kind in RULES else "",
        on=on,
        number=number,
        can_fall_back=kind not in ("avoid", "not_own_manager"),
        falls_back=any(step["kind"] == "none" for step in rule.get("fallback", ())),
        steps=", ".join(f"{step:g}" for step in steps),
        in_words=_in_order(rule, number, steps),
    )


def _numbered(rule: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    """The weaker steps of a rule that are the same rule with another number."""
    name = NUMBERS[kind][0]
    return [step for step in rule.get("fallback", ()) if step["kind"] == kind and name in step]


def _in_order(rule: Mapping[str, Any], number: Mapping[str, Any] | None, steps: Sequence[float]) -> str:
    """The fallbacks as a sentence: first 8, otherwise 4, otherwise not at all."""
    if not rule.get("fallback"):
        return ""
    words = [f"first {float(number['value']):g}"] if number else ["first as it is"]
    words += [f"otherwise {step:g}" for step in steps]
    if any(step["kind"] == "none" for step in rule["fallback"]):
        words.append("otherwise set aside")
    return ", ".join(words) + "; each only for those who would have nobody"


def _fairness(body: Mapping[str, Any], questions: Sequence[Question]) -> tuple[tuple[str, str, bool], ...]:
    chosen = tuple(body.get("fairness", {}).get("fields", ()))
    known = {"unit": "Department", "place": "Office", "country": "Country"}
    known.update({q.key: q.text for q in questions if q.kind in (QuestionKind.SINGLE, QuestionKind.YESNO)})
    known.update({field: field for field in chosen if field not in known})
    return tuple((field, label, field in chosen) for field, label in known.items())


def body_from(
    data: Mapping[str, str], fairness: Sequence[str], body: Mapping[str, Any], questions: Sequence[Question]
) -> dict[str, Any]:
    """The policy that a filled form describes. Raises Refused for something that is not a number.

    data: "weight-<key>", "rule-<key>" (on), "number-<key>", "fallback-<key>", "objective",
    "mentor_minimum", "matters_most".
    """
    form = form_of(body, questions)
    changed = {k: v for k, v in body.items() if k not in ("criteria", "rules")}
    changed["criteria"] = _criteria_from(data, body, form)
    changed["rules"] = _rules_from(data, body, form)
    order = next((o.order for o in OBJECTIVES if o.key == data.get("objective")), None)
    changed["objective"] = list(order or body.get("objective", OBJECTIVES[0].order))
    changed["mentor_minimum"] = round(_number(data, "mentor_minimum", form.mentor_minimum))
    changed["matters_most_share"] = _number(data, "matters_most", form.matters_most) / 100
    if form.circles:
        changed["circles"] = {
            **body.get("circles", {}),
            **{name: round(_number(data, f"circle_{name}", at)) for name, at in form.circles.items()},
        }
    changed["fairness"] = {
        **body.get("fairness", {}),
        "fields": _in_their_order(fairness, body, form),
    }
    return changed


def _in_their_order(fairness: Sequence[str], body: Mapping[str, Any], form: PolicyForm) -> list[str]:
    """The chosen groups, those that were chosen before first: choosing nothing new changes nothing."""
    before = [field for field in body.get("fairness", {}).get("fields", ()) if field in fairness]
    return before + [f for f, _, _ in form.fairness if f in fairness and f not in before]


def _criteria_from(
    data: Mapping[str, str], body: Mapping[str, Any], form: PolicyForm
) -> list[dict[str, Any]]:
    present = {c["key"]: c for c in body.get("criteria", ())}
    found = []
    for entry in form.criteria:
        weight = _number(data, f"weight-{entry.key}", entry.weight)
        if weight < 0:
            raise Refused(
                Refusal("negative", f"{entry.label}: a weight is 0 or more.", f"weight-{entry.key}")
            )
        if weight > 0:
            made = present.get(entry.key) or _new_criterion(entry)
            found.append({**made, "weight": weight})
    if not found:
        raise Refused.because("no_criteria", "Give at least one criterion a weight above 0.")
    return found


def _new_criterion(entry: CriterionEntry) -> dict[str, Any]:
    made: dict[str, Any] = {"key": entry.key, "kind": entry.kind}
    if entry.key != entry.kind:
        made["field"] = entry.key
    if entry.kind == "near":
        made["span"] = 4
    return made


def _rules_from(data: Mapping[str, str], body: Mapping[str, Any], form: PolicyForm) -> list[dict[str, Any]]:
    present = {rule["key"]: rule for rule in body.get("rules", ())}
    found = []
    for entry in form.rules:
        if f"rule-{entry.key}" not in data:
            continue
        made = dict(present.get(entry.key, {"key": entry.key, "kind": entry.kind}))
        made.pop("enabled", None)
        if entry.number is not None:
            made[entry.number["name"]] = _number(data, f"number-{entry.key}", entry.number["value"])
        made["fallback"] = _fallback_from(data, entry, made.get("fallback", ()))
        if not made["fallback"]:
            del made["fallback"]
        found.append(made)
    return found


def _fallback_from(
    data: Mapping[str, str], entry: RuleEntry, present: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The ordered weaker steps: what the form does not show stays, then its numbers, then "set it aside"."""
    if not entry.can_fall_back:
        return []
    name = entry.number["name"] if entry.number else ""
    steps = [s for s in present if s["kind"] != "none" and not (s["kind"] == entry.kind and name in s)]
    said = str(data.get(f"steps-{entry.key}", entry.steps if entry.number else ""))
    for place, one in enumerate(filter(None, (part.strip() for part in said.replace(";", ",").split(",")))):
        value = _number({"steps": one}, "steps", 0.0) if entry.number else 0.0
        steps.append({"key": f"{entry.key}-{place + 1}", "kind": entry.kind, name: value})
    if f"fallback-{entry.key}" in data:
        steps.append({"key": f"{entry.key}-else", "kind": "none"})
    return steps


def _number(data: Mapping[str, str], name: str, otherwise: float) -> float:
    said = str(data.get(name, "")).strip().replace(",", ".")
    if not said:
        return float(otherwise)
    try:
        number = float(said)
    except ValueError:
        number = float("nan")
    if math.isnan(number) or abs(number) > 1e9:
        raise Refused(Refusal("not_a_number", f"“{said[:20]}” is not a number. Write one such as 35.", name))
    return int(number) if number == int(number) else number
