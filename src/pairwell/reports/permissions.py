"""Who gets an export: those who run the program."""

from django.http import Http404

from pairwell.people.models import Person
from pairwell.programs.permissions import managed_programs
from pairwell.reports.models import ProgramExport


def export_for_manager(person: Person, export_id: int) -> ProgramExport:
    """An export of a program this person runs, else 404."""
    managed = managed_programs(person).values("pk")
    found = ProgramExport.objects.filter(pk=export_id, program__in=managed).select_related("program", "job")
    export = found.first()
    if export is None:
        raise Http404
    return export
