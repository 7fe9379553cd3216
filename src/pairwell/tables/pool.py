"""Both files together: who is meant by a name, who is whose manager, and the records of the whole pool."""

import difflib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from pairwell.tables.notices import Notice, TableRefused
from pairwell.tables.people import Entry, Roster
from pairwell.tables.text import fold, words
from pairwell.tables.values import skill_key

_TEXT_KINDS = {"years": "number"}


@dataclass(slots=True)
class Records:
    """What `Pool.from_records` reads, and beside it what must not enter the engine: names and rows."""

    mentees: list[dict[str, Any]]
    mentors: list[dict[str, Any]]
    fields: dict[str, str]
    standing: list[tuple[str, str]]
    people: dict[str, Entry]
    spellings: dict[str, dict[str, str]]
    notices: list[Notice] = field(default_factory=list)

    def name(self, identity: str) -> str:
        """The name of a person by the id that the engine knows."""
        return self.people[identity].name

    def spelled(self, column: str, label: str) -> str:
        """How a folded answer is usually written."""
        return self.spellings.get(column, {}).get(label, label)


def combine(mentees: Roster, mentors: Roster) -> Records:
    """Resolve every reference between the two files and write the records.

    A preference or exclusion that names nobody is a warning with the closest name; it never stops a run.
    """
    persons = _persons([*mentees.people, *mentors.people])
    _resolve(mentees, mentors, persons)
    _resolve(mentors, mentees, persons)
    spellings = _usual_spellings(mentees, mentors)
    for roster in (mentees, mentors):
        for entry in roster.people:
            _finish(entry, persons, spellings)
    kinds: dict[str, str] = {**_TEXT_KINDS, **mentors.kinds, **mentees.kinds}
    _settle_kinds(mentees, mentors, kinds)
    records = Records(
        [entry.record for entry in mentees.people],
        [entry.record for entry in mentors.people],
        kinds,
        _standing(mentees, mentors),
        {entry.id: entry for entry in [*mentees.people, *mentors.people]},
        spellings,
        [*mentees.notices, *mentors.notices],
    )
    records.notices += _nobody_teaches(mentees, mentors, spellings["skills"])
    return records


def named_pairs(
    records: Records, pairs: Iterable[tuple[str, str]], file: str, what: str
) -> list[tuple[str, str]]:
    """The ids of pairs that a policy names by name or email.

    Raises:
        TableRefused: somebody is not there, or two people have that name; an order is not left aside.
    """
    sides = {
        side: _Directory(records.people[record["id"]] for record in people)
        for side, people in (("mentee", records.mentees), ("mentor", records.mentors))
    }
    found, notices = [], []
    for pair in pairs:
        ids = []
        for side, text in zip(("mentee", "mentor"), pair, strict=True):
            met = sides[side].find(text)
            ids += [entry.id for entry in met[:1]]
            if len(met) != 1:
                near = sides[side].closest(text)
                mend = (
                    "Write the email instead."
                    if met
                    else f'Did you mean "{near}"?'
                    if near
                    else "Check the name."
                )
                message = f'{what} names the {side} "{text}", who is {"not one person" if met else "not in the file"}.'
                notices.append(Notice("error", file, message, mend))
        found.append(tuple(ids))
    if notices:
        raise TableRefused(notices)
    return [(mentee, mentor) for mentee, mentor in found]


def _persons(everybody: Iterable[Entry]) -> dict[str, str]:
    """A number for each person, so that nobody's address enters the engine; one for both sides."""
    numbers: dict[str, str] = {}
    for entry in everybody:
        numbers.setdefault(entry.key, f"person-{len(numbers) + 1}")
    return numbers


class _Directory:
    """Finds the person that a text means: by email, by full name, or by a part that only one name has."""

    def __init__(self, people: Iterable[Entry]) -> None:
        self.exact: dict[str, list[Entry]] = {}
        self.parts: dict[str, list[Entry]] = {}
        for entry in people:
            for key in {fold(entry.email), words(entry.email), words(entry.name)} - {""}:
                self.exact.setdefault(key, []).append(entry)
            for part in set(words(entry.name).split()):
                self.parts.setdefault(part, []).append(entry)

    def find(self, text: str) -> list[Entry]:
        """Everybody the text can mean."""
        for key in (fold(text), words(text), " ".join(reversed(words(text).split()))):
            if key in self.exact:
                return self.exact[key]
        inner = text[text.find("<") + 1 : text.find(">")] if "<" in text and ">" in text else ""
        if inner and fold(inner) in self.exact:
            return self.exact[fold(inner)]
        pieces = [self.parts.get(part, []) for part in words(text).split()]
        if not pieces:
            return []
        return [entry for entry in pieces[0] if all(entry in others for others in pieces[1:])]

    def closest(self, text: str) -> str:
        """The most similar name there is, or ""."""
        near = difflib.get_close_matches(words(text), self.exact, n=1, cutoff=0.75)
        return self.exact[near[0]][0].name if near else ""


def _resolve(own: Roster, other: Roster, persons: dict[str, str]) -> None:
    partners = _Directory(other.people)
    everybody = _Directory([*own.people, *other.people])
    for entry in own.people:
        prefers = _meant(own, entry, "ranks", entry.ranks, partners)
        avoids = _meant(own, entry, "avoid", entry.avoids, partners)
        entry.record["prefers"] = [met.id for met in prefers if met.key != entry.key]
        entry.record["avoids"] = [met.id for met in avoids]
        entry.present = [met.id for met in _meant(own, entry, "present", entry.present, partners)]
        bosses = everybody.find(entry.manager) if entry.manager else []
        if len({boss.key for boss in bosses}) == 1:
            entry.record["manager"] = persons[bosses[0].key]
        elif entry.manager:
            # Nobody in the pool: a number of its own still tells that two people share a manager.
            entry.record["manager"] = persons.setdefault(
                f"\0{words(entry.manager)}", f"outside-{len(persons) + 1}"
            )


def _meant(own: Roster, entry: Entry, name: str, texts: list[str], partners: _Directory) -> list[Entry]:
    found: list[Entry] = []
    for text in texts:
        met = partners.find(text)
        if len(met) == 1:
            found.append(met[0])
            continue
        if len(met) > 1:
            rows = ", ".join(f"{other.name} (row {other.row})" for other in met[:4])
            message, mend = f'"{text}" can mean {rows}; it is ignored.', "Write the email instead."
        else:
            near = partners.closest(text)
            others = "mentors" if own.side == "mentees" else "mentees"
            message = f'"{text}" is not among the {others}; it is ignored.'
            mend = f'Did you mean "{near}"?' if near else "Check the spelling, or remove it."
        cells = own.columns.fields.get(name)
        own.say("warning", message, mend, row=entry.row, column=own.sheet.header[cells[0]] if cells else "")
    return list({other.id: other for other in found}.values())


def _usual_spellings(mentees: Roster, mentors: Roster) -> dict[str, dict[str, str]]:
    counted: dict[str, Counter[str]] = {"skills": Counter()}
    for roster in (mentors, mentees):
        for name, spellings in roster.spellings.items():
            counted.setdefault(name, Counter()).update(spellings)
    usual: dict[str, dict[str, str]] = {}
    for name, spellings in counted.items():
        table = usual.setdefault(name, {})
        # Most frequent first; among equals the one with capitals, then the alphabet: the same every time.
        for spelling, _ in sorted(spellings.items(), key=lambda item: (-item[1], item[0].islower(), item[0])):
            table.setdefault(skill_key(spelling) if name == "skills" else fold(spelling), spelling)
    return usual


def _finish(entry: Entry, persons: dict[str, str], spellings: dict[str, dict[str, str]]) -> None:
    entry.record["id"] = entry.id
    entry.record["person"] = persons[entry.key]
    for name in ("skills_wanted", "skills_offered"):
        if name in entry.record:
            named = entry.record[name].items()
            entry.record[name] = {spellings["skills"].get(key, key): level for key, level in named}
    for name, usual in spellings.items():
        if isinstance(entry.record.get(name), str):
            entry.record[name] = usual.get(entry.record[name], entry.record[name])


def _settle_kinds(mentees: Roster, mentors: Roster, kinds: dict[str, str]) -> None:
    """One kind for a question that both files ask: a list on either side makes it a list on both."""
    for name in set(mentees.kinds) & set(mentors.kinds):
        pair = {mentees.kinds[name], mentors.kinds[name]}
        if len(pair) == 1:
            continue
        kinds[name] = "multi" if pair == {"multi", "category"} else "text" if "text" in pair else "category"
        for entry in [*mentees.people, *mentors.people]:
            if name in entry.record:
                entry.record[name] = _as_kind(entry.record[name], kinds[name])


def _as_kind(value: object, kind: str) -> object:
    if kind == "multi":
        return value if isinstance(value, list) else [value]
    if isinstance(value, list):
        return "; ".join(value)
    return f"{value:g}" if isinstance(value, float) else value


def _standing(mentees: Roster, mentors: Roster) -> list[tuple[str, str]]:
    pairs = {(entry.id, met) for entry in mentees.people for met in entry.present}
    pairs |= {(met, entry.id) for entry in mentors.people for met in entry.present}
    return sorted(pairs)


def _nobody_teaches(mentees: Roster, mentors: Roster, spellings: dict[str, str]) -> list[Notice]:
    """A skill that is wanted and that no mentor offers, when another one is spelled nearly like it."""
    offered = {skill for entry in mentors.people for skill in entry.record.get("skills_offered", ())}
    wanted = Counter(skill for entry in mentees.people for skill in entry.record.get("skills_wanted", ()))
    keys = {fold(skill): skill for skill in sorted(offered)}
    notices = []
    for skill, count in wanted.items():
        near = [] if skill in offered else difflib.get_close_matches(fold(skill), keys, n=1, cutoff=0.8)
        if near:
            notices.append(
                Notice(
                    "warning",
                    mentees.sheet.file,
                    f'"{skill}" is wanted by {count} and offered by nobody; "{keys[near[0]]}" is offered.',
                    f'If it is the same, write in the policy: [synonyms] "{keys[near[0]]}" = ["{skill}"].',
                )
            )
    return notices
