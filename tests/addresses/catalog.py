"""The skill catalog, career roles, and the way to a next role."""

from tests.addresses.roles import ADMINISTRATORS, SIGNED_IN

ROWS = [
    (SIGNED_IN, "GET POST PAGE", ["next_role"]),
    (SIGNED_IN, "GET", ["find_skills"]),
    (SIGNED_IN, "POST", ["want_skill"]),
    (ADMINISTRATORS, "GET PAGE", ["admin_skills", "admin_roles"]),
    (ADMINISTRATORS, "GET POST PAGE", ["admin_new_skill", "admin_skill", "admin_merge_skill"]),
    (ADMINISTRATORS, "GET POST PAGE", ["admin_skills_import", "admin_new_role", "admin_role"]),
    (ADMINISTRATORS, "GET", ["admin_skills_export"]),
    (ADMINISTRATORS, "POST", ["admin_undo_merge"]),
]

BUDGET = [
    ("next_role", "otto"),
    ("admin_skills", "ana"),
    ("admin_new_skill", "ana"),
    ("admin_skill", "ana"),
    ("admin_merge_skill", "ana"),
    ("admin_skills_import", "ana"),
    ("admin_roles", "ana"),
    ("admin_new_role", "ana"),
    ("admin_role", "ana"),
]

ARGUMENTS: dict[str, dict[str, object]] = {"want_skill": {"key": "art-0"}}
