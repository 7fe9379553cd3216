"""The cost curve as SVG. Arguments: JSON with the points of the curve, the file to write."""

import json
import sys
from pathlib import Path

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams.update({"svg.hashsalt": "pairwell", "svg.fonttype": "none", "font.size": 10})
import matplotlib.pyplot as plt  # noqa: E402 - after the choice of how to draw

rows = json.loads(Path(sys.argv[1]).read_text())
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.6), constrained_layout=True)
styles = {
    "pairwell": ("#0b6e4f", "o", "-"),
    "scipy dense": ("#b5542b", "s", "--"),
    "OR-tools, all pairs": ("#5a5a8f", "^", ":"),
}
for name, (color, marker, line) in styles.items():
    mine = sorted((row for row in rows if row["name"] == name), key=lambda row: row["mentees"])
    sizes = [row["mentees"] for row in mine]
    for axes, key in ((left, "seconds"), (right, "peak_mb")):
        axes.plot(sizes, [row[key] for row in mine], color=color, marker=marker, linestyle=line, label=name)
for axes, title in ((left, "processor seconds"), (right, "peak memory, MB")):
    axes.set(xscale="log", yscale="log", xlabel="mentees (half as many mentors)", title=title)
    axes.grid(alpha=0.3)
left.legend(frameon=False)
figure.savefig(sys.argv[2], metadata={"Date": None})
