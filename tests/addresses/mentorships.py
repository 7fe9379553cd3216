"""A mentorship: its members and nobody else, whatever their role."""

from tests.addresses.roles import AUTHOR, MEMBERS

ROWS = [
    (MEMBERS, "GET PAGE", ["mentorship", "conversation", "notes", "goals", "session", "goal"]),
    (MEMBERS, "GET", ["conversation_newer", "conversation_live"]),
    (MEMBERS, "GET POST PAGE", ["plan_session", "ending"]),
    (MEMBERS, "POST", ["note_meeting", "pause_mentorship", "resume_mentorship", "close_mentorship"]),
    (MEMBERS, "POST", ["another_match", "move_session", "cancel_session", "hold_session", "miss_session"]),
    (MEMBERS, "POST", ["reflect", "add_agenda_item", "fill_agenda", "change_agenda_item", "change_goal"]),
    (MEMBERS, "POST", ["tick_step"]),
    (AUTHOR, "GET POST PAGE", ["message", "note"]),
    (AUTHOR, "POST", ["remove_note"]),
]

#: Pages whose queries are counted: (name, who opens it).
BUDGET = [
    ("mentorship", "ben"),
    ("plan_session", "ben"),
    ("session", "ben"),
    ("goals", "ben"),
    ("goal", "ben"),
    ("conversation", "ben"),
    ("message", "ben"),
    ("notes", "ben"),
    ("note", "ben"),
    ("ending", "ben"),
]
