"""A program's team."""

from tests.addresses.roles import MANAGERS

ROWS = [
    (MANAGERS, "GET PAGE", ["manage_team"]),
    (MANAGERS, "POST", ["add_to_team", "remove_from_team"]),
]

BUDGET = [("manage_team", "cora")]
