"""Versions of what a good match is."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max

from pairwell.core import audit
from pairwell.people.models import Person
from pairwell.programs.models import Policy, Program


@transaction.atomic
def add_policy_version(*, by: Person, program: Program, body: Mapping[str, Any], note: str = "") -> Policy:
    """Store the next version; the pairing room has checked the body with the engine before."""
    Program.objects.select_for_update().get(pk=program.pk)
    last = Policy.objects.filter(program=program).aggregate(last=Max("version"))["last"] or 0
    made = Policy.objects.create(
        program=program, version=last + 1, body=dict(body), note=note[:200], created_by=by
    )
    details = {"version": made.version}
    audit.record(by=by, verb="policy version added", thing=made, program_id=program.pk, details=details)
    return made
