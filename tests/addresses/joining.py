"""Ways into a program, and the desk of who runs it: people managers, codes, nominations, pauses, the table."""

from tests.addresses.roles import IN_PROGRAM, MANAGERS, SIGNED_IN

BOSS = frozenset({"boss"})

ROWS = [
    (SIGNED_IN, "GET POST PAGE", ["enter_code", "join_by_code"]),
    (BOSS, "GET PAGE", ["my_team"]),
    (BOSS, "POST", ["answer_approval"]),
    (BOSS | MANAGERS, "GET POST PAGE", ["nominate"]),
    (frozenset({"neighbor"}), "POST", ["opt_out"]),
    (IN_PROGRAM, "POST", ["pause_enrollment"]),
    (MANAGERS, "GET PAGE", ["manage_person"]),
    (MANAGERS, "POST", ["keep_view"]),
    (frozenset({"cora"}), "POST", ["undo_bulk", "forget_view"]),
]

BUDGET = [
    ("enter_code", "otto"),
    ("join_by_code", "otto"),
    ("my_team", "boss"),
    ("nominate", "boss"),
    ("manage_person", "cora"),
]

ARGUMENTS = {"join_by_code": {"code": "WORLD2027"}}
