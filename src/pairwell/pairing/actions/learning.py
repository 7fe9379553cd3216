"""Weights learned from outcomes become a new version of a policy, when the manager says so."""

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.pairing.actions.policy import save_policy
from pairwell.pairing.queries.learning import learned_from
from pairwell.people.models import Person
from pairwell.programs.models import Policy, Program


@transaction.atomic
def apply_learned(*, by: Person, learned_in: Program, program: Program) -> Policy:
    """Give `program` the weights proposed from the outcomes of `learned_in`; other criteria keep theirs.

    The weights are worked out here, never taken from the page. Raises Refused with too little data, and when the
    two programs weigh nothing in common.
    """
    found = learned_from(learned_in)
    new = {lesson.key: lesson.proposed for lesson in found.lessons if lesson.proposed is not None}
    if not new:
        raise Refused.because("too_little", "There is too little data to propose weights yet.")
    present = Policy.objects.filter(program=program).first()
    criteria = list(present.body.get("criteria", ())) if present is not None else []
    shared = [c for c in criteria if c["key"] in new]
    if present is None or not shared:
        raise Refused.because(
            "nothing_shared", "That program weighs none of these criteria. Choose another one."
        )
    whole, given = sum(c["weight"] for c in shared), sum(new[c["key"]] or 0 for c in shared) or 1
    changed = [
        {**c, "weight": round(whole * (new[c["key"]] or 0) / given, 2)} if c["key"] in new else c
        for c in criteria
    ]
    kept = [c for c in changed if c["weight"] > 0]
    note = f"Weights learned from {found.counted} mentorships of {learned_in.name}"
    made = save_policy(by=by, program=program, body={**present.body, "criteria": kept}, note=note[:200])
    details = {"from": learned_in.pk, "mentorships": found.counted, "version": made.version}
    audit.record(by=by, verb="learned weights applied", thing=made, program_id=program.pk, details=details)
    return made
