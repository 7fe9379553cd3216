"""Who may do what with the directory. Getters fetch and authorize in one move: 404 for strangers."""

from django.http import Http404

from pairwell.people.models import DirectoryImport, Person
from pairwell.people.states import OrganizationRole


def roles_of(person: Person) -> frozenset[str]:
    """The person's roles in the organization; read once per request."""
    if not person.is_active:
        return frozenset()
    cached = getattr(person, "_roles", None)
    if cached is None:
        cached = frozenset(person.role_grants.values_list("role", flat=True))
        person._roles = cached  # type: ignore[attr-defined]
    return cached


def is_administrator(person: Person) -> bool:
    """Owners and administrators run the directory and every program."""
    return bool(roles_of(person) & {OrganizationRole.OWNER, OrganizationRole.ADMINISTRATOR})


def is_owner(person: Person) -> bool:
    """Owners also grant roles."""
    return OrganizationRole.OWNER in roles_of(person)


def is_sponsor(person: Person) -> bool:
    """Sponsors of all programs read aggregates."""
    return OrganizationRole.SPONSOR in roles_of(person)


def administrator_or_404(person: Person) -> Person:
    """The person, if they may run the directory."""
    if not is_administrator(person):
        raise Http404
    return person


def import_for(person: Person, import_id: int) -> DirectoryImport:
    """A directory import that this person may see and run."""
    administrator_or_404(person)
    found = DirectoryImport.objects.filter(pk=import_id).defer("content").select_related("job").first()
    if found is None:
        raise Http404
    return found


def person_for_administrator(person: Person, person_id: int) -> Person:
    """Anybody of the directory, for those who run it."""
    administrator_or_404(person)
    found = Person.objects.filter(pk=person_id).select_related("manager").first()
    if found is None:
        raise Http404
    return found
