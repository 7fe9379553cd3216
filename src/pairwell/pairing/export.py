"""A run as one file without names, which `pairwell verify` checks on a machine that knows nothing of us."""

from typing import Any

from pairwell.core.models import AuditEntry
from pairwell.pairing.engine import instance_of
from pairwell.pairing.models import MatchRun

RECORD_FORMAT = "pairwell-run-1"


def record_of(run: MatchRun) -> dict[str, Any]:
    """Everything that decides the result, the result with its certificate, and who did what when.

    People are numbers of enrollments, managers are "manager 1", "manager 2"; free text is only there as vectors.
    """
    return {
        "kind": RECORD_FORMAT,
        "run": run.pk,
        "policy_version": run.policy.version,
        "asked_for": run.requested_at.isoformat(),
        "frozen": run.frozen_at.isoformat() if run.frozen_at else None,
        "finished": run.finished_at.isoformat() if run.finished_at else None,
        "seed": run.seed,
        "engine": run.engine_version,
        "digest": run.digest,
        "history": _history(run),
        "instance": instance_of(run.inputs or {}),
        "result": run.result,
    }


def _history(run: MatchRun) -> list[dict[str, Any]]:
    """Who did what with this run and its suggestions, without names."""
    proposals = list(run.proposals.values_list("pk", flat=True))
    entries = AuditEntry.objects.filter(
        thing="pairing.MatchRun", thing_id=run.pk
    ) | AuditEntry.objects.filter(thing="pairing.Proposal", thing_id__in=proposals, program_id=run.program_id)
    numbers: dict[int, int] = {}
    lines = []
    for entry in entries.order_by("pk"):
        actor = entry.actor_id
        who = "Pairwell" if actor is None else f"person {numbers.setdefault(actor, len(numbers) + 1)}"
        lines.append({"at": entry.at.isoformat(), "who": who, "what": entry.verb, "of": entry.thing_id})
    return lines
