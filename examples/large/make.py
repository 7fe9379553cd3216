# ruff: noqa: E501, SIM905 - tables of words read better in long lines
"""Writes mentees.csv and mentors.csv of a large program: 300 mentees and 200 mentors, the same every time.

    python make.py [folder] [mentees] [mentors]

Names are put together from common given and family names of many countries; nobody in it is a real person.
"""

import csv
import random
import sys
from pathlib import Path

GIVEN = (
    "Aaliyah Adaeze Agnieszka Ahmed Aiko Alejandro Amara Amélie Anders Anjali Antonio Aylin Bastian "
    "Beatriz Bilal Camila Chidi Chloé Daan Dalia Dmitri Elif Emeka Esther Fatou Fernando Freya Gabriel "
    "Giulia Hamza Hana Hassan Ingrid Ioana Isabella Ji-woo João Kamala Karim Kateryna Khadija Kofi Lars "
    "Laura Leila Lin Luca Malik Mariana Mateo Mei Mila Minh Mohammed Nadia Naledi Nikhil Noor Olumide "
    "Omar Paloma Petra Priya Rafael Ravi Rosa Saanvi Samuel Sara Seo-yeon Siddharth Siobhán Sofía Tariq "
    "Thabo Thandiwe Tomás Valentina Viktor Wanjiru Wei Yara Yuki Zeynep Zofia"
).split()
FAMILY = (
    "Abe Abdi Adeyemi Almeida Andersen Asante Bakker Banerjee Bauer Bianchi Boateng Castillo Chen Cohen "
    "Costa Çelik Dlamini Dubois Eriksson Fernández Fischer García Gonçalves Haddad Hansen Horváth Ibrahim "
    "Ivanova Jansen Kamau Kaya Khan Kim Kovač Kumar Lefèvre Lindström Mahlangu Marković Mbeki Mendoza "
    "Mensah Moreau Müller Murphy Mwangi Nakamura Ndlovu Nguyen Novák Nowak O'Brien Okafor Okonkwo Olsen "
    "Osei Papadopoulos Park Patel Pereira Popescu Rahman Reyes Romano Rossi Saito Sánchez Schmidt Sharma "
    "Silva Singh Soto Suzuki Tanaka Tran Ueda Vargas Virtanen Wang Weber Wójcik Yamamoto Yılmaz Zhang "
    "Zulu"
).split()
PLACES = {
    "Oslo": ("CET", ["Norwegian", "English"]), "Lagos": ("WAT", ["English", "Yoruba"]), "Berlin": ("CET", ["German", "English"]),
    "Nairobi": ("EAT", ["English", "Swahili"]), "São Paulo": ("BRT", ["Portuguese", "English"]), "Singapore": ("SGT", ["English", "Chinese"]),
    "Paris": ("CET", ["French", "English"]), "Bangalore": ("IST", ["English", "Hindi"]), "Montréal": ("EST", ["French", "English"]),
    "Tokyo": ("JST", ["Japanese", "English"]),
}  # fmt: skip
UNITS = {
    "Engineering": [
        "Python",
        "Cloud",
        "System design",
        "Testing",
        "Security",
        "Machine learning",
        "Code review",
    ],
    "Finance": ["Excel", "Forecasting", "Budgets", "Storytelling with data", "SQL"],
    "Sales": ["Negotiation", "Key accounts", "Public speaking", "Pricing"],
    "People": ["Coaching", "Change management", "Facilitation", "Recruiting"],
    "Product": ["Product strategy", "UX", "Stakeholder management", "SQL", "Pricing"],
    "Operations": ["Project management", "Logistics", "Excel", "Change management"],
}
SHARED = ["Leadership", "Public speaking", "Delegation", "People management", "Time management", "Networking"]
HOURS = ("Mon-Fri 9-17", "mornings", "afternoons", "Mon-Thu 10-16", "flexible", "8:30-16:30")
INTERESTS = ("hiking chess cooking football reading music photography running gardening dancing").split()
AIMS = (
    "lead a team for the first time", "move into another department", "speak with confidence in front of customers",
    "become the expert that others ask", "find a better balance between work and family", "run a project on my own",
    "understand how our business makes money", "prepare for a role abroad", "change from specialist to manager",
)  # fmt: skip
PASTS = (
    "led teams of five to fifty people", "moved between three departments", "presented to customers on four continents",
    "built our first product line", "came back part time after two children", "ran programs with many partners",
    "grew from analyst to director", "worked in five countries", "coach colleagues who become managers",
)  # fmt: skip


def names(count: int, chance: random.Random) -> list[str]:
    """Different full names."""
    every = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    return chance.sample(every, count)


def person(name: str, number: int, senior: bool, chance: random.Random) -> dict[str, str]:
    """One row, with a blank here and there."""
    place = chance.choice(list(PLACES))
    unit = chance.choice(list(UNITS))
    zone, languages = PLACES[place]
    skills = chance.sample(UNITS[unit], 3) + chance.sample(SHARED, 2)
    row = {
        "Name": name,
        "Email": f"person{number}@example.com",
        "Department": unit,
        "Office": place,
        "Time zone": zone,
        "Hours": chance.choice(HOURS),
        "Languages": ", ".join(languages),
        "Years of experience": str(chance.randint(8, 30) if senior else chance.randint(0, 9)),
        "Level": str(chance.randint(4, 8) if senior else chance.randint(1, 5)),
        "Skills": "; ".join(f"{skill} ({chance.randint(3, 5)})" if senior else skill for skill in skills),
        "Interests": ", ".join(chance.sample(INTERESTS, 2)),
        "Why": f"I {chance.choice(PASTS)}."
        if senior
        else f"I want to {chance.choice(AIMS)} in {unit.lower()}.",
    }
    return {
        key: "" if key not in ("Name", "Email") and chance.random() < 0.04 else value
        for key, value in row.items()
    }


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """A CSV file in UTF-8."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def main() -> None:
    """Write both files."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    mentees, mentors = (int(word) for word in (*sys.argv[2:4], *("300", "200")[len(sys.argv[2:4]) :]))
    chance = random.Random(2027)  # noqa: S311 - names, not secrets
    everybody = names(mentees + mentors, chance)
    older = [person(name, number, True, chance) for number, name in enumerate(everybody[:mentors])]
    for row in older:
        row["How many mentees?"] = chance.choice(["1", "1", "2", "2", "3", ""])
        row["Experience"] = row.pop("Why")
    younger = [
        person(name, mentors + number, False, chance) for number, name in enumerate(everybody[mentors:])
    ]
    for row in younger:
        row["Goals"] = row.pop("Why")
        asked = chance.sample(everybody[:mentors], 3) if chance.random() < 0.6 else ["", "", ""]
        row.update(
            {f"{place} choice": name for place, name in zip(("1st", "2nd", "3rd"), asked, strict=True)}
        )
    write(folder / "mentors.csv", older)
    write(folder / "mentees.csv", younger)


if __name__ == "__main__":
    main()
