"""benchmarks/README.md, written from the figures: the table of bars, the comparisons, the cost curve."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from benchmarks.cells import bar_row, said, table
from benchmarks.environments import python_of
from benchmarks.report_site import going_bars, site_bars, studio_bars

HERE = Path(__file__).resolve().parent
Figures = Mapping[str, dict[str, Any]]


def write_readme(figures: Figures, measured: Iterable[str]) -> None:
    """The page; the plot too, when one of its points is among what was measured just now."""
    curve = curve_rows(figures)
    parts = [
        INTRO,
        machine(),
        BARS,
        *table(HEADS, bars(figures)),
        COMPARED,
        *table(COMPARED_HEADS, compared(figures)),
    ]
    if curve:
        if CURVE_POINTS & set(measured):
            draw(curve)
        parts += [CURVE, *table(CURVE_HEADS, [curve_line(row) for row in curve])]
    parts.append("\n" + (HERE / "remarks.md").read_text().strip())
    (HERE / "README.md").write_text("\n".join(parts) + "\n")


INTRO = """# Benchmarks

Written by `make bench`; the figures behind it are in `figures.json`. `make bench BENCH=full` adds 100,000 x 50,000,
`make bench BENCH="stable --runs 5"` measures one work. Inputs are made up from a seed (`data.py`): people in 16
clusters, ten criteria with texts as vectors of 384 numbers, six rules that forbid about one pair in six, 1.1
places for every mentee, half as many mentors as mentees.

Seconds are **processor seconds of all threads**: other work on a machine stretches the time on the wall by far more
than processor time. Both sides of a ratio are measured in one run, in turn, and the median
counts. Packages that we compare with run in environments of their own, on the same points, in processes of their own;
memory is the peak of the whole process."""
BARS = "\n## The bars\n"
HEADS = ("work", "bar", "measured", "ratio", "reached")
COMPARED = """
## What others reach on the same points

`floor` is the score of the worst-off mentee. scipy and OR-tools got only the pairs above our floor, so that all solve
the same problem; greedy (highest score first, what most tools do) and chance got all allowed pairs.
"""
COMPARED_HEADS = ("mentees", "by", "seconds", "peak MB", "matched", "total", "floor")
CURVE = "\n## Cost against size\n\n![Processor seconds and peak memory against the number of mentees](curve.svg)\n"
CURVES = {"optimum": "pairwell", "dense": "scipy dense", "ortools": "OR-tools, all pairs"}
TENTHS = (100, 1_000, 10_000)
CURVE_POINTS = {f"{key} {n}" for key in CURVES for n in TENTHS} | {"phases 100000"}
CURVE_HEADS = ("mentees", "by", "seconds", "peak MB")


def machine() -> str:
    """What was measured on, without its name."""
    import numba  # noqa: PLC0415 - only for its version
    import ortools  # noqa: PLC0415
    import scipy  # noqa: PLC0415

    told = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    model = told[0].split(":")[1].strip() if told else platform.processor()
    memory = round(psutil.virtual_memory().total / 2**30)
    versions = f"numpy {np.__version__}, scipy {scipy.__version__}, numba {numba.__version__}, "
    versions += f"OR-tools {ortools.__version__}"
    return (
        f"\nMachine: {model}, {len(os.sched_getaffinity(0))} processors, {memory} GB, {platform.system()}; "
        f"Python {platform.python_version()}, {versions}."
    )


def bars(figures: Figures) -> list[tuple[str, ...]]:
    """The rows of the first table for what was measured."""
    groups = (_scoring_bars, _solving_bars, _other_bars, _waiting_bars, site_bars, going_bars)
    return [row for group in groups for row in group(figures)]


def _scoring_bars(figures: Figures) -> list[tuple[str, ...]]:
    rows = []
    for n in (10_000, 100_000):
        row = figures.get(f"scoring {n}") or figures.get(f"phases {n}")
        if row:
            ratio = row["seconds"] / row["product"]
            told = f"{said(row['seconds'])} against {said(row['product'])}"
            rows.append(
                bar_row(
                    f"scoring with all rules, exact points of the kept, {n:,} x {n // 2:,}, against the bare "
                    "product",
                    "at most 1.5 x",
                    told,
                    ratio,
                    "{:.2f} x",
                    ratio <= 1.5,
                )
            )
    row = figures.get("phases 100000")
    if row:
        share = row["solving"] / row["seconds"]
        rows.append(
            bar_row(
                "certified optimum with floor after scoring, 100,000 x 50,000",
                "half the scoring time",
                f"{said(row['solving'])} after {said(row['seconds'])}",
                share,
                "{:.2f} x",
                share <= 0.5,
            )
        )
        rows.append(
            bar_row(
                "pairs priced for it",
                "at most 10 %",
                f"{row['rounds']} rounds",
                row["priced"] * 100,
                "{:.1f} %",
                row["priced"] <= 0.1,
            )
        )
        rows.append(
            bar_row(
                "peak memory, 100,000 x 50,000",
                "under 2.5 GB",
                f"{row['peak_mb'] / 1024:.2f} GB",
                row["peak_mb"] / 1024 / 2.5,
                "{:.2f} of it",
                row["peak_mb"] < 2560,
            )
        )
    return rows


def _solving_bars(figures: Figures) -> list[tuple[str, ...]]:
    rows = []
    mine, dense = figures.get("optimum 10000"), figures.get("dense 10000")
    if mine and dense:
        ratio = dense["seconds"] / mine["seconds"]
        rows.append(
            bar_row(
                "10,000 x 5,000 from people to certified pairs, floor included, against dense scipy on the "
                "ready scores",
                "10 x faster",
                f"{said(mine['seconds'])} against {said(dense['seconds'])}",
                ratio,
                "{:.1f} x",
                ratio >= 10,
            )
        )
        more = mine["peak_mb"] - mine["before_mb"], dense["peak_mb"] - dense["before_mb"]
        rows.append(
            bar_row(
                "its memory, beyond what the inputs and libraries take",
                "a tenth",
                f"{more[0]:.0f} MB against {more[1]:.0f} MB",
                more[0] / more[1],
                "{:.2f}",
                more[0] <= more[1] / 10,
            )
        )
    row = figures.get("rematch 10000")
    if row:
        total = "same total" if row["same_total"] else "another total"
        for name, words in (("anew", "all anew"), ("cold", "anew after scoring")):
            ratio = row[name] / row["warm"]
            rows.append(
                bar_row(
                    f"re-match after 1 % changed, 10,000, against {words}",
                    "10 x faster, same total",
                    f"{said(row['warm'])} against {said(row[name])}, {total}",
                    ratio,
                    "{:.1f} x",
                    ratio >= 10 and row["same_total"],
                )
            )
    row = figures.get("whatif 10000")
    if row:
        rows.append(
            bar_row(
                "one what-if at 10,000, certified, floor included",
                "under 10 ms",
                said(row["seconds"]),
                row["seconds"] / 0.01,
                "{:.2f} of it",
                row["seconds"] < 0.01,
            )
        )
    return rows


def _other_bars(figures: Figures) -> list[tuple[str, ...]]:
    rows = []
    row = figures.get("stable 1000")
    if row:
        ratio = row["theirs"] / row["seconds"]
        rows.append(
            bar_row(
                "stable matching at 1,000 against PyPI `matching`, preferences given",
                "1,000 x",
                f"{said(row['seconds'])} against {said(row['theirs'])}",
                ratio,
                "{:,.0f} x",
                ratio >= 1000,
            )
        )
    row = figures.get("peer 5000")
    if row:
        ratio, over = row["rustworkx"] / row["seconds"], row.get("rustworkx_over")
        same = row["total"] == row.get("their_total")
        theirs = f"more than {said(row['rustworkx'])}, then stopped" if over else said(row["rustworkx"])
        weight = "" if over else "same weight, " if same else "another weight, "
        rows.append(
            bar_row(
                "peer matching at 5,000 against rustworkx",
                "10 x, same weight or certified gap",
                f"{said(row['seconds'])} against {theirs}, {weight}gap {row['gap']:g}",
                ratio,
                "more than {:.0f} x" if over else "{:.1f} x",
                ratio >= 10 and (same or row["gap"] == 0),
            )
        )
    return rows


def _waiting_bars(figures: Figures) -> list[tuple[str, ...]]:
    rows = []
    for name, words in (
        ("seen", "texts seen before"),
        ("new", "450 texts never seen"),
        ("none", "texts not compared"),
    ):
        row = figures.get(f"command 300 {name}")
        if row:
            rows.append(
                bar_row(
                    f"300 mentees from CSV files to pairs, proof and report, {words}",
                    "under 2 s",
                    f"{said(row['process_seconds'])} of processor time, {said(row['wall'])} on the wall",
                    row["process_seconds"] / 2,
                    "{:.2f} of it",
                    row["process_seconds"] < 2,
                )
            )
    row = figures.get("studio run 5000")
    if row:
        rows.append(
            bar_row(
                "studio: 5,000 x 2,500 to a whole result, the engine's part",
                "under 10 s",
                said(row["seconds"]),
                row["seconds"] / 10,
                "{:.2f} of it",
                row["seconds"] < 10,
            )
        )
    for n, bar in ((300, 1), (5_000, 2)):
        row = figures.get(f"studio weight {n}")
        if row:
            rows.append(
                bar_row(
                    f"studio: a changed weight, {n:,} mentees, warm",
                    f"under {bar} s",
                    said(row["seconds"]),
                    row["seconds"] / bar,
                    "{:.2f} of it",
                    row["seconds"] < bar,
                )
            )
    return [*rows, *studio_bars(figures)]


NAMES = {
    "optimum": "Pairwell, certified",
    "dense": "scipy dense",
    "sparse": "scipy sparse",
    "ortools": "OR-tools, all pairs",
    "mentor-match": "`mentor-match`",
    "greedy": "greedy",
    "chance": "chance",
}


def compared(figures: Figures) -> list[tuple[str, ...]]:
    """Everybody's seconds, memory, total and floor by size."""
    rows = []
    for n in (100, 1_000, 10_000):
        for key, name in NAMES.items():
            row = figures.get(f"{key} {n}")
            if row:
                floor = f"{row['floor'] / 1e6:.3f}" if "floor" in row else ""
                rows.append(
                    (
                        f"{n:,}",
                        name,
                        said(row["seconds"]),
                        f"{row['peak_mb']:.0f}",
                        f"{row['pairs']:,}",
                        f"{row['total'] / 1e6:,.3f}",
                        floor,
                    )
                )
    for n in (300, 1_000, 5_000):
        row = figures.get(f"peer {n}")
        if row:
            for key in ("seconds", "rustworkx", "networkx"):
                if key in row:
                    name = "Pairwell, peers, certified" if key == "seconds" else f"{key}, peers"
                    over = row.get(f"{key}_over")
                    total = "" if over else row["total"] if key == "seconds" else row["their_total"]
                    words = f"{total / 1e6:,.3f}" if total else ""
                    rows.append(
                        (f"{n:,}", name, ("over " if over else "") + said(row[key]), "", "", words, "")
                    )
    for n in (100, 1_000):
        row = figures.get(f"stable {n}")
        if row:
            rows.append(
                (f"{n:,}", "Pairwell, stable", said(row["seconds"]), "", "", f"{row['total'] / 1e6:,.3f}", "")
            )
            rows.append(
                (
                    f"{n:,}",
                    "PyPI `matching`, stable",
                    said(row["theirs"]),
                    "",
                    "",
                    f"{row['their_total'] / 1e6:,.3f}",
                    "",
                )
            )
    return rows


def curve_rows(figures: Figures) -> list[dict[str, Any]]:
    """Points of the cost curve."""
    rows = []
    for key, name in CURVES.items():
        for n in TENTHS:
            if f"{key} {n}" in figures:
                row = figures[f"{key} {n}"]
                rows.append(
                    {"name": name, "mentees": n, "seconds": row["seconds"], "peak_mb": row["peak_mb"]}
                )
    row = figures.get("phases 100000")
    if row:
        seconds = row["seconds"] + row["solving"]
        rows.append({"name": "pairwell", "mentees": 100_000, "seconds": seconds, "peak_mb": row["peak_mb"]})
    return rows


def curve_line(row: Mapping[str, Any]) -> tuple[str, ...]:
    """A row of the curve's table."""
    return f"{row['mentees']:,}", row["name"], said(row["seconds"]), f"{row['peak_mb']:,.0f}"


def draw(rows: list[dict[str, Any]]) -> None:
    """curve.svg, by matplotlib in the environment of the benchmarks."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "curve.json"
        file.write_text(json.dumps(rows))
        plot = [python_of("bench"), HERE / "others" / "plot.py", file, HERE / "curve.svg"]
        subprocess.run([str(part) for part in plot], check=True)
