"""A policy file: the policy itself, and beside it how the spreadsheets are to be read."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from pairwell.matching.policy import Policy
from pairwell.tables.columns import Override, Side, guess
from pairwell.tables.notices import refuse
from pairwell.tables.other import Kind, slug
from pairwell.tables.text import words

KINDS = get_args(Kind)
_ENGINE = {"wants": "skills_wanted", "offers": "skills_offered", "style": "help"}
_FIELD_KEYS = ("field", "mentee_field", "mentor_field", "cadence_field", "help_field")


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """What a policy file says.

    policy: the tables of `Policy.from_dict`, possibly without criteria or rules, which then are the default
    ones. columns: `[columns]`, with `[columns.mentees]` and `[columns.mentors]` for one side only. synonyms:
    folded spelling -> folded skill. kinds: how a column of one's own is to be read. keep, forbid: pairs by name
    or email, as (mentee, mentor).
    """

    name: str = "policy"
    policy: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Any] = field(default_factory=dict)
    synonyms: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, Kind] = field(default_factory=dict)
    keep: Sequence[tuple[str, str]] = ()
    forbid: Sequence[tuple[str, str]] = ()

    def override(self, side: Side, header: Sequence[str], other: Sequence[str]) -> Override:
        """The columns said for one side. A column said for both sides may be in one file only."""
        here, there = {words(name) for name in header}, {words(name) for name in other}
        said: dict[str, str | Sequence[str]] = {}
        for name, value in self.columns.items():
            names = [value] if isinstance(value, str) else value
            if isinstance(value, Mapping) or (
                not any(words(column) in here for column in names)
                and any(words(column) in there for column in names)
            ):
                continue
            said[name] = value
        return {**said, **self.columns.get(side, {})}

    def build(self, columns: Iterable[str]) -> Policy:
        """The policy, with the default criteria and rules where the file names none.

        columns: the names that the pool has. Raises `PolicyError`.
        """
        data = {**self.policy}
        default = Policy.default(data.get("format", "traditional"), columns).to_dict()
        for part in ("criteria", "rules", "objective"):
            data.setdefault(part, default[part])
        for entry in [*_entries(data["criteria"]), *_entries(data["rules"])]:
            for key in _FIELD_KEYS:
                if isinstance(entry.get(key), str):
                    entry[key] = _column(entry[key], columns)
        for entry in [*_entries(data.get("reserved")), *_entries([data.get("group_bound")])]:
            if isinstance(entry.get("field"), str):
                entry["field"] = _column(entry["field"], columns)
        fairness = data.get("fairness")
        if isinstance(fairness, Mapping) and isinstance(fairness.get("fields"), list):
            named = [_column(str(name), columns) for name in fairness["fields"]]
            data["fairness"] = {**fairness, "fields": named}
        return Policy.from_dict(data)


def read_policy_file(path: Path | None) -> PolicyFile:
    """Read a TOML file; without one everything is default.

    Raises:
        TableRefused: the file is absent, no TOML, or its `[columns]`, `[synonyms]` or `[kinds]` are wrong.
    """
    if path is None:
        return PolicyFile()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        raise refuse(str(path), "There is no such file.", "Check the name and the folder.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refuse(path.name, f"This is not a TOML file: {error}.", "Mend that line.") from None
    except OSError as error:
        raise refuse(str(path), f"The file can not be read ({error.strerror}).") from None
    columns, synonyms, kinds = (_table(data, name, path.name) for name in ("columns", "synonyms", "kinds"))
    _check_columns(columns, path.name)
    keep, forbid = (_pairs(data.pop(name, []), name, path.name) for name in ("keep", "forbid"))
    told = _synonyms(synonyms, path.name), _kinds(kinds, path.name)
    return PolicyFile(path.name, data, columns, *told, keep, forbid)


def _pairs(entries: object, name: str, file: str) -> list[tuple[str, str]]:
    """`[[keep]]` and `[[forbid]]`: a mentee and a mentor each."""
    found = []
    for entry in entries if isinstance(entries, list) else [entries]:
        pair = entry if isinstance(entry, dict) else {}
        mentee, mentor = pair.get("mentee"), pair.get("mentor")
        if not isinstance(mentee, str) or not isinstance(mentor, str) or len(pair) != 2:
            mend = f'Write [[{name}]] and below it mentee = "..." and mentor = "...", names or emails.'
            raise refuse(file, f"[[{name}]] is {entry!r}.", mend)
        found.append((mentee, mentor))
    return found


def _table(data: dict[str, Any], name: str, file: str) -> dict[str, Any]:
    table = data.pop(name, {})
    if not isinstance(table, dict):
        raise refuse(file, f"[{name}] is not a table.", f"Write [{name}] on a line of its own.")
    return table


def _check_columns(columns: Mapping[str, Any], file: str) -> None:
    for name, value in columns.items():
        if name in ("mentees", "mentors") and isinstance(value, Mapping):
            _check_columns(value, file)
        elif not isinstance(value, str) and not _is_list_of_text(value):
            mend = 'Give the name of a column, or a list of names: "Skills" or ["Skill 1", "Skill 2"].'
            raise refuse(file, f"[columns] {name} is {value!r}.", mend)


def _synonyms(table: Mapping[str, Any], file: str) -> dict[str, str]:
    """`"machine learning" = ["ML"]` becomes {"ml": "machine learning"}."""
    found: dict[str, str] = {}
    for skill, others in table.items():
        if not _is_list_of_text(others):
            mend = 'Give a list: "machine learning" = ["ML", "statistical learning"].'
            raise refuse(file, f'[synonyms] "{skill}" is {others!r}.', mend)
        found.update({words(other): words(skill) for other in others})
    return found


def _kinds(table: Mapping[str, Any], file: str) -> dict[str, Kind]:
    for name, kind in table.items():
        if kind not in KINDS:
            raise refuse(file, f'[kinds] "{name}" is {kind!r}.', f"Use one of: {', '.join(KINDS)}.")
    return {slug(name): kind for name, kind in table.items()}


def _is_list_of_text(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _entries(listed: object) -> Iterable[dict[str, Any]]:
    for entry in listed if isinstance(listed, list) else ():
        if isinstance(entry, dict):
            yield entry
            yield from _entries(entry.get("fallback"))


def _column(name: str, columns: Iterable[str]) -> str:
    """A column as the engine knows it: by its own name, or by the heading in the file ("Department")."""
    known, field = set(columns), guess(name, "mentees") or ""
    candidates = (name, slug(name), _ENGINE.get(field, field))
    return next((candidate for candidate in candidates if candidate in known), name)
