"""How people describe themselves: sentences put together so that no two profiles have the same shape."""

from collections.abc import Mapping
from random import Random

from pairwell.cli.company.dice import dice
from pairwell.cli.company.material import words
from pairwell.cli.company.persons import OFFERED, WANTED, Somebody, craft_of

PROPER = frozenset(
    {
        "Python",
        "Java",
        "Kotlin",
        "Rust",
        "React",
        "Go",
        "Scrum",
        "Kanban",
        "Linux administration",
        "Six Sigma",
    }
)


def in_a_sentence(name: str) -> str:
    """A skill's name as it stands inside a sentence: "public speaking", but "SQL" and "Python"."""
    return name if name in PROPER or not name[1:2].islower() else name[0].lower() + name[1:]


def describe(person: Somebody, skill_names: Mapping[str, str], seed: int) -> tuple[str, str, str]:
    """Headline, about and goals. One in ten says little or nothing, as people do."""
    chance = dice(seed, "voice", person.number)
    offered = [in_a_sentence(skill_names[key]) for key in person.keys(OFFERED)]
    wanted = [in_a_sentence(skill_names[key]) for key in person.keys(WANTED)]
    quiet = chance.random()
    headline = _headline(person, chance, offered, wanted)
    if quiet < 0.06 and person.number > 12:
        return headline if quiet < 0.03 else "", "", ""
    about = _about(person, chance, offered)
    goals = "" if quiet < 0.1 and person.number > 12 else _goals(person, chance, wanted)
    return headline, about, goals


def _headline(person: Somebody, chance: Random, offered: list[str], wanted: list[str]) -> str:
    past = person.career[1]["role"] if len(person.career) > 1 else ""
    fitting = [
        line
        for line in words()["headlines"]
        if (past or "{past}" not in line)
        and (wanted or "{want}" not in line)
        and (len(offered) > 1 or "skill2}" not in line)
        and (offered or "kill}" not in line)
    ]
    filled = chance.choice(fitting).format(
        title=person.title,
        past=past.split(",")[0].lower() if past else "",
        office=person.office["name"],
        skill=offered[0] if offered else "",
        Skill=_capital(offered[0]) if offered else "",
        skill2=offered[1] if len(offered) > 1 else "",
        want=wanted[0] if wanted else "",
        interest=person.interests[0],
    )
    return _capital(filled)[:160]


def _about(person: Somebody, chance: Random, offered: list[str]) -> str:
    craft, material = craft_of(person.department), words()
    work = [chance.choice(craft["does"])]
    past = [chance.choice(craft["moments"] if chance.random() < 0.5 else material["turning"])]
    outside = [chance.choice(material["outside"])]
    help_with = [_fill(chance.choice(material["help_with"]), offered)] if len(offered) > 1 else []
    shape = chance.choice(
        (
            [work, past, help_with],
            [past, work, outside],
            [work, help_with, outside],
            [past, help_with],
            [work, past, help_with, outside],
            [outside, work, help_with],
            [help_with, work],
            [work, past],
        )
    )
    return " ".join(sentence for part in shape for sentence in part)


def _goals(person: Somebody, chance: Random, wanted: list[str]) -> str:
    material = words()
    parts = [chance.choice(craft_of(person.department)["aims"])] if chance.random() < 0.7 else []
    lines, reasons = chance.sample(material["want"], 2), chance.sample(material["reason"], 2)
    for skill, line, reason in zip(wanted[: chance.randint(1, 2)], lines, reasons, strict=False):
        parts.append(line.format(skill=skill, Skill=_capital(skill), reason=reason))
    if chance.random() < 0.5:
        parts.append(chance.choice(material["hope"]))
    return " ".join(parts)


def _fill(line: str, offered: list[str]) -> str:
    return line.format(skill=offered[0], skill2=offered[1])


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
