"""Events of a program: its managers, and those an event is for."""

from tests.addresses.roles import IN_PROGRAM, MANAGERS

ROWS = [
    (MANAGERS, "GET POST PAGE", ["manage_events", "manage_event"]),
    (IN_PROGRAM, "GET POST PAGE", ["event"]),
]

BUDGET = [("manage_events", "cora"), ("manage_event", "cora"), ("event", "ben")]
