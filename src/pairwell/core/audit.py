"""Writing the audit trail."""

from typing import Any

from django.db import models

from pairwell.core.models import AuditEntry


def record(
    *,
    by: models.Model | None,
    verb: str,
    thing: models.Model,
    program_id: int | None = None,
    details: dict[str, Any] | None = None,
    address: str = "",
) -> AuditEntry:
    """Append one entry in the current transaction.

    by: the actor, None for the system itself; verb: past tense ("enrollment approved");
    details: plain values, never the content of a mentorship.
    """
    return AuditEntry.objects.create(
        actor_id=by.pk if by is not None else None,
        verb=verb,
        thing=thing._meta.label,
        thing_id=thing.pk,
        program_id=program_id,
        details=details or {},
        address=address,
    )
