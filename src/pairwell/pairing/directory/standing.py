"""Whom one reader of a directory may see now, and what they have said: asked for every page, in one query."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from pairwell.pairing.seeing import Viewer, may_be_seen
from pairwell.pairing.states import OPEN_REQUESTS
from pairwell.programs.states import Side

_STANDING = """
SELECT (SELECT array_agg(id)::text FROM programs_enrollment WHERE {may_be_seen}) AS visible,
       ARRAY({recommended}) AS recommended,
       (SELECT json_object_agg(chosen_id, rank)::text FROM programs_rankedchoice WHERE enrollment_id = %s) AS ranks,
       (SELECT json_object_agg(asked_id, state)::text FROM pairing_request
        WHERE asker_id = %s AND state = ANY(%s)) AS requests,
       (SELECT json_object_agg(about_id, says_yes)::text FROM pairing_privateanswer
        WHERE enrollment_id = %s) AS answers,
       (SELECT json_agg(tsvector_to_array(to_tsvector('english', word)) ORDER BY place)::text
        FROM unnest(%s::text[]) WITH ORDINALITY AS words (word, place)) AS stems
"""
_RECOMMENDED = {
    Side.MENTOR: "SELECT chosen_id FROM pairing_recommendation WHERE enrollment_id = %s ORDER BY place, id",
    # a mentor sees the mentees to whom they were recommended
    Side.MENTEE: "SELECT enrollment_id FROM pairing_recommendation WHERE chosen_id = %s"
    " ORDER BY score DESC, id LIMIT 10",
}


@dataclass(frozen=True)
class Standing:
    """Ids of enrollments. visible: of the side that is looked at, in no order; recommended: those made for this reader,
    in order, seen or not. ranks, requests (their states) and answers (says yes) by id; stems of each word searched for.
    """

    visible: NDArray[np.int64]
    recommended: tuple[int, ...]
    ranks: Mapping[int, int]
    requests: Mapping[int, str]
    answers: Mapping[int, bool]
    stems: Sequence[Sequence[str]]

    @property
    def recommended_now(self) -> list[int]:
        """Those of the recommended who may be seen at this moment."""
        there = set(self.visible[np.isin(self.visible, self.recommended)].tolist())
        return [pk for pk in self.recommended if pk in there]


def standing_of(viewer: Viewer, side: Side, words: Sequence[str] = ()) -> Standing:
    """Where this reader stands. words: folded, of which the stems are wanted, as PostgreSQL's search sees them."""
    condition, said = may_be_seen(viewer, side)
    own = viewer.enrollment.pk
    said += [own, own, own, [state.value for state in OPEN_REQUESTS], own, list(words)]
    with connection.cursor() as cursor:
        cursor.execute(_STANDING.format(may_be_seen=condition, recommended=_RECOMMENDED[side]), said)
        visible, recommended, ranks, requests, answers, stems = cursor.fetchone()
    return Standing(
        visible=np.fromstring((visible or "{}")[1:-1], dtype=np.int64, sep=","),
        recommended=tuple(recommended),
        ranks=_by_id(ranks),
        requests=_by_id(requests),
        answers=_by_id(answers),
        stems=json.loads(stems) if stems else [],
    )


def _by_id(said: str | None) -> dict[int, Any]:
    return {int(pk): value for pk, value in json.loads(said).items()} if said else {}
