"""A whole problem as plain data, without names, so that a bug can be reported and a result checked.

Ids become m0, m1... (mentees) and t0, t1... (mentors) unless asked to be kept; persons, managers and
texts are replaced by numbers or left out. Every other label is kept: it may matter for a rule.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from pairwell.matching.columns import (
    Category,
    Column,
    Hours,
    IntArray,
    Languages,
    Multi,
    Number,
    Skills,
    Text,
)
from pairwell.matching.errors import InputError
from pairwell.matching.policy import Policy
from pairwell.matching.pool import Pool, Ranks, Side
from pairwell.matching.problem import Problem

INSTANCE_FORMAT = "pairwell-instance-1"


def write_instance(problem: Problem, *, keep_ids: bool = False) -> dict[str, Any]:
    """Plain data for JSON; `read_instance` gives the same problem back (but for names)."""
    pool = problem.pool
    labels = {
        name: f"p{n}" for n, name in enumerate(dict.fromkeys([*pool.mentees.persons, *pool.mentors.persons]))
    }
    managers = _manager_fields(problem.policy)
    return {
        "kind": INSTANCE_FORMAT,
        "seed": problem.seed,
        "policy": problem.policy.to_dict(),
        "mentees": _side(pool.mentees, "m", labels, managers, keep_ids),
        "mentors": _side(pool.mentors, "t", labels, managers, keep_ids),
        "mentee_ranks": _ranks(pool.mentee_ranks),
        "mentor_ranks": _ranks(pool.mentor_ranks),
        **{name: getattr(pool, name).tolist() for name in ("avoid", "forbid", "keep", "standing")},
    }


def digest_of(problem: Problem) -> str:
    """SHA-256 over everything that decides the result, ids included."""
    hasher = hashlib.sha256()
    pool = problem.pool
    hasher.update(json.dumps([problem.policy.to_dict(), problem.seed], sort_keys=True).encode())
    for side in (pool.mentees, pool.mentors):
        _hash_side(hasher, side)
    for ranks in (pool.mentee_ranks, pool.mentor_ranks):
        for part in (ranks.rows, ranks.cols, ranks.ranks, ranks.counts):
            hasher.update(np.ascontiguousarray(part).tobytes())
    for pairs in (pool.avoid, pool.forbid, pool.keep, pool.standing):
        hasher.update(str(pairs.shape).encode() + np.ascontiguousarray(pairs).tobytes())
    return hasher.hexdigest()


def _hash_side(hasher: Any, side: Side) -> None:
    hasher.update(
        "\0".join([*side.ids, "", *side.persons, "", *(str(m) for m in side.matters_most)]).encode()
    )
    hasher.update(side.places.tobytes() + side.minimum.tobytes())
    for name in sorted(side.columns):
        column = side.columns[name]
        hasher.update(f"{name}:{column.kind}".encode())
        for part, value in sorted(vars(column).items()):
            if isinstance(value, np.ndarray):
                hasher.update(
                    part.encode() + str(value.shape).encode() + np.ascontiguousarray(value).tobytes()
                )
            elif part == "labels":
                hasher.update("\0".join(value).encode())


def _manager_fields(policy: Policy) -> set[str]:
    found = {"manager"}
    for rule in policy.rules:
        if rule.kind == "not_own_manager":
            found |= {
                str(rule.params[p]) for p in ("field", "mentee_field", "mentor_field") if p in rule.params
            }
    return found


def _side(
    side: Side, letter: str, labels: Mapping[str, str], managers: set[str], keep_ids: bool
) -> dict[str, Any]:
    return {
        "ids": list(side.ids) if keep_ids else [f"{letter}{row}" for row in range(len(side))],
        "persons": [labels[person] for person in side.persons],
        "places": side.places.tolist(),
        "minimum": side.minimum.tolist(),
        "matters_most": list(side.matters_most),
        "columns": {
            name: _column(column, labels if name in managers else None)
            for name, column in sorted(side.columns.items())
        },
    }


def _column(column: Column, labels: Mapping[str, str] | None) -> dict[str, Any]:
    data: dict[str, Any] = {"kind": column.kind, "known": column.known.astype(int).tolist()}
    for name, value in vars(column).items():
        if name in ("known", "texts", "labels") or value is None:
            continue
        data[name] = np.asarray(value).astype(int).tolist() if name == "slots" else value.tolist()
    if isinstance(column, Category | Multi):
        data["labels"] = [
            label if labels is None else labels.get(label, f"outside{n}")
            for n, label in enumerate(column.labels)
        ]
    return data


def _ranks(ranks: Ranks) -> dict[str, list[int]]:
    return {name: getattr(ranks, name).tolist() for name in ("rows", "cols", "ranks", "counts")}


def read_instance(data: Mapping[str, Any]) -> Problem:
    """The problem of an instance file; `InputError` when it is something else."""
    if data.get("kind") != INSTANCE_FORMAT:
        raise InputError("kind", f"is {data.get('kind')!r}.", f"An instance file says {INSTANCE_FORMAT!r}.")
    pairs = {name: whole(data[name]).reshape(-1, 2) for name in ("avoid", "forbid", "keep", "standing")}
    pool = Pool(
        mentees=_read_side(data["mentees"]),
        mentors=_read_side(data["mentors"]),
        mentee_ranks=Ranks(**{name: whole(part) for name, part in data["mentee_ranks"].items()}),
        mentor_ranks=Ranks(**{name: whole(part) for name, part in data["mentor_ranks"].items()}),
        avoid=pairs["avoid"],
        forbid=pairs["forbid"],
        keep=pairs["keep"],
        standing=pairs["standing"],
    )
    return Problem(pool, Policy.from_dict(data["policy"]), int(data["seed"]))


def whole(values: Any) -> IntArray:
    """A list of whole numbers as an array."""
    return np.array(values, dtype=np.int64)


def _read_side(data: Mapping[str, Any]) -> Side:
    return Side(
        ids=tuple(data["ids"]),
        persons=tuple(data["persons"]),
        places=whole(data["places"]),
        minimum=whole(data["minimum"]),
        columns={name: _read_column(column) for name, column in data["columns"].items()},
        matters_most=tuple(data["matters_most"]),
    )


def _read_column(data: Mapping[str, Any]) -> Column:
    known, kind, count = np.array(data["known"], dtype=np.bool_), data["kind"], len(data["known"])
    if kind == "category":
        return Category(known, whole(data["codes"]), tuple(data["labels"]))
    if kind == "number":
        return Number(known, np.array(data["values"], dtype=np.float64))
    if kind == "hours":
        return Hours(known, np.array(data["slots"], dtype=np.bool_).reshape(count, -1))
    if kind == "text":
        vectors = np.array(data["vectors"], dtype=np.int16).reshape(count, -1) if "vectors" in data else None
        return Text(known, ("",) * count, vectors)
    lists = known, whole(data["indptr"]), whole(data["codes"]), tuple(data["labels"])
    if kind == "skills":
        return Skills(*lists, whole(data["levels"]), whole(data["urgency"]))
    return Languages(*lists, whole(data["levels"])) if kind == "languages" else Multi(*lists)
