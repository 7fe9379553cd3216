"""One's own pages."""

from tests.addresses.roles import SIGNED_IN

ROWS = [
    (SIGNED_IN, "GET PAGE", ["home", "about", "programs", "mentorships", "activities", "activity"]),
    (SIGNED_IN, "GET PAGE", ["notices", "proposals"]),
]

#: Pages whose queries are counted: (name, who opens it).
BUDGET = [
    ("home", "ben"),
    ("home", "cora"),
    ("about", "otto"),
    ("programs", "ben"),
    ("activities", "ben"),
    ("activity", "ben"),
    ("notices", "ada"),
    ("proposals", "ada"),
    ("mentorships", "ada"),
]
