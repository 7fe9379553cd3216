"""The directory."""

from tests.addresses.roles import ADMINISTRATORS

ROWS = [
    (ADMINISTRATORS, "GET POST PAGE", ["admin_organization", "admin_imports", "admin_person"]),
    (ADMINISTRATORS, "GET PAGE", ["admin_people", "admin_import"]),
    (ADMINISTRATORS, "GET", ["admin_import_progress", "admin_import_problems"]),
    (ADMINISTRATORS, "POST", ["admin_import_start", "admin_import_undo", "admin_person_role"]),
    (ADMINISTRATORS, "POST", ["admin_person_switch"]),
]

#: Pages whose queries are counted: (name, who opens it).
BUDGET = [
    ("admin_people", "ana"),
    ("admin_person", "ana"),
    ("admin_organization", "ana"),
    ("admin_imports", "ana"),
    ("admin_import", "ana"),
]
