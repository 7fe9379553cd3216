"""`make bench`: measures what is named (everything without a name) and writes benchmarks/README.md.

make bench                      everything up to 10,000 mentees
make bench BENCH=full           100,000 x 50,000 too (minutes, 3 GB)
make bench BENCH="stable peer"  only these; other figures stay as they were measured before
make bench BENCH="scoring --runs 7"
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.report import write_readme
from benchmarks.works import WORKS

HERE = Path(__file__).resolve().parent
FIGURES = HERE / "figures.json"


def main() -> None:
    """Measure, remember, write."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help=f"any of: full, {', '.join(WORKS)}")
    parser.add_argument("--runs", type=int, default=3, help="runs of each, in turn; the median counts (3)")
    args = parser.parse_args()
    full = "full" in args.names
    named = [name for name in args.names if name != "full"] or list(WORKS)
    unknown = sorted(set(named) - set(WORKS))
    if unknown:
        parser.error(f"there is no work named {', '.join(unknown)}; there are: full, {', '.join(WORKS)}")
    figures = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    for name in named:
        print(f"{name} ...", flush=True)
        measured = WORKS[name](args.runs, full)
        for key, row in measured.items():
            print(f"  {key}: {json.dumps(row)}", flush=True)
        figures |= measured
        FIGURES.write_text(json.dumps(figures, indent=1, sort_keys=True) + "\n")
        write_readme(figures, measured)


if __name__ == "__main__":
    main()
