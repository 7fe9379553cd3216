"""Having a say in one's match: people of the program see each other; managers choose how much."""

from tests.addresses.roles import IN_PROGRAM, MANAGERS, MEMBERS, SIGNED_IN

ROWS = [
    (frozenset({"ben"}), "GET PAGE", ["see_mentors"]),
    (frozenset({"ada", "neighbor"}), "GET PAGE", ["see_mentees"]),
    (IN_PROGRAM, "GET PAGE", ["see_person", "favorites", "private_answers"]),
    (IN_PROGRAM, "POST", ["add_favorite", "change_favorite", "matters_most", "say_privately"]),
    (frozenset({"ben"}), "POST", ["ask_person", "take_back_request"]),
    (SIGNED_IN, "GET PAGE", ["requests"]),
    (MEMBERS, "GET POST PAGE", ["request", "fit_check"]),
    (MANAGERS, "GET POST PAGE", ["manage_say"]),
    (MANAGERS, "GET PAGE", ["rematch", "learning"]),
    (MANAGERS, "POST", ["refresh_shortlist", "apply_learned"]),
]

#: Pages whose queries are counted: (name, who opens it).
BUDGET = [
    ("see_mentors", "ben"),
    ("see_mentees", "ada"),
    ("see_person", "ben"),
    ("favorites", "ben"),
    ("private_answers", "ben"),
    ("requests", "ben"),
    ("request", "ada"),
    ("fit_check", "ben"),
    ("manage_say", "cora"),
    ("rematch", "cora"),
    ("learning", "cora"),
]
