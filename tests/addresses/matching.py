"""Matching: the studio and its runs, for managers; a proposal, for those who are asked."""

from tests.addresses.roles import MANAGERS

ROWS = [
    (MANAGERS, "GET PAGE", ["studio", "match_run"]),
    (MANAGERS, "GET", ["match_progress"]),
    (MANAGERS, "POST", ["save_policy", "start_run", "stop_run", "send_proposals", "withdraw_proposals"]),
    (MANAGERS, "POST", ["studio_draft", "studio_advice", "rule_prices", "save_sending_rules"]),
    (MANAGERS, "GET PAGE", ["pair", "compare"]),
    (MANAGERS, "GET POST PAGE", ["change_pairs"]),
    (MANAGERS, "GET", ["run_record"]),
    (MANAGERS, "POST", ["undo_change", "approve_proposals", "lock_pair", "note_pair"]),
    (frozenset({"ada"}), "GET POST PAGE", ["proposal"]),
]

#: Pages whose queries are counted: (name, who opens it).
BUDGET = [
    ("proposal", "ada"),
    ("studio", "cora"),
    ("match_run", "cora"),
    ("pair", "cora"),
    ("compare", "cora"),
    ("change_pairs", "cora"),
]
