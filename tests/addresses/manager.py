"""Running a program."""

from tests.addresses.roles import ANY_MANAGER, MANAGERS

ROWS = [
    (ANY_MANAGER, "GET PAGE", ["manage_programs", "new_program"]),
    (ANY_MANAGER, "GET POST PAGE", ["start_program"]),
    (MANAGERS, "GET PAGE", ["manage_program", "manage_health", "manage_people", "preview_program"]),
    (MANAGERS, "GET PAGE", ["manage_setup"]),
    (MANAGERS, "GET POST PAGE", ["manage_enroll", "manage_invite", "new_question"]),
    (MANAGERS, "GET POST", ["move_program", "change_question"]),
    (MANAGERS, "GET", ["manage_people_export"]),
    (MANAGERS, "POST", ["manage_people_step", "move_question", "remove_question", "nudge_mentorship"]),
    (MANAGERS, "GET PAGE", ["manage_mentorship"]),
    (MANAGERS, "GET", ["manage_health_table"]),
    (MANAGERS, "POST", ["nudge_many", "add_remark"]),
]

#: Pages whose queries are counted: (name, who opens it).
BUDGET = [
    ("manage_programs", "cora"),
    ("new_program", "cora"),
    ("start_program", "cora"),
    ("manage_program", "cora"),
    ("manage_setup", "cora"),
    ("preview_program", "cora"),
    ("new_question", "cora"),
    ("manage_people", "cora"),
    ("manage_enroll", "cora"),
    ("manage_invite", "cora"),
    ("manage_health", "cora"),
    ("manage_mentorship", "cora"),
]

#: A template and a move that exist.
ARGUMENTS = {"start_program": {"key": "leadership-pipeline"}, "move_program": {"to": "closed"}}
