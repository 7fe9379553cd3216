"""Goals and projects, closing well, certificates and help."""

from tests.addresses.roles import EVERYBODY, MEMBERS

ROWS = [
    (MEMBERS, "GET PAGE", ["goal_page", "closing"]),
    (MEMBERS, "GET", ["goal_file", "certificate"]),
    (MEMBERS, "POST", ["review_goal", "goal_result", "attach_file", "remove_goal_file", "plan_step"]),
    (MEMBERS, "POST", ["promise_to_step", "wish_next", "ask_for_help", "vouch"]),
    (frozenset({"ada"}), "POST", ["take_back_endorsement"]),
    # Not administrators: what somebody asks help with is told to the program's own managers.
    (frozenset({"cora"}), "POST", ["answer_help"]),
    (EVERYBODY, "GET", ["check_any_certificate", "check_certificate"]),
]

BUDGET = [("goal_page", "ben"), ("closing", "ben")]

ARGUMENTS = {"check_certificate": {"code": "K7PM-2XQ4-9TRB"}}
