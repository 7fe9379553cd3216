"""Made-up people: who they are, where they sit, what they can do. Pure: no database."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from pairwell.cli.company.cast import PARTS, Part
from pairwell.cli.company.dice import address_part, dice, some, weighted
from pairwell.cli.company.material import COMPANY, DOMAIN, departments, names, offices, read, words

LEVELS = {1: 5, 2: 17, 3: 22, 4: 20, 5: 14, 6: 10, 7: 7, 8: 3.5}
FEWEST = 100
HOURS = (
    ([[9, 17]], 40), ([[8, 16]], 22), ([[10, 18]], 16), ([[9, 13], [14, 18]], 12), ([[7, 15]], 6),
    ([[12, 20]], 4),
)  # fmt: skip
WEEK = ("mon", "tue", "wed", "thu", "fri")
CADENCES = ("weekly", "fortnightly", "fortnightly", "monthly", "flexible")
STYLES = ("listener", "teacher", "challenger", "connector", "planner")
OFFERED, WANTED = "offered", "wanted"


@dataclass(slots=True)
class Somebody:
    """A person before the database knows them; `skills` maps (kind, key) to (level, urgency)."""

    number: int
    full_name: str
    email: str
    title: str
    department: str
    office: dict[str, Any]
    level: int
    hired_on: date
    pronouns: str
    languages: dict[str, int]
    skills: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    career: list[dict[str, Any]] = field(default_factory=list)
    interests: list[str] = field(default_factory=list)
    hours: dict[str, list[list[int]]] = field(default_factory=dict)
    style: str = ""
    cadence: str = ""
    manager: int | None = None

    def keys(self, kind: str) -> list[str]:
        """Keys of the skills of a kind, in the order they were chosen."""
        return [key for of, key in self.skills if of == kind]


def draft_people(count: int, seed: int, today: date) -> list[Somebody]:
    """The whole company; the people of PARTS come first, then the heads of departments."""
    if count < FEWEST:
        raise ValueError(f"A demo company needs at least {FEWEST} people, not {count}.")
    taken: set[str] = {found.email for found in PARTS}
    people = [_from_part(number, found, today) for number, found in enumerate(PARTS)]
    heads = [d["name"] for d in departments() if d["name"] != "People"]
    for number in range(len(people), count):
        chance = dice(seed, "person", number)
        head = heads[number - len(PARTS)] if number - len(PARTS) < len(heads) else None
        people.append(_draw(number, chance, head, taken, today))
    for found in people:
        _equip(found, dice(seed, "profile", found.number), today)
    return people


def _from_part(number: int, found: Part, today: date) -> Somebody:
    office = next(o for o in offices() if o["name"] == found.office)
    hired = today - timedelta(days=500 * found.level + 37 * number)
    return Somebody(
        number, found.full_name, found.email, found.title, found.department, office, found.level, hired,
        found.pronouns, dict(found.languages),
    )  # fmt: skip


def _draw(number: int, chance: Random, head: str | None, taken: set[str], today: date) -> Somebody:
    office = weighted(chance, {i: o["share"] for i, o in enumerate(offices())})
    place = offices()[office]
    department = head or weighted(chance, {d["name"]: d["share"] for d in departments()})
    level = 9 if head else weighted(chance, LEVELS)
    titles = next(d["titles"] for d in departments() if d["name"] == department)
    culture = weighted(chance, place["cultures"])
    woman = chance.random() < 0.5
    full_name, roman = _name(chance, names()[culture], woman=woman)
    return Somebody(
        number=number,
        full_name=full_name,
        email=_email(roman, taken),
        title=titles[level - 1],
        department=department,
        office=place,
        level=level,
        hired_on=_hired(chance, level, today),
        pronouns=_pronouns(chance, woman=woman),
        languages=_languages(chance, names()[culture]["language"], place["languages"]),
    )


def _name(chance: Random, culture: dict[str, Any], *, woman: bool) -> tuple[str, str]:
    """The name as the person writes it, and in plain letters for their address."""
    given = chance.choice(culture["women" if woman else "men"]).split("|")
    family = chance.choice(culture["family"]).split("|")
    shape = culture.get("shape", "family-last")
    if shape == "double":
        other = chance.choice([name for name in culture["family"] if name != family[0]])
        family = [f"{family[0]} {other}"]
    # Latin letters with accents are how people write themselves; other scripts are the choice of some.
    latin = all(ord(c) < 0x370 or 0x1E00 <= ord(c) < 0x2000 for c in given[0] + family[0])
    native = latin or chance.random() < 0.3
    a, b = (given[0], family[0]) if native else (given[-1], family[-1])
    if shape == "single":
        return a, given[-1]
    roman = f"{given[-1]} {family[-1]}"
    if shape == "initial":
        return f"{b} {a}", roman
    if shape == "family-first":
        joint = "" if native and not latin else " "
        return f"{b}{joint}{a}", roman
    return f"{a} {b}", roman


def _email(roman: str, taken: set[str]) -> str:
    part = address_part(roman) or "colleague"
    email, number = f"{part}@{DOMAIN}", 2
    while email in taken:
        email, number = f"{part}{number}@{DOMAIN}", number + 1
    taken.add(email)
    return email


def _pronouns(chance: Random, *, woman: bool) -> str:
    throw = chance.random()
    if throw < 0.02:
        return "they/them"
    return ("she/her" if woman else "he/him") if throw < 0.4 else ""


def _hired(chance: Random, level: int, today: date) -> date:
    if level <= 4 and chance.random() < 0.12:
        return today - timedelta(days=chance.randint(3, 75))
    return today - timedelta(days=int(chance.uniform(90, 500 + 480 * level)))


def _languages(chance: Random, mother: str, local: Sequence[str]) -> dict[str, int]:
    found = {mother: 5}
    for language in local:
        found.setdefault(language, chance.randint(3, 5))
    found.setdefault("en", chance.choice((3, 4, 4, 5)))
    if chance.random() < 0.15:
        found.setdefault(chance.choice(("fr", "es", "de", "pt", "ar", "sw")), chance.randint(1, 3))
    return found


def _equip(person: Somebody, chance: Random, today: date) -> None:
    _give_skills(person, chance)
    person.career = _career(person, chance)
    person.interests = some(chance, words()["interests"], 2, 5)
    person.style = chance.choice(STYLES) if chance.random() < 0.8 else ""
    hours = chance.choices([h for h, _ in HOURS], weights=[w for _, w in HOURS])[0]
    days = [d for d in WEEK if not (d == "fri" and chance.random() < 0.1)]
    person.hours = dict.fromkeys(days, hours) if chance.random() < 0.92 else {}
    person.cadence = chance.choice(CADENCES) if chance.random() < 0.6 else ""
    person.career = _told(person.career, chance)


def craft_of(department: str) -> dict[str, Any]:
    """The department's material; the executive office talks like the product department."""
    found = {d["name"]: d for d in departments()}
    return found.get(department, found["Product"])


def _give_skills(person: Somebody, chance: Random) -> None:
    own = craft_of(person.department)["skills"]
    level, material = person.level, words()
    offered = some(chance, own, 2 + level // 3, 3 + level // 2) + some(chance, material["soft"], 0, 2)
    if level >= 5:
        offered += some(chance, material["lead"], 2, 3 + level // 3)
    for key in offered:
        person.skills.setdefault((OFFERED, key), (_grade(chance, level), 2))
    wishes = some(chance, own, 1, 2) + some(chance, material["grow"], 1, 2)
    other = chance.choice(departments())["skills"]
    wishes += some(chance, other, 0, 1) + (some(chance, material["lead"], 1, 2) if level >= 4 else [])
    for key in wishes:
        if (OFFERED, key) not in person.skills:
            urgency = chance.choices((1, 2, 3), weights=(3, 5, 2))[0]
            person.skills.setdefault((WANTED, key), (chance.randint(2, 4), urgency))


def _grade(chance: Random, level: int) -> int:
    return max(1, min(5, round(chance.gauss(1.6 + level * 0.38, 0.8))))


def _career(person: Somebody, chance: Random) -> list[dict[str, Any]]:
    """Newest first; the years follow each other without a gap in the arithmetic."""
    year = person.hired_on.year
    found: list[dict[str, Any]] = [{"role": person.title, "place": COMPANY, "from": year, "to": None}]
    material = craft_of(person.department)
    jobs = chance.sample(
        material["past"], min(len(material["past"]), chance.randint(0, 1 + person.level // 3))
    )
    for role, place in zip(jobs, chance.sample(words()["employers"], len(jobs)), strict=True):
        start = year - chance.randint(1, 5)
        found.append({"role": role, "place": place, "from": start, "to": year})
        year = start
    return found


def _told(career: list[dict[str, Any]], chance: Random) -> list[dict[str, Any]]:
    """The jobs with a story here and there, a turn of life among them and where it all began below them."""
    material = read("journeys")
    steps = [{**step, "kind": "work", "text": ""} for step in career]
    for step in steps:
        if chance.random() < 0.35:
            step["text"] = chance.choice(material["told"])
    began = steps[-1]["from"]
    if chance.random() < 0.35:
        role, place, text = chance.choice(material["turns"])
        year = chance.randint(began, steps[0]["from"])
        turn = {"role": role, "place": place, "from": year, "to": year + 1, "kind": "life", "text": text}
        at = next((n for n, step in enumerate(steps) if step["from"] <= year), len(steps))
        steps.insert(at, turn)
    if chance.random() < 0.7:
        role, place = chance.choice(material["studies"])
        start = began - chance.randint(3, 5)
        steps.append({"role": role, "place": place, "from": start, "to": began, "kind": "study", "text": ""})
    return [{**step, "id": f"s{number}"} for number, step in enumerate(steps, 1)]
