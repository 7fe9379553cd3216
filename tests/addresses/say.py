"""Having a say in one's match: people of the program see each other; managers choose how much."""

from tests.addresses.roles import IN_PROGRAM, MANAGERS

ROWS = [
    (frozenset({"ben"}), "GET PAGE", ["see_mentors"]),
    (frozenset({"ada", "neighbor"}), "GET PAGE", ["see_mentees"]),
    (IN_PROGRAM, "GET PAGE", ["see_person", "favorites"]),
    (IN_PROGRAM, "POST", ["add_favorite", "change_favorite", "matters_most"]),
    (MANAGERS, "GET POST PAGE", ["manage_say"]),
]

#: Pages whose queries are counted: (name, who opens it).
BUDGET = [
    ("see_mentors", "ben"),
    ("see_mentees", "ada"),
    ("see_person", "ben"),
    ("favorites", "ben"),
    ("manage_say", "cora"),
]
