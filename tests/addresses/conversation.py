"""Files and reports of a conversation. Reports: the program's own managers, not administrators."""

from tests.addresses.roles import AUTHOR, MANAGERS, MEMBERS

ROWS = [
    (MEMBERS, "GET POST PAGE", ["report_message"]),
    (MEMBERS, "GET", ["message_file"]),
    (AUTHOR, "POST", ["take_file_away"]),
    (MANAGERS, "GET PAGE", ["manage_reports"]),
    (frozenset({"cora"}), "GET POST PAGE", ["message_report"]),
]

BUDGET = [("report_message", "ada"), ("manage_reports", "cora"), ("message_report", "cora")]
