"""Courses, resources, and writing for the library."""

from tests.addresses.roles import ADMINISTRATORS, ANY_MANAGER, SIGNED_IN

ROWS = [
    (SIGNED_IN, "GET PAGE", ["courses", "course", "resources", "resource"]),
    (SIGNED_IN, "GET POST PAGE", ["lesson", "course_check"]),
    (SIGNED_IN, "GET", ["resource_file"]),
    (ANY_MANAGER, "GET POST PAGE", ["new_activity", "add_resource"]),
    (ANY_MANAGER, "POST", ["copy_activity"]),
    (ADMINISTRATORS, "GET POST PAGE", ["edit_activity", "edit_resource"]),
    (ADMINISTRATORS, "POST", ["retire_activity"]),
]

BUDGET = [
    ("courses", "ben"),
    ("course", "ben"),
    ("lesson", "ben"),
    ("course_check", "ben"),
    ("resources", "cora"),
    ("resource", "ben"),
    ("new_activity", "cora"),
    ("edit_activity", "ana"),
    ("add_resource", "cora"),
    ("edit_resource", "ana"),
]

ARGUMENTS: dict[str, dict[str, object]] = {
    "lesson": {"course": "short", "lesson": "l0"},
    "course": {"course": "short"},
    "course_check": {"course": "short"},
}
