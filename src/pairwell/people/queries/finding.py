"""Finding colleagues by name: nobody finds a person whose page is closed to them."""

from collections.abc import Collection

from pairwell.core.text import fold
from pairwell.people.models import Person, Profile
from pairwell.people.queries.shown import closeness_to
from pairwell.people.rules.visibility import may_see

LEAST_LETTERS = 2
_LOOKED_AT = 60


def open_to(reader: Person, people: Collection[int]) -> frozenset[int]:
    """Those of these person ids whose page this reader may see: a constant number of queries."""
    near = closeness_to(reader, people)
    chosen = dict(Profile.objects.filter(person__in=people).values_list("person_id", "visibility"))
    return frozenset(pk for pk in people if may_see("page", chosen.get(pk) or {}, near[pk]))


def find_people(reader: Person, words: str, *, limit: int = 12) -> list[Person]:
    """Active colleagues whose name, title, department or office has every word, by name; never oneself.

    Addresses are not searched: they are told to people of one's programs only.
    """
    wanted = fold(words.replace("\x00", "")).split()[:6]
    if sum(map(len, wanted)) < LEAST_LETTERS:
        return []
    rows = Person.objects.filter(is_active=True).exclude(pk=reader.pk)
    for word in wanted:
        rows = rows.filter(search__contains=word)
    found = [row for row in rows[:_LOOKED_AT] if all(word in _told(row) for word in wanted)]
    visible = open_to(reader, [row.pk for row in found])
    return [row for row in found if row.pk in visible][:limit]


def _told(person: Person) -> str:
    return fold(f"{person.full_name} {person.title} {person.department} {person.office}")


def name_with_number(person: Person) -> str:
    """How a form names somebody for certain: "Ada Mentor #12"; what people_numbers reads again."""
    return f"{' '.join(person.full_name.replace(',', ' ').replace(';', ' ').split())} #{person.pk}"


def number_in(name: str) -> int | None:
    """The person id at the end of such a name, or of a bare number."""
    digits = name.rpartition("#")[2] if "#" in name else name
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else None
