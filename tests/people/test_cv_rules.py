"""What the text of a CV suggests."""

import pytest

from pairwell.people.rules.cv import Suggestion, looks_like_a_cv, suggestions

SKILLS = {"negotiation": "negotiation", "project management": "project-management", "python": "python",
          "verhandlung": "negotiation", "go": "go", "sql": "sql"}  # fmt: skip
NAMES = {"negotiation": "Negotiation", "project-management": "Project management", "python": "Python", "go": "Go",
         "sql": "SQL"}  # fmt: skip
CV = """
Maria Example
Hamburg · maria@example.org

PROFESSIONAL EXPERIENCE
Senior Planner, Harbor Works                         03/2018 – present
Responsible for project management of twelve sites. Negotiation with suppliers.
2012 - 2018  Project engineer | Bridge & Sons
Jan 2009 – Dec 2011
Trainee
Northern Railways
Education
2004–2009 Civil engineering, TU Hamburg
Volunteering
since 2015 Sea rescue
Skills
Python, SQL, project management
Languages
German (native), English – C1, French A2
"""


def found(text: str = CV) -> list[Suggestion]:
    return suggestions(text, skills=SKILLS, names=NAMES, this_year=2026)


def steps(text: str = CV) -> list[tuple[object, ...]]:
    return [
        (row["kind"], row["role"], row["place"], row["from"], row["to"])
        for row in found(text)
        if row["what"] == "journey"
    ]


def test_years_mark_steps_whatever_side_they_stand_on() -> None:
    assert steps() == [
        ("work", "Senior Planner", "Harbor Works", 2018, None),
        ("work", "Project engineer", "Bridge & Sons", 2012, 2018),
        ("work", "Trainee", "Northern Railways", 2009, 2011),
        ("study", "Civil engineering", "TU Hamburg", 2004, 2009),
        ("life", "Sea rescue", "", 2015, None),
    ]


def test_skills_are_found_by_name_and_synonym_the_most_frequent_first() -> None:
    keys = [row["key"] for row in found() if row["what"] == "skill"]
    assert keys[0] == "project-management"
    assert set(keys) == {"project-management", "negotiation", "python", "sql"}


def test_a_short_word_is_no_skill_by_accident() -> None:
    assert not [row for row in found("We go there 2001 - 2004 Sailor, Sea") if row["what"] == "skill"]


def test_languages_carry_their_level() -> None:
    levels = {row["code"]: row["level"] for row in found() if row["what"] == "language"}
    assert levels == {"de": 5, "en": 4, "fr": 2}


def test_a_language_in_the_middle_of_a_sentence_is_none() -> None:
    assert not [r for r in found("I sold cars on the Spanish market, 2001 - 2004") if r["what"] == "language"]


@pytest.mark.parametrize(
    ("line", "years"),
    [
        ("Berufserfahrung\nLeiterin, Werk Nord, 01.2010 bis heute", (2010, None)),
        ("Experiencia\nenero 2010 hasta marzo 2015 Ingeniera, Puerto", (2010, 2015)),
        ("Expérience professionnelle\nIngénieure chez Port, 2010 à aujourd'hui", (2010, None)),
        ("Nurse (2010-2012)", (2010, 2012)),
    ],
)
def test_other_languages_and_ways_to_write_years(line: str, years: tuple[object, ...]) -> None:
    assert [row[3:] for row in steps(line)] == [years]


def test_years_out_of_order_or_in_the_far_future_are_left_out() -> None:
    assert steps("Sailor, Sea, 2012 - 2004\nPilot, Air, 2090 - 2099") == []


def test_an_invoice_is_not_a_cv() -> None:
    assert not looks_like_a_cv(found("Invoice 4711\nTotal 120.00 EUR, payable within 14 days\nThank you"))
    assert looks_like_a_cv(found())


def test_a_hostile_text_takes_no_time_and_suggests_little() -> None:
    rows = found(("2001 - 2002 " * 40 + "\n") * 400 + "a " * 60_000)
    assert len(rows) <= 40
