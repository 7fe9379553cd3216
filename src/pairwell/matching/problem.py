"""A problem: a pool, a policy that fits it, and a seed. Immutable; everything is checked here."""

from __future__ import annotations

from dataclasses import dataclass, field

from pairwell.matching.columns import Category, Column, Text
from pairwell.matching.errors import PolicyError
from pairwell.matching.policy import Policy, Rule
from pairwell.matching.policy_kinds import CRITERIA, RULES, Kind, explicit_fields, full_params
from pairwell.matching.pool import Pool, Side

SIDES = {"mentee_field": ("mentees",), "mentor_field": ("mentors",)}


@dataclass(frozen=True, eq=False)
class Problem:
    """What `solve` takes. Raises `PolicyError` when the policy names columns that the pool has not.

    A criterion or rule whose *default* columns are absent is left out and noted in `left_out`; a column
    that the policy names itself must be there, of a fitting kind.
    """

    pool: Pool
    policy: Policy
    seed: int = 0
    left_out: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        notes = []
        for number, criterion in enumerate(self.policy.criteria):
            absent = self._absent(f"criteria[{number}]", CRITERIA[criterion.kind], criterion.params)
            if absent:
                notes.append(f"criterion {criterion.key!r}: nobody answered {absent!r}")
            elif criterion.kind == "meaning" and criterion.weight > 0 and self._no_vectors(criterion.params):
                notes.append(f"criterion {criterion.key!r}: texts were not compared, so it is left out")
        for number, rule in enumerate(self.policy.rules):
            notes += self._check_rule(f"rules[{number}]", rule)
        self._check_groups()
        object.__setattr__(self, "left_out", tuple(notes))

    def _no_vectors(self, given: object) -> bool:
        filled = full_params(CRITERIA["meaning"], dict(given) if isinstance(given, dict) else {})
        left = self.pool.mentees.columns.get(filled["mentee_field"])
        right = self.pool.mentors.columns.get(filled["mentor_field"])
        return any(isinstance(column, Text) and column.vectors is None for column in (left, right))

    def _check_rule(self, path: str, rule: Rule) -> list[str]:
        absent = self._absent(path, RULES[rule.kind], rule.params)
        for number, step in enumerate(rule.fallback):
            self._absent(f"{path}.fallback[{number}]", RULES[step.kind], step.params)
        return [f"rule {rule.key!r}: nobody answered {absent!r}"] if absent else []

    def _absent(self, path: str, kind: Kind, given: object) -> str:
        params = dict(given) if isinstance(given, dict) else {}
        named, filled, missing = explicit_fields(kind, params), full_params(kind, params), []
        present = 0
        for parameter in kind.fields:
            for side in SIDES.get(parameter, ("mentees", "mentors")):
                column = self.side(side).columns.get(filled[parameter])
                if column is None and parameter in named and len(self.side(side)):
                    raise PolicyError(
                        f"{path}.{parameter}",
                        f"names {filled[parameter]!r}, which the {side} do not have.",
                        "Name a column of the records, or remove the entry.",
                    )
                if column is None:
                    missing.append(filled[parameter])
                else:
                    present += 1
                    _check_kind(f"{path}.{parameter}", column, kind.columns[parameter], side)
        return "" if not missing or (kind.partial and present) else missing[0]

    def _check_groups(self) -> None:
        named = [(f"reserved[{n}].field", entry.field) for n, entry in enumerate(self.policy.reserved)]
        if self.policy.group_bound:
            named.append(("group_bound.field", self.policy.group_bound.field))
        for path, name in named:
            if len(self.pool.mentees) and not isinstance(self.pool.mentees.columns.get(name), Category):
                raise PolicyError(path, f"{name!r} is not a category column of the mentees.", "Name one.")

    def side(self, name: str) -> Side:
        """`mentees` or `mentors`."""
        return self.pool.mentees if name == "mentees" else self.pool.mentors


def _check_kind(path: str, column: Column, fitting: tuple[str, ...], side: str) -> None:
    if column.kind not in fitting:
        raise PolicyError(
            path,
            f"names a {column.kind} column of the {side}.",
            f"This kind compares: {', '.join(fitting)}. Declare the column's kind, or choose another column.",
        )
