"""A form on its way: keep what somebody has typed so far."""

import json
from collections.abc import Mapping
from typing import Any

from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.programs.models import EnrollmentDraft, Program

LARGEST = 200_000


def save_draft(*, by: Person, program: Program, step: int, data: Mapping[str, Any]) -> EnrollmentDraft:
    """Merge into what was typed before; step: how far the person has come (never back).

    NUL characters, which can not be stored, are dropped.
    """
    text = json.dumps(dict(data)).replace("\\u0000", "")
    if len(text) > LARGEST:
        raise Refused.because("too_long", "These answers are too long to keep. Please shorten them.")
    draft, _ = EnrollmentDraft.objects.get_or_create(program=program, person=by)
    draft.data = {**draft.data, **json.loads(text)}
    draft.step = max(draft.step, step)
    draft.save()
    return draft


def forget_draft(*, by: Person, program: Program) -> None:
    """Throw away what was typed."""
    EnrollmentDraft.objects.filter(program=program, person=by).delete()
