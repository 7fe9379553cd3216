"""PyPI `mentor-match`: its own process (Munkres in Python) with one rule that gives the points of the grid."""

import json
import sys
import time
from pathlib import Path

from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data

grid = json.loads(Path(sys.argv[1]).read_text())  # this environment has no numpy
points, places = grid["points"], grid["places"]
seats = [mentor for mentor, count in enumerate(places) for _ in range(count)]


class Points:
    """Its rules give scores or disqualify."""

    def apply(self, match):
        value = int(points[int(match.mentee.email)][int(match.mentor.organisation)])
        if value < 0:
            match.disallowed = True
            return 0
        return value


mentors = [Mentor(grade=1, email=f"seat {n}", organisation=str(seat)) for n, seat in enumerate(seats)]
mentees = [Mentee(grade=1, email=str(i), organisation="") for i in range(len(points))]
started = time.process_time()
process_data(mentors, mentees, [[Points()]])
seconds = time.process_time() - started
pairs = [(int(mentee.email), int(mentor.organisation)) for mentee in mentees for mentor in mentee.mentors]
total = int(sum(points[i][j] for i, j in pairs))
print(json.dumps({"seconds": seconds, "pairs": len(pairs), "total": total}))
