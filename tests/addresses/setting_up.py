"""Setting a program up: objectives, planned moves, running it again, templates; files given as answers."""

from tests.addresses.roles import MANAGERS

ROWS = [
    (
        MANAGERS,
        "GET POST PAGE",
        ["run_again", "save_template", "new_objective", "change_objective", "plan_move"],
    ),
    (MANAGERS, "POST", ["drop_objective", "remove_template", "live_preview"]),
    (MANAGERS | {"ben"}, "GET", ["answer_file"]),
]

BUDGET = [
    ("run_again", "cora"),
    ("save_template", "cora"),
    ("new_objective", "cora"),
    ("change_objective", "cora"),
    ("plan_move", "cora"),
]

ARGUMENTS = {"plan_move": {"to": "closed"}, "answer_file": {"token": "a-file-of-ben"}}
