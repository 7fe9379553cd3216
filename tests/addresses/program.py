"""A program, as participants see it (this one is by invitation)."""

from tests.addresses.roles import IN_PROGRAM

ROWS = [
    (IN_PROGRAM, "GET PAGE", ["program"]),
    (IN_PROGRAM, "GET POST", ["join"]),
    (IN_PROGRAM, "POST", ["leave_program"]),
]

#: Pages whose queries are counted: (name, who opens it).
BUDGET = [
    ("program", "ben"),
]
