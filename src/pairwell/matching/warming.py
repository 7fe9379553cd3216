"""Compile the engine's loops ahead of time, so that nobody's match waits for it: `python -m pairwell.matching.warming`.

Small pools need no compiled code. Here the bounds above which it is used are set to nothing, in a process of its own,
and small pools of every format go through everything. Numba keeps what it compiled beside the sources, or where
NUMBA_CACHE_DIR says. A stamp says that it is done for these sources; without one, doing it again takes seconds.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib
import os
import pickle
import random
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent


def stamp() -> Path:
    """The file that is there once these sources were compiled for this interpreter."""
    named = os.environ.get("NUMBA_CACHE_DIR")
    folder = Path(named) if named else HERE / "__pycache__"
    told = [f"{sys.version}"]
    for path in sorted(HERE.rglob("*.py")):
        told.append(f"{path.relative_to(HERE)} {path.stat().st_mtime_ns} {path.stat().st_size}")
    digest = hashlib.blake2b("\n".join(told).encode(), digest_size=8).hexdigest()
    return folder / f"compiled-{digest}"


def is_warm() -> bool:
    """Whether `warm` has run for these sources."""
    return stamp().exists()


def warm() -> None:
    """Compile everything that a large pool of any format needs."""
    _without_bounds()
    from pairwell.matching import Change, Session, solve  # noqa: PLC0415 - after the bounds are gone

    for aims in (["coverage", "floor", "total", "stability"], ["coverage", "total", "spread"]):
        session = Session(_problem(objective=aims), k=4)
        for change in (Change("remove", mentee="e1"), Change("places", mentor="o1", value=0)):
            session.what_if(change)
    for_pairs = _compiled()
    solve(_problem(objective=["stable"]))
    solve(_problem(format="peer", objective=["coverage", "floor", "total"]))
    for leaders in (1, 2):
        circles = {"smallest": 3, "largest": 5, "leaders": leaders}
        solve(_problem(format="group", objective=["coverage", "total"], circles=circles))
    with contextlib.suppress(OSError):
        stamp().parent.mkdir(parents=True, exist_ok=True)
        for old in stamp().parent.glob("compiled-*"):
            old.unlink(missing_ok=True)
        new = stamp().with_name(f"compiled-new-{os.getpid()}")
        new.write_bytes(pickle.dumps(for_pairs))
        new.replace(stamp())  # a worker that looks for it never reads half of it


def load() -> None:
    """Load into this process what the match of a large pool of mentees and mentors needs: 1 to 2 s, 80 to 200 MB.

    Otherwise the first such match of a process does so. Call it when `is_warm`: what was compiled is read.
    """
    from pairwell.matching import solve  # noqa: PLC0415 - loads nothing before it is called

    solve(_problem(objective=["coverage", "floor", "total"]))
    for module, name, arguments in pickle.loads(stamp().read_bytes()):  # noqa: S301 - as all that Numba keeps there
        getattr(importlib.import_module(module), name).compile(arguments)


def _compiled() -> list[tuple[str, str, Any]]:
    """Module, name and types of arguments of every loop that this process has compiled."""
    modules = [
        module for name, module in sorted(sys.modules.items()) if name.startswith("pairwell.matching.")
    ]
    return [
        (module.__name__, name, signature.args)
        for module in modules
        for name, part in sorted(vars(module).items())
        if getattr(part, "__module__", "") == module.__name__
        for signature in getattr(part, "nopython_signatures", ())
    ]


def _without_bounds() -> None:
    from pairwell.matching import floors, scoring, stages  # noqa: PLC0415 - loaded when needed
    from pairwell.matching.criteria import pairwise, shares  # noqa: PLC0415
    from pairwell.matching.solvers import flow, stable  # noqa: PLC0415

    bounds: tuple[tuple[Any, str], ...] = (
        (scoring, "SMALL"), (floors, "SMALL"), (stages, "MENDED_FROM"), (flow, "COMPILED_FROM"),
        (stable, "COMPILED_FROM"), (pairwise, "COMPILED_FROM"), (shares, "COMPILED_FROM"),
    )  # fmt: skip
    for module, name in bounds:
        if not hasattr(module, name):
            raise AttributeError(f"{module.__name__} has no bound {name}")
        setattr(module, name, -1)


def _problem(people: int = 40, **policy: Any) -> Any:
    """People with an answer to everything, on both sides."""
    import numpy as np  # noqa: PLC0415 - the stamp is looked at without it

    from pairwell.matching import Policy, Pool, Problem  # noqa: PLC0415 - the same

    dice = random.Random(people)  # noqa: S311 - made-up people
    sides: list[list[dict[str, Any]]] = [[], []]
    skills = [f"s{n}" for n in range(12)]
    for number in range(people):
        for side, letter, other in ((0, "e", "o"), (1, "o", "e")):
            wanted = {s: ([3, 2] if side == 0 else 4) for s in dice.sample(skills, 4)}
            sides[side].append({
                "id": f"{letter}{number}", "person": f"p{number}", "places": 1 + 4 * side, "level": dice.randint(1, 6),
                ("skills_offered" if side else "skills_wanted"): wanted, "hours": dice.sample(range(168), 60),
                "languages": {"en": 5, "fr": dice.randint(1, 5)}, "interests": dice.sample(skills, 3),
                "place": dice.choice("xyz"), "unit": dice.choice("abcdefgh"), "line": f"l{dice.randrange(9)}",
                "cadence": dice.choice("vw"), "help": dice.sample(skills, 2), "conflicts": [dice.choice(skills)],
                ("experience" if side else "goals"): "words", "prefers": [f"{other}{dice.randrange(people)}"],
                "avoids": [f"{other}{dice.randrange(people)}"],
            })  # fmt: skip
    pool = Pool.from_records(*sides, standing=[("e2", "o3")], forbid=[("e5", "o6")])
    vectors = np.random.default_rng(1).normal(size=(people, 384)).astype(np.float32)
    pool = pool.with_vectors("mentees", "goals", vectors).with_vectors("mentors", "experience", vectors)
    rules = [{"kind": kind} for kind in ("avoid", "not_same_reporting_line", "language_in_common",
                                         "hours_in_common", "conflict_codes")]  # fmt: skip
    return Problem(pool, Policy.from_dict({**Policy.default().to_dict(), "rules": rules, **policy}))


if __name__ == "__main__":
    if not is_warm():
        with contextlib.suppress(OSError):
            os.nice(10)  # whatever a person waits for comes first
        warm()
