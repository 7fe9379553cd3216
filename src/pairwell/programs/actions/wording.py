"""A program's own words for its main letters."""

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.programs.models import LetterWords, Program
from pairwell.programs.rules.wording import Words, check_words


@transaction.atomic
def change_letter_words(
    *, by: Person, program: Program, moment: str, language: str, words: Words
) -> LetterWords:
    """Use own words for a letter in a language. Raises Refused, about the field in question."""
    refusals = check_words(moment, language, words)
    if refusals:
        raise Refused(*refusals)
    said = {name: getattr(words, name).strip() for name in ("subject", "greeting", "text", "button")}
    row, _ = LetterWords.objects.update_or_create(
        program=program, moment=moment, language=language, defaults={**said, "changed_by": by}
    )
    details = {"moment": moment, "language": language}
    audit.record(by=by, verb="letter words changed", thing=row, program_id=program.pk, details=details)
    return row


@transaction.atomic
def reset_letter_words(*, by: Person, program: Program, moment: str, language: str) -> bool:
    """Go back to the usual words; False when they were the usual ones."""
    row = LetterWords.objects.filter(program=program, moment=moment, language=language).first()
    if row is None:
        return False
    details = {"moment": moment, "language": language}
    audit.record(by=by, verb="letter words reset", thing=row, program_id=program.pk, details=details)
    row.delete()
    return True
