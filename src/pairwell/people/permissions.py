"""Who may do what with the directory. Getters fetch and authorize in one move: 404 for strangers."""

from collections.abc import Iterable

from django.http import Http404

from pairwell.people.models import DirectoryImport, Endorsement, Person, ProfilePhoto
from pairwell.people.queries.shown import ShownPerson, shown_person
from pairwell.people.states import OrganizationRole


def roles_of(person: Person) -> frozenset[str]:
    """The person's roles in the organization; read once per request."""
    if not person.is_active:
        return frozenset()
    cached = getattr(person, "_roles", None)
    if cached is None:
        cached = remember_roles(person, person.role_grants.values_list("role", flat=True))
    return cached


def remember_roles(person: Person, roles: Iterable[str]) -> frozenset[str]:
    """Keep the roles that were read together with the person, for this request."""
    person._roles = frozenset(roles)  # type: ignore[attr-defined]
    return person._roles  # type: ignore[attr-defined]


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


def person_for_reader(reader: Person, person_id: int) -> ShownPerson:
    """Somebody's page with what this reader may see of it; 404 for strangers by the person's own rules."""
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        raise Http404
    shown = shown_person(reader, person)
    if not shown.is_open:
        raise Http404
    return shown


def photo_for_reader(reader: Person, person_id: int) -> ProfilePhoto:
    """Somebody's photo, where this reader may see it."""
    if person_id != reader.pk and not person_for_reader(reader, person_id).has_photo:
        raise Http404
    found = ProfilePhoto.objects.filter(person=person_id).first()
    if found is None:
        raise Http404
    return found


def endorsement_by(person: Person, endorsement_id: int) -> Endorsement:
    """What this person said about somebody's skill."""
    found = Endorsement.objects.select_related("person", "skill").filter(pk=endorsement_id, by=person).first()
    if found is None:
        raise Http404
    return found
