"""Resources: add, change, remove."""

from typing import Any

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused, insist
from pairwell.library.models import Resource, ResourceFile
from pairwell.library.rules.resources import refuse_file, refuse_resource, safe_name
from pairwell.library.states import ResourceKind
from pairwell.people.models import Person


@transaction.atomic
def add_resource(
    *,
    by: Person,
    kind: str,
    title: str,
    file_name: str = "",
    content: bytes = b"",
    program_id: int | None = None,
    **fields: Any,
) -> Resource:
    """Hand something out. Raises Refused when the link, text or file that the kind asks for is missing."""
    if kind == ResourceKind.FILE:
        insist(refuse_file(file_name, len(content)))
    insist(refuse_resource(kind, title, fields.get("url", ""), fields.get("text", "")))
    made = Resource.objects.create(
        kind=kind, title=title.strip(), program_id=program_id, added_by=by, **fields
    )
    if kind == ResourceKind.FILE:
        ResourceFile.objects.create(
            resource=made, name=safe_name(file_name), size=len(content), content=content
        )
    audit.record(by=by, verb="resource added", thing=made, program_id=program_id)
    return made


@transaction.atomic
def change_resource(*, by: Person, resource: Resource, **fields: Any) -> Resource:
    """Change its words; a file is replaced by removing the resource and adding another."""
    locked = Resource.objects.select_for_update().filter(pk=resource.pk).first()
    if locked is None:
        raise Refused.because("gone", "Somebody has removed this resource meanwhile.")
    for name, value in fields.items():
        setattr(locked, name, value)
    insist(refuse_resource(locked.kind, locked.title, locked.url, locked.text))
    locked.save()
    audit.record(by=by, verb="resource changed", thing=locked, program_id=locked.program_id)
    return locked


@transaction.atomic
def remove_resource(*, by: Person, resource: Resource) -> None:
    """Take it away, with its file."""
    audit.record(
        by=by, verb="resource removed", thing=resource, program_id=resource.program_id,
        details={"title": resource.title},
    )  # fmt: skip
    resource.delete()
