"""What differs between two versions of a policy, in lines for a manager."""

from collections.abc import Mapping, Sequence
from typing import Any

from pairwell.pairing.policy_form import PolicyForm, form_of
from pairwell.programs.models import Question


def policy_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], questions: Sequence[Question]
) -> list[str]:
    """One line each; settings that the form keeps under "more" are told together."""
    old, new = form_of(before, questions), form_of(after, questions)
    lines = [*_weights(old, new), *_rules(before, after, old, new)]
    if old.objective != new.objective:
        lines.append("What comes first was changed")
    shown = ("criteria", "rules", "objective")
    if {k: v for k, v in before.items() if k not in shown} != {
        k: v for k, v in after.items() if k not in shown
    }:
        lines.append("More settings were changed")
    return lines or ["Details that this page does not show"]


def _weights(old: PolicyForm, new: PolicyForm) -> list[str]:
    was = {entry.key: entry.weight for entry in old.criteria}
    return [
        f"{entry.label}: {was.get(entry.key, 0):g} became {entry.weight:g}"
        for entry in new.criteria
        if was.get(entry.key, 0) != entry.weight
    ]


def _rules(
    before: Mapping[str, Any], after: Mapping[str, Any], old: PolicyForm, new: PolicyForm
) -> list[str]:
    labels = {rule.key: rule.label for rule in (*old.rules, *new.rules)}
    bodies = [{rule["key"]: rule for rule in body.get("rules", ())} for body in (before, after)]
    lines = []
    for key in sorted({*bodies[0], *bodies[1]}):
        was, now = bodies[0].get(key), bodies[1].get(key)
        if was != now:
            what = "is a rule now" if was is None else "is no rule any more" if now is None else "was changed"
            lines.append(f"{labels.get(key, key)}: {what}")
    return lines
