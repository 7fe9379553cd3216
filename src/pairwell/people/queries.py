"""Reads of the people room."""

from django.db.models import QuerySet

from pairwell.core.text import fold
from pairwell.people.models import Organization, Person, Skill


def organization() -> Organization:
    """The one organization of this installation; an unsaved one with defaults before it is set up."""
    return Organization.objects.filter(pk=1).first() or Organization(pk=1)


def people(*, words: str = "", active_only: bool = True) -> QuerySet[Person]:
    """People of the directory whose name, mail, title, department or office contain every word."""
    found = Person.objects.filter(is_active=True) if active_only else Person.objects.all()
    for word in fold(words).split():
        found = found.filter(search__contains=word)
    return found


def find_skills(words: str, *, limit: int = 20) -> list[Skill]:
    """Skills whose name or synonym contains the words, names before synonyms."""
    folded = fold(words)
    if not folded:
        return list(Skill.objects.all()[:limit])
    by_name = list(Skill.objects.filter(folded__contains=folded)[:limit])
    rest = Skill.objects.filter(synonyms__folded__contains=folded).exclude(pk__in=[s.pk for s in by_name])
    return by_name + list(rest.distinct()[: limit - len(by_name)])
