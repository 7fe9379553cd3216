"""The words of the main letters: what comes with Pairwell, which variables they know, and how they are filled in.

A variable is a name in braces, such as {first_name}. What it stands for is put in once and never read again, so a
person called "{program}" is a person called "{program}".
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from pairwell.core.errors import Refusal
from pairwell.programs.rules.questions import TRANSLATED
from pairwell.programs.states import LetterMoment

LANGUAGES: Final[Mapping[str, str]] = {"en": "English", **TRANSLATED}
LIMITS: Final = {"subject": 160, "greeting": 120, "text": 8000, "button": 60}
GREETING = "Hello {first_name},"
_VARIABLE = re.compile(r"\{([^{}\n]{0,60})\}")
_GAPS = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class Words:
    """What a letter says: subject, greeting, text (Markdown) and the label of its one button."""

    subject: str
    greeting: str
    text: str
    button: str


@dataclass(frozen=True, slots=True)
class Variable:
    """A name that a letter may hold in braces. example: what stands there in a preview without a real match."""

    name: str
    says: str
    example: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """One of the main letters: when it goes out, its usual words, its variables."""

    moment: LetterMoment
    when: str
    usual: Words
    variables: tuple[Variable, ...]

    @property
    def known(self) -> dict[str, Variable]:
        return {variable.name: variable for variable in self.variables}


_ALWAYS = (
    Variable("first_name", "the reader's first name"),
    Variable("full_name", "the reader's full name"),
    Variable("program", "the program's name"),
    Variable("organization", "your organization's name"),
)
_OTHERS = Variable("others", "whom the reader is matched with", "Amara Okafor")
_MEETING = Variable(
    "meeting", "the sentence about the first meeting; empty without one",
    "A first meeting could be **Tuesday 12 May, 10:00**.",
)  # fmt: skip

KINDS: Final[Mapping[str, Kind]] = {
    kind.moment: kind
    for kind in (
        Kind(
            LetterMoment.INVITATION,
            "When you invite somebody to join.",
            Words("You are invited: {program}", GREETING, "{invitation}\n\n{until}", "See what it is"),
            (
                *_ALWAYS,
                Variable("invitation", "the invitation text of the set-up, or the program's aim"),
                Variable("aim", "the program's aim"),
                Variable("until", "the sentence about the last day to join; empty without one"),
                Variable("closes_on", "the last day to join"),
            ),
        ),
        Kind(
            LetterMoment.PROPOSAL,
            "When you send a proposal: whom to meet, why, and what is asked.",
            Words(
                "Meet {others}: {match}",
                GREETING,
                "We would like to introduce you to **{others}** in *{program}*.\n\n{who}\n\n{reasons}\n\n{note}"
                "\n\n{meeting}\n\n{until}",
                "Have a look and answer",
            ),
            (
                *_ALWAYS,
                _OTHERS,
                Variable("match", "“a mentor for you”, “somebody you could mentor”", "a mentor for you"),
                Variable("who", "a line about each of them", "- **Amara Okafor**, Head of Design, Lagos"),
                Variable("reasons", "why these two", "**Why you two**\n- Knows what you want to learn"),
                Variable("note", "what you wrote with this proposal; empty without a note"),
                _MEETING,
                Variable("until", "the sentence about the last day to answer", "Please answer until **3 May**."),
            ),
        ),
        Kind(
            LetterMoment.BEGINNING,
            "When everybody has said yes and the mentorship begins.",
            Words(
                "It is a match: {others}",
                GREETING,
                "{said_yes}\n\n{meeting}\n\nEverything else is waiting in your mentorship: ideas for the first "
                "conversation, goals, notes.",
                "Open your mentorship",
            ),
            (
                *_ALWAYS,
                _OTHERS,
                Variable("said_yes", "that they have all said yes", "**Amara Okafor** and you have both said yes."),
                _MEETING,
            ),
        ),
        Kind(
            LetterMoment.REMINDER,
            "When a mentorship could use a gentle word. Each signal has a sentence of its own.",
            Words("{reminder_subject}", GREETING, "{reminder}", "{reminder_button}"),
            (
                *_ALWAYS,
                _OTHERS,
                Variable("reminder_subject", "what it is about", "Time for a first session with Amara Okafor?"),
                Variable(
                    "reminder", "the sentence for this signal", "You have not met yet. Half an hour is enough."
                ),
                Variable("reminder_button", "what the button does", "Plan a session"),
            ),
        ),
        Kind(
            LetterMoment.ENDING,
            "When somebody ends a mentorship early: to the others, without the reason.",
            Words(
                "Your mentorship has come to an end",
                GREETING,
                "{ended_by} has ended your mentorship in {program}. {kind_words}\n\nYou are free for another match. "
                "On the page you can say whether you would like one.",
                "Open it",
            ),
            (
                *_ALWAYS,
                Variable("ended_by", "who ended it", "Amara Okafor"),
                Variable(
                    "kind_words",
                    "the words of Mentorships → How mentorships work, or ours",
                    "This happens often, for many reasons, and is nobody's fault.",
                ),
            ),
        ),
    )
}  # fmt: skip


def check_words(moment: str, language: str, words: Words) -> list[Refusal]:
    """Everything that must be mended before these words can be used; each about its field."""
    if moment not in KINDS or language not in LANGUAGES:
        return [Refusal("unknown", "There is no such letter.")]
    found = []
    known = KINDS[moment].known
    for field in fields(words):
        said = getattr(words, field.name)
        if not said.strip():
            found.append(Refusal("empty", "This can not be empty.", field.name))
        if len(said) > LIMITS[field.name]:
            found.append(Refusal("long", f"At most {LIMITS[field.name]} characters fit.", field.name))
        if "\x00" in said:
            found.append(Refusal("nul", "This contains a character that can not be stored.", field.name))
        strange = [name for name in _VARIABLE.findall(said) if name not in known]
        if strange:
            names = ", ".join(f"{{{name}}}" for name in known)
            what = f"{{{strange[0]}}} is not known in this letter. Known are {names}."
            found.append(Refusal("variable", what, field.name))
    return found


def chosen(own: Mapping[tuple[str, str], Words], moment: str, language: str) -> Words:
    """The words for a reader: in their language, else in English, else those that come with Pairwell.

    own: (moment, language) -> the program's own words.
    """
    short = language.split("-", maxsplit=1)[0].lower()
    for key in (language, short, "en"):
        if (moment, key) in own:
            return own[moment, key]
    return KINDS[moment].usual


def filled(words: Words, values: Mapping[str, str]) -> Words:
    """The words with their variables filled in; what is not known stays empty, gaps close."""

    def fill(text: str) -> str:
        return _VARIABLE.sub(lambda found: values.get(found.group(1), ""), text)

    text = _GAPS.sub("\n\n", fill(words.text)).strip()
    subject, greeting, button = (
        " ".join(fill(t).split()) for t in (words.subject, words.greeting, words.button)
    )
    return Words(subject, greeting, text, button)


def plain(text: str) -> str:
    """Text of people without Markdown's marks, so that a name can not shape a letter."""
    return text.translate({ord(mark): " " for mark in "*_[]`<>#\n"}).strip()
