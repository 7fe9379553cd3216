"""A person's photo: set and removed."""

import hashlib

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.people.models import Person, ProfilePhoto
from pairwell.people.photos import PictureRefused, refuse_size, squared


@transaction.atomic
def set_photo(*, by: Person, person: Person, content: bytes, size: int | None = None) -> ProfilePhoto:
    """Keep a square, clean copy of a picture. Raises Refused, by name, when it is not one that we take.

    size: of the whole upload in bytes, where only its beginning was read.
    """
    try:
        refuse_size(len(content) if size is None else size)
        large, small = squared(content)
    except PictureRefused as error:
        raise Refused.because("photo", str(error), "photo") from error
    photo, _ = ProfilePhoto.objects.update_or_create(
        person=person, defaults={"content": large, "small": small}
    )
    _mark(person, hashlib.sha256(large).hexdigest()[:12])
    audit.record(by=by, verb="photo changed", thing=person)
    return photo


@transaction.atomic
def remove_photo(*, by: Person, person: Person) -> None:
    """Delete the photo; initials stand in its place."""
    ProfilePhoto.objects.filter(person=person).delete()
    _mark(person, "")
    audit.record(by=by, verb="photo removed", thing=person)


def _mark(person: Person, mark: str) -> None:
    Person.objects.filter(pk=person.pk).update(photo_mark=mark)
    person.photo_mark = mark
