"""A program's team, and the results its sponsors read."""

from tests.addresses.roles import MANAGERS, SIGNED_IN

ROWS = [
    (MANAGERS, "GET PAGE", ["manage_team"]),
    (MANAGERS, "POST", ["add_to_team", "remove_from_team"]),
    (SIGNED_IN, "GET PAGE", ["results"]),
    (MANAGERS | {"patron", "sponsor"}, "GET PAGE", ["program_results"]),
]

BUDGET = [("manage_team", "cora"), ("results", "sponsor"), ("program_results", "patron")]
