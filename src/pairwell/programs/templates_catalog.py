"""The ready programs: TOML files in data/templates, read once and checked by name.

A file is called after its key and holds
  name, summary, aim, expectations, format, invitation_text: text (Markdown where people write it);
  enrollment_days, matching_days, weeks, cadence_days, session_minutes, answer_days: whole numbers;
  is_open, is_rolling, needs_approval, asks_people_manager, by_nomination: true or false;
  mentor_places, circle_size, circle_leaders, opt_out_days: whole numbers;
  welcome_text, starting_text, closing_text: the manager's letters; also_formats, mentor_training: keys;
  needs = [{key, label}]; activities: keys of activities in order;
  [policy]: the engine's own shape, carried as it is, with a `why` in each criterion and rule;
  [[objectives]]: title, measure;
  [[surveys]]: moment (of states.Moment), audience (mentees, mentors, managers), questions = keys of the bank;
  [[questions]]: key, text, kind, help, options = [{key, label}], required, asked, used_in_matching,
  matched_how, seen_by, shown_if = {question, answers}, translations, limits.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from pairwell.core.errors import Refused
from pairwell.programs.rules.conditions import check_conditions
from pairwell.programs.rules.questions import QuestionSpec, ShownIf, check_question
from pairwell.programs.rules.setup import check_settings
from pairwell.programs.states import Asked, Moment, SeenBy

FOLDER = Path(__file__).parent / "data" / "templates"


class TemplateProblem(ValueError):  # noqa: N818 - the room's own word
    """A template file that can not be used; the message names the file, the setting and the mend."""


@dataclass(frozen=True)
class ProgramTemplate:
    """A ready program; dates follow from the day it starts. reasons: why each part of its policy is there, by key."""

    key: str
    name: str
    summary: str
    aim: str
    expectations: str
    format: str
    enrollment_days: int = 21
    matching_days: int = 14
    weeks: int = 26
    cadence_days: int = 14
    session_minutes: int = 60
    answer_days: int = 7
    is_open: bool = True
    needs_approval: bool = False
    mentor_places: int = 1
    circle_size: int = 6
    position: int = 0
    icon: str = "users"
    invitation_text: str = ""
    activities: tuple[str, ...] = ()
    questions: tuple[QuestionSpec, ...] = ()
    policy: Mapping[str, Any] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    welcome_text: str = ""
    starting_text: str = ""
    closing_text: str = ""
    is_rolling: bool = False
    asks_people_manager: bool = False
    by_nomination: bool = False
    circle_leaders: int = 1
    opt_out_days: int = 7
    also_formats: tuple[str, ...] = ()
    mentor_training: tuple[str, ...] = ()
    needs: tuple[Mapping[str, str], ...] = ()
    surveys: tuple[Mapping[str, Any], ...] = ()
    objectives: tuple[tuple[str, str], ...] = ()

    def settings(self, name: str, starts_on: date) -> dict[str, Any]:
        """The fields of a program made from this template that starts on this day."""
        closes = starts_on - timedelta(days=self.matching_days)
        return {
            "name": name,
            "aim": self.aim,
            "expectations": self.expectations,
            "format": self.format,
            "enrollment_opens_on": closes - timedelta(days=self.enrollment_days),
            "enrollment_closes_on": None if self.is_rolling else closes,
            "starts_on": starts_on,
            "ends_on": starts_on + timedelta(weeks=self.weeks),
            "cadence_days": self.cadence_days,
            "session_minutes": self.session_minutes,
            "is_open": self.is_open,
            "needs_approval": self.needs_approval,
            "mentor_places": self.mentor_places,
            "circle_size": self.circle_size,
            "answer_days": self.answer_days,
            "invitation_text": self.invitation_text,
            **{name: getattr(self, name) for name in _ALIKE},
            "also_formats": list(self.also_formats),
            "mentor_training": list(self.mentor_training),
            "needs": [dict(need) for need in self.needs],
            "surveys": [dict(survey) for survey in self.surveys],
        }


_ALIKE = (
    "welcome_text", "starting_text", "closing_text", "is_rolling", "asks_people_manager", "by_nomination",
    "circle_leaders", "opt_out_days",
)  # fmt: skip
_PLAIN: dict[str, type] = {
    "name": str,
    "summary": str,
    "aim": str,
    "expectations": str,
    "format": str,
    "invitation_text": str,
    "icon": str,
    "enrollment_days": int,
    "matching_days": int,
    "weeks": int,
    "cadence_days": int,
    "session_minutes": int,
    "answer_days": int,
    "mentor_places": int,
    "circle_size": int,
    "position": int,
    "is_open": bool,
    "needs_approval": bool,
    "welcome_text": str,
    "starting_text": str,
    "closing_text": str,
    "is_rolling": bool,
    "asks_people_manager": bool,
    "by_nomination": bool,
    "circle_leaders": int,
    "opt_out_days": int,
}
_NEEDED = ("name", "summary", "aim", "expectations", "format")
_LISTS = (
    "activities", "questions", "policy", "also_formats", "mentor_training", "needs", "surveys", "objectives",
)  # fmt: skip


@lru_cache(maxsize=1)
def templates() -> tuple[ProgramTemplate, ...]:
    """Every ready program, in the order of the gallery.

    Raises TemplateProblem when a file can not be used.
    """
    found = [read_template(path) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(found, key=lambda template: (template.position, template.name)))


def template(key: str) -> ProgramTemplate:
    """The ready program of this key; Refused when there is none."""
    for found in templates():
        if found.key == key:
            return found
    raise Refused.because("no_template", f"There is no template “{key[:60]}”.", "template_key")


def read_template(path: Path) -> ProgramTemplate:
    """The template in a file; TemplateProblem names what is wrong with it."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
        raise TemplateProblem(f"{path.name} is not TOML: {problem}") from problem
    return template_of(path.stem, data)


def template_of(key: str, data: Mapping[str, Any]) -> ProgramTemplate:
    """The template that plain data describes; TemplateProblem names the file and the setting."""
    known = {*_PLAIN, *_LISTS, "key"}
    strangers = sorted(set(data) - known)
    if strangers:
        raise TemplateProblem(
            f"{key}: unknown setting “{strangers[0]}”; known are {', '.join(sorted(known))}."
        )
    for name in _NEEDED:
        if not str(data.get(name, "")).strip():
            raise TemplateProblem(f"{key}: “{name}” is missing.")
    plain = {name: _typed(key, name, data[name]) for name in _PLAIN if name in data}
    made = ProgramTemplate(
        key=key,
        **plain,
        activities=tuple(str(name) for name in data.get("activities", [])),
        questions=tuple(_question(key, row) for row in data.get("questions", [])),
        policy=_policy(data.get("policy", {})),
        reasons={part["key"]: str(part["why"]) for part in _parts(data.get("policy", {})) if part.get("why")},
        also_formats=tuple(str(name) for name in data.get("also_formats", [])),
        mentor_training=tuple(str(name) for name in data.get("mentor_training", [])),
        needs=tuple({"key": k, "label": w} for k, w in (_option(key, x) for x in data.get("needs", []))),
        surveys=tuple(_survey(key, row) for row in data.get("surveys", [])),
        objectives=tuple(_objective(key, row) for row in data.get("objectives", [])),
    )
    _check(made)
    return made


def _parts(policy: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [*policy.get("criteria", ()), *policy.get("rules", ())]


def _policy(policy: Mapping[str, Any]) -> dict[str, Any]:
    """The policy as the engine takes it, without the reasons."""
    plain = {
        part: [{name: value for name, value in entry.items() if name != "why"} for entry in policy[part]]
        for part in ("criteria", "rules")
        if part in policy
    }
    return {**policy, **plain}


def _typed(key: str, name: str, value: object) -> Any:
    if type(value) is not _PLAIN[name]:
        raise TemplateProblem(f"{key}: “{name}” must be of type {_PLAIN[name].__name__}, not {value!r}.")
    return value.strip() if isinstance(value, str) else value


def _question(key: str, row: Mapping[str, Any]) -> QuestionSpec:
    where = f"{key}: question “{row.get('key', row.get('text', '?'))}”"
    known = {
        "key", "text", "kind", "help", "options", "required", "asked", "used_in_matching", "matched_how",
        "seen_by", "shown_if", "translations", "limits",
    }  # fmt: skip
    strangers = sorted(set(row) - known)
    if strangers:
        raise TemplateProblem(f"{where} has an unknown setting “{strangers[0]}”.")
    if not row.get("key"):
        raise TemplateProblem(f"{where} has no key.")
    spec = QuestionSpec(
        key=str(row["key"]),
        text=str(row.get("text", "")),
        kind=str(row.get("kind", "")),
        help=str(row.get("help", "")),
        options=tuple(_option(where, option) for option in row.get("options", [])),
        required=bool(row.get("required", False)),
        asked=str(row.get("asked", Asked.BOTH)),
        used_in_matching=bool(row.get("used_in_matching", False)),
        matched_how=str(row.get("matched_how", "")),
        seen_by=str(row.get("seen_by", SeenBy.MANAGERS)),
        shown_if=_shown_if(where, row.get("shown_if") or {}),
        translations=dict(row.get("translations", {})),
        limits=dict(row.get("limits", {})),
    )
    for refusal in check_question(spec):
        raise TemplateProblem(f"{where}: {refusal.message}")
    return spec


def _shown_if(where: str, row: object) -> ShownIf | None:
    if not row:
        return None
    if not isinstance(row, Mapping) or not row.get("question") or not row.get("answers"):
        raise TemplateProblem(f"{where}: “shown_if” needs a question and its answers.")
    return ShownIf(str(row["question"]), tuple(str(one) for one in row["answers"]))


def _survey(key: str, row: Mapping[str, Any]) -> dict[str, Any]:
    moment, audience = str(row.get("moment", "")), str(row.get("audience", ""))
    if moment not in Moment.values:
        raise TemplateProblem(
            f"{key}: “{moment}” is no moment of a survey; there are {', '.join(Moment.values)}."
        )
    if audience not in ("mentees", "mentors", "managers"):
        raise TemplateProblem(
            f"{key}: “{audience}” is nobody a survey can ask: mentees, mentors or managers."
        )
    if not row.get("questions"):
        raise TemplateProblem(f"{key}: the survey “{moment}” asks nothing.")
    return {"moment": moment, "audience": audience, "questions": [str(one) for one in row["questions"]]}


def _objective(key: str, row: Mapping[str, Any]) -> tuple[str, str]:
    title = str(row.get("title", "")).strip()
    if not title:
        raise TemplateProblem(f"{key}: an objective has no title.")
    return title, str(row.get("measure", "")).strip()


def _option(where: str, option: object) -> tuple[str, str]:
    if not isinstance(option, Mapping) or not option.get("key") or not option.get("label"):
        raise TemplateProblem(f"{where}: each option needs a key and a label.")
    return str(option["key"]), str(option["label"])


def _check(made: ProgramTemplate) -> None:
    for refusal in check_settings(made.settings(made.name, date(2024, 1, 1))):
        raise TemplateProblem(f"{made.key}: “{refusal.field}”: {refusal.message}")
    keys = [spec.key for spec in made.questions]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise TemplateProblem(f"{made.key}: two questions have the key “{twice[0]}”.")
    for refusal in check_conditions(made.questions):
        raise TemplateProblem(f"{made.key}: {refusal.message}")
    for name, low in (("enrollment_days", 1), ("matching_days", 0), ("weeks", 1)):
        if getattr(made, name) < low:
            raise TemplateProblem(f"{made.key}: “{name}” must be at least {low}.")
