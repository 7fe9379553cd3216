"""Which rows of a people file are good, what they would change, and what is wrong with the others.

Pure: the file's rows and a snapshot of the directory in, a plan out. Dry run and import use the same plan.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pairwell.people.rules.fields import BY_KEY, BadValue
from pairwell.people.rules.managers import Circles


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the directory has them now."""

    pk: int
    email: str
    employee_id: str | None
    manager_id: int | None
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; a warning means that the row is imported all the same."""

    row: int
    column: str
    reason: str
    is_warning: bool = False


@dataclass(slots=True)
class Planned:
    """A good row: the new values, whom it is about (None: somebody new), and the manager's email."""

    row: int
    values: dict[str, Any]
    person: Known | None = None
    manager: str = ""
    manager_changes: bool = False

    @property
    def email(self) -> str:
        return str(self.values["email"])

    @property
    def changes(self) -> dict[str, Any]:
        """What differs from the directory; everything for somebody new."""
        if self.person is None:
            return dict(self.values)
        now = self.person.values
        return {key: value for key, value in self.values.items() if now.get(key) != value}


@dataclass(slots=True)
class Plan:
    """What an import would do."""

    rows: int = 0
    good: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> int:
        """Rows that would not be imported."""
        return self.rows - len(self.good)


class Directory:
    """A snapshot of the directory that answers who a row is about."""

    def __init__(self, people: Sequence[Known]) -> None:
        self.by_pk = {person.pk: person for person in people}
        self.by_email = {person.email: person for person in people}
        self.by_number = {person.employee_id: person for person in people if person.employee_id}

    def find(self, values: Mapping[str, Any]) -> Known | None:
        """The person a row is about: by employee number first, then by email.

        Raises BadValue when number and email lead to two people.
        """
        by_number = self.by_number.get(values.get("employee_id") or "")
        by_email = self.by_email.get(values["email"])
        if by_number and by_email and by_number.pk != by_email.pk:
            raise BadValue("belongs to somebody else than the employee number; correct one of the two.")
        if by_email and not by_number and by_email.employee_id and values.get("employee_id"):
            raise BadValue(
                f"belongs to employee {by_email.employee_id} already; correct the number or the address."
            )
        return by_number or by_email


def plan_import(
    rows: Sequence[Sequence[str]],
    numbers: Sequence[int],
    mapping: Mapping[str, int],
    directory: Directory,
) -> Plan:
    """Decide about every row.

    rows: cells by column; numbers: each row's number in the file; mapping: field key -> column index.
    A row is refused when a value cannot be read, when a name or email is missing, or when an earlier row
    is about the same person. A manager who cannot be found, or a circle of managers, is a warning: the
    person is imported without that manager.
    """
    plan = Plan(rows=len(rows))
    seen: dict[str, int] = {}
    for number, cells in zip(numbers, rows, strict=True):
        values, problems = _read(number, cells, mapping)
        problems = problems or _missing(number, values) or _repeated(number, values, seen)
        person, problems = _find(number, values, directory) if not problems else (None, problems)
        if problems:
            plan.problems.extend(problems)
        else:
            manager = str(values.pop("manager", "") or "")
            plan.good.append(Planned(number, values, person, manager))
    _settle_managers(plan, directory)
    return plan


def _find(number: int, values: Mapping[str, Any], directory: Directory) -> tuple[Known | None, list[Problem]]:
    try:
        return directory.find(values), []
    except BadValue as error:
        return None, [Problem(number, "Email", str(error))]


def _read(
    number: int, cells: Sequence[str], mapping: Mapping[str, int]
) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for key, index in mapping.items():
        cell = cells[index].strip() if index < len(cells) else ""
        if not cell:
            continue
        try:
            values[key] = BY_KEY[key].read(cell)
        except BadValue as error:
            problems.append(Problem(number, BY_KEY[key].label, str(error)))
    first, last = values.pop("first_name", ""), values.pop("last_name", "")
    if "full_name" not in values and (first or last):
        values["full_name"] = f"{first} {last}".strip()
    return values, problems


def _missing(number: int, values: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if "email" not in values:
        problems.append(Problem(number, "Email", "is empty; everybody needs an address of their own."))
    if "full_name" not in values:
        problems.append(Problem(number, "Full name", "is empty; write the name."))
    return problems


def _repeated(number: int, values: Mapping[str, Any], seen: dict[str, int]) -> list[Problem]:
    keys = {f"email {values['email']}": "Email"}
    if values.get("employee_id"):
        keys[f"number {values['employee_id']}"] = "Employee number"
    for key, column in keys.items():
        if key in seen:
            reason = f"is the same as in row {seen[key]}; keep one row for each person."
            return [Problem(number, column, reason)]
    seen.update(dict.fromkeys(keys, number))
    return []


def _settle_managers(plan: Plan, directory: Directory) -> None:
    """Turn what the file says about managers into emails, and drop links that lead nowhere or in circles."""
    by_key: dict[str, str] = {}
    for planned in plan.good:
        by_key[planned.email] = planned.email
        if planned.values.get("employee_id"):
            by_key[str(planned.values["employee_id"])] = planned.email
    for planned in plan.good:
        if planned.manager:
            planned.manager = _manager_email(planned, by_key, directory, plan)
    _break_circles(plan, directory)
    for planned in plan.good:
        now = directory.by_pk.get(planned.person.manager_id or 0) if planned.person else None
        planned.manager_changes = bool(planned.manager) and (now is None or now.email != planned.manager)


def _manager_email(planned: Planned, by_key: Mapping[str, str], directory: Directory, plan: Plan) -> str:
    said = planned.manager
    known = directory.by_email.get(said.lower()) or directory.by_number.get(said)
    email = by_key.get(said.lower()) or by_key.get(said) or (known.email if known else "")
    reason = ""
    if not email:
        reason = f"“{said[:60]}” is neither in this file nor in the directory"
    elif email == planned.email:
        email, reason = "", "nobody can be their own manager"
    if reason:
        column = BY_KEY["manager"].label
        plan.problems.append(
            Problem(planned.row, column, f"{reason}; imported without a manager.", is_warning=True)
        )
    return email


def _break_circles(plan: Plan, directory: Directory) -> None:
    links: dict[str, str] = {}
    for known in directory.by_pk.values():
        if known.manager_id in directory.by_pk:
            links[known.email] = directory.by_pk[known.manager_id].email
    for planned in plan.good:
        if planned.person is not None and planned.person.email != planned.email:
            links.pop(planned.person.email, None)
        if planned.manager:
            links[planned.email] = planned.manager
    circles = Circles(links)
    for planned in plan.good:
        if planned.manager and (circle := circles.of(planned.email)):
            planned.manager = ""
            names = " → ".join([*circle[:6], "…"] if len(circle) > 6 else circle)
            reason = f"managers form a circle ({names}); imported without a manager."
            plan.problems.append(Problem(planned.row, BY_KEY["manager"].label, reason, is_warning=True))
