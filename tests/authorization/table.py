"""Who may open which address. An address without a row here fails the build.

The cast: ada (mentor) and ben (mentee) are the members of the mentorship; boss is ben's people manager;
neighbor takes part in the same program, not in the mentorship; cora runs the program; rival runs another
one; patron sponsors this program, sponsor all; ana administers, olga owns; otto is in the directory only;
gone was an administrator and is switched off; anonymous has not signed in.
"""

SIGNED_IN = frozenset(
    {"ada", "ben", "boss", "neighbor", "cora", "rival", "patron", "sponsor", "ana", "olga", "otto"}
)
EVERYBODY = SIGNED_IN | {"anonymous", "gone"}
ADMINISTRATORS = frozenset({"ana", "olga"})
MANAGERS = ADMINISTRATORS | {"cora"}
ANY_MANAGER = MANAGERS | {"rival"}
MEMBERS = frozenset({"ada", "ben"})
AUTHOR = frozenset({"ben"})
IN_PROGRAM = frozenset({"ada", "ben", "neighbor"})
NOBODY: frozenset[str] = frozenset()

#: Name of the address -> (roles that may, methods that exist).
TABLE: dict[str, tuple[frozenset[str], str]] = {}


def _add(roles: frozenset[str], methods: str, *names: str) -> None:
    for name in names:
        TABLE[name] = (roles, methods)


# Sign-in, by allauth. "PAGE" marks what is read as a page and has a budget of queries.
_add(EVERYBODY, "GET POST", "account_login", "account_reset_password")
_add(EVERYBODY, "GET", "account_reset_password_done", "account_reset_password_from_key")
_add(EVERYBODY, "GET", "account_reset_password_from_key_done", "account_inactive", "account_logout")
_add(SIGNED_IN, "GET POST", "account_change_password", "account_set_password")
_add(EVERYBODY, "", "account_confirm_login_code")
_add(NOBODY, "", "account_signup", "account_email", "account_email_verification_sent")
_add(NOBODY, "", "account_confirm_email", "account_reauthenticate", "demo_roles", "demo_sign_in")

# One's own pages.
_add(SIGNED_IN, "GET PAGE", "home", "about", "programs", "mentorships", "activities", "activity")
_add(SIGNED_IN, "GET PAGE", "notices", "proposals")
_add(SIGNED_IN, "GET POST PAGE", "profile")

# A program, as participants see it (this one is by invitation).
_add(IN_PROGRAM, "GET PAGE", "program")
_add(IN_PROGRAM, "GET POST", "join")
_add(IN_PROGRAM, "POST", "leave_program")

# A mentorship: its members and nobody else, whatever their role.
_add(MEMBERS, "GET PAGE", "mentorship", "conversation", "notes", "goals", "session", "goal")
_add(MEMBERS, "GET", "conversation_newer")
_add(MEMBERS, "GET POST PAGE", "plan_session", "ending")
_add(MEMBERS, "POST", "note_meeting", "pause_mentorship", "resume_mentorship", "close_mentorship")
_add(MEMBERS, "POST", "another_match", "move_session", "cancel_session", "hold_session", "miss_session")
_add(MEMBERS, "POST", "reflect", "add_agenda_item", "fill_agenda", "change_agenda_item", "change_goal")
_add(MEMBERS, "POST", "tick_step")
_add(AUTHOR, "GET POST PAGE", "message", "note")
_add(AUTHOR, "POST", "remove_note")

# Running a program.
_add(ANY_MANAGER, "GET PAGE", "manage_programs", "new_program")
_add(ANY_MANAGER, "GET POST PAGE", "start_program")
_add(MANAGERS, "GET PAGE", "manage_program", "manage_health", "manage_people", "preview_program")
_add(MANAGERS, "GET PAGE", "manage_setup")
_add(MANAGERS, "GET POST PAGE", "manage_enroll", "manage_invite", "new_question")
_add(MANAGERS, "GET POST", "move_program", "change_question")
_add(MANAGERS, "GET", "manage_people_export")
_add(MANAGERS, "POST", "manage_people_step", "move_question", "remove_question", "nudge_mentorship")

# The directory.
_add(ADMINISTRATORS, "GET POST PAGE", "admin_organization", "admin_imports", "admin_person")
_add(ADMINISTRATORS, "GET PAGE", "admin_people", "admin_import")
_add(ADMINISTRATORS, "GET", "admin_import_progress", "admin_import_problems")
_add(ADMINISTRATORS, "POST", "admin_import_start", "admin_import_undo", "admin_person_role")
_add(ADMINISTRATORS, "POST", "admin_person_switch")

# Matching: the studio and its runs, for managers; a proposal, for those who are asked.
_add(MANAGERS, "GET PAGE", "studio", "match_run")
_add(MANAGERS, "GET", "match_progress")
_add(MANAGERS, "POST", "save_policy", "start_run", "stop_run", "send_proposals", "withdraw_proposals")
_add(frozenset({"ada"}), "GET POST PAGE", "proposal")
