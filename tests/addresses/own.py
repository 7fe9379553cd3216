"""One's own pages."""

from tests.addresses.roles import SIGNED_IN

ROWS = [
    (SIGNED_IN, "GET PAGE", ["home", "about", "programs", "mentorships", "activities", "activity"]),
    (SIGNED_IN, "GET PAGE", ["notices", "proposals"]),
    (SIGNED_IN, "GET POST PAGE", ["profile"]),
]

#: Pages whose queries are counted: (name, who opens it).
BUDGET = [
    ("home", "ben"),
    ("home", "cora"),
    ("about", "otto"),
    ("programs", "ben"),
    ("activities", "ben"),
    ("activity", "ben"),
    ("profile", "ada"),
    ("notices", "ada"),
    ("proposals", "ada"),
    ("mentorships", "ada"),
]
