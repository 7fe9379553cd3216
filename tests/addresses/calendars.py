"""My calendar, the secret feed, and how mentorships work here."""

from tests.addresses.roles import ADMINISTRATORS, MANAGERS, NOBODY, SIGNED_IN

ROWS = [
    (SIGNED_IN, "GET POST PAGE", ["my_calendar"]),
    (SIGNED_IN, "POST", ["replace_feed"]),
    # Opened by its secret alone (tests/web/test_calendar_pages.py); the matrix asks with a wrong one.
    (NOBODY, "GET", ["calendar_feed"]),
    (MANAGERS, "GET POST PAGE", ["manage_together"]),
    (ADMINISTRATORS, "GET POST PAGE", ["admin_together"]),
]

BUDGET = [("my_calendar", "ben"), ("manage_together", "cora"), ("admin_together", "ana")]

ARGUMENTS = {"calendar_feed": {"feed_key": "not-the-secret"}}
