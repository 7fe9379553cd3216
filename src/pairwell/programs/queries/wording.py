"""A program's own words for letters, and what its variables stand for."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pairwell.people.models import Person
from pairwell.people.queries import organization
from pairwell.programs.models import LetterWords, Program
from pairwell.programs.rules.wording import Words, chosen, filled, plain


@dataclass(frozen=True)
class Own:
    """The own words of a program by (moment, language), and the name of the organization."""

    organization: str
    words: Mapping[tuple[str, str], Words]


def words_of(row: LetterWords) -> Words:
    """The words of a row."""
    return Words(row.subject, row.greeting, row.text, row.button)


def own_words(programs: Collection[int]) -> dict[int, Own]:
    """The own words of programs; two queries however many there are."""
    found: dict[int, dict[tuple[str, str], Words]] = defaultdict(dict)
    for row in LetterWords.objects.filter(program__in=programs):
        found[row.program_id][row.moment, row.language] = words_of(row)
    name = organization().name
    return {key: Own(name, found.get(key, {})) for key in programs}


def values_for(own: Own, program: Program, person: Person) -> dict[str, str]:
    """What every letter of a program knows of its reader."""
    return {
        "first_name": plain(person.first_name),
        "full_name": plain(person.full_name),
        "program": plain(program.name),
        "organization": plain(own.organization),
    }


def worded(own: Own, moment: str, program: Program, person: Person, values: Mapping[str, str]) -> Words:
    """The letter for one reader, in their language, every variable filled in."""
    words = chosen(own.words, moment, person.language)
    return filled(words, {**values_for(own, program, person), **values})


def invitation_values(program: Program) -> dict[str, str]:
    """What an invitation knows of its program."""
    own = program.invitation_text.strip()
    closes = program.enrollment_closes_on
    return {
        "invitation": own or f"We would like you to be part of **{plain(program.name)}**.\n\n{program.aim}",
        "aim": program.aim,
        "until": f"You can join until {closes:%d %B %Y}; it takes about three minutes." if closes else "",
        "closes_on": f"{closes:%d %B %Y}" if closes else "",
    }
