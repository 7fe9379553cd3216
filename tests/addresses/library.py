"""Courses, resources, and writing for the library."""

from tests.addresses.roles import ADMINISTRATORS, ANY_MANAGER, SIGNED_IN

ROWS = [
    (SIGNED_IN, "GET PAGE", ["courses", "course", "resources", "resource"]),
    (SIGNED_IN, "GET POST PAGE", ["lesson", "course_check"]),
    (SIGNED_IN, "GET", ["resource_file"]),
    (SIGNED_IN, "POST", ["newest_course"]),
    (ANY_MANAGER, "GET POST PAGE", ["new_activity", "add_resource", "new_course"]),
    (ANY_MANAGER, "POST", ["copy_activity", "copy_course"]),
    (ADMINISTRATORS, "GET POST PAGE", ["edit_activity", "edit_resource", "edit_course"]),
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
    ("new_course", "cora"),
    ("edit_course", "ana"),
    ("add_resource", "cora"),
    ("edit_resource", "ana"),
]

ARGUMENTS: dict[str, dict[str, object]] = {
    "lesson": {"course": "short", "lesson": "l0"},
    "course": {"course": "short"},
    "course_check": {"course": "short"},
    "newest_course": {"course": "short"},
    "edit_course": {"course": "short"},
    "copy_course": {"course": "short"},
}
