"""Working together: the agreement, the skills in question, the live page of a session. Members alone."""

from tests.addresses.roles import MEMBERS

ROWS = [
    (MEMBERS, "GET POST PAGE", ["agreement", "skill_levels"]),
    (MEMBERS, "GET PAGE", ["live_session"]),
    (MEMBERS, "GET POST", ["session_notes"]),
    (MEMBERS, "POST", ["agree", "begin_session"]),
]

BUDGET = [("agreement", "ben"), ("skill_levels", "ben"), ("live_session", "ben")]
