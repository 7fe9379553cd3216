"""Matching: the studio and its runs, for managers; a proposal, for those who are asked."""

from tests.addresses.roles import MANAGERS

ROWS = [
    (MANAGERS, "GET PAGE", ["studio", "match_run"]),
    (MANAGERS, "GET", ["match_progress"]),
    (MANAGERS, "POST", ["save_policy", "start_run", "stop_run", "send_proposals", "withdraw_proposals"]),
    (MANAGERS, "POST", ["studio_draft", "studio_advice"]),
    (frozenset({"ada"}), "GET POST PAGE", ["proposal"]),
]

#: Pages whose queries are counted: (name, who opens it).
BUDGET = [
    ("proposal", "ada"),
    ("studio", "cora"),
    ("match_run", "cora"),
]
