"""Profiles, paths and courses as a mentee sees them; the catalog and roles as an administrator does."""

from collections.abc import Iterator

from pairwell.people.models import CareerRole, Skill
from tests.browser.demo_pages.asking import Row, person, row


def pages() -> Iterator[Row]:
    role = "Mentee"
    for edit in (
        "intro",
        "journey",
        "offered",
        "wanted",
        "languages",
        "hours",
        "ways",
        "visibility",
        "photo",
    ):
        yield role, f"profile-{edit}", f"/me/profile/?edit={edit}"
    yield row(role, "cv", "cv")
    yield row(role, "next-role", "next_role")
    yield row(role, "person", "person", person("Mentor").pk)
    yield row(role, "my-page", "person", person(role).pk)
    for name in ("courses", "resources"):
        yield row(role, name, name)
    yield row(role, "course", "course", "mentee-training")
    yield row(role, "lesson", "lesson", "mentee-training", "goals")
    yield row(role, "course-check", "course_check", "mentee-training")
    yield row("Program manager", "new-activity", "new_activity")
    yield row("Program manager", "add-resource", "add_resource")
    role = "Administrator"
    for name in ("admin_skills", "admin_new_skill", "admin_skills_import", "admin_roles", "admin_new_role"):
        yield row(role, name.replace("_", "-"), name)
    skill = Skill.objects.get(key="negotiation")
    yield row(role, "admin-skill", "admin_skill", skill.pk)
    yield role, "admin-merge-skill", f"/admin/skills/{skill.pk}/merge/?into=Selling"
    yield row(role, "admin-role", "admin_role", CareerRole.objects.get(key="product-manager").pk)
    yield row(role, "edit-activity", "edit_activity", "life-journeys")
