"""PyPI `matching`: the hospital-resident algorithm on the same preferences. Arguments: the grid, repeats."""

import json
import sys
import time

import numpy as np
from matching.games import HospitalResident

grid = np.load(sys.argv[1])
points, places = grid["points"], grid["places"]
mentees, mentors = points.shape
wishes = {}
for i in range(mentees):
    order = np.argsort(-points[i], kind="stable")
    wishes[i] = [int(j) for j in order if points[i, j] >= 0]
choices = {}
for j in range(mentors):
    order = np.argsort(-points[:, j], kind="stable")
    choices[j] = [int(i) for i in order if points[i, j] >= 0]
sys.setrecursionlimit(1_000_000)  # it copies its players deeply, and they know each other
started = time.process_time()
game = HospitalResident.create_from_dictionaries(wishes, choices, {j: int(places[j]) for j in range(mentors)})
built = time.process_time()
matching = game.solve(optimal="resident")
seconds = time.process_time() - built
pairs = [(r.name, h.name) for h, residents in matching.items() for r in residents]
print(json.dumps({
    "seconds": seconds, "building": built - started, "pairs": len(pairs),
    "total": int(sum(points[i, j] for i, j in pairs)),
}))  # fmt: skip
