"""Addresses of the administrator's pages."""

from django.urls import path

from pairwell.web.pages.admin import imports, organization, people, person, roles, skills

urlpatterns = [
    path("skills/", skills.index, name="admin_skills"),
    path("skills/new/", skills.new, name="admin_new_skill"),
    path("skills/import/", skills.bring_in, name="admin_skills_import"),
    path("skills/export.csv", skills.export, name="admin_skills_export"),
    path("skills/merges/<int:merge_id>/undo/", skills.undo, name="admin_undo_merge"),
    path("skills/<int:skill_id>/", skills.page, name="admin_skill"),
    path("skills/<int:skill_id>/merge/", skills.merge, name="admin_merge_skill"),
    path("roles/", roles.index, name="admin_roles"),
    path("roles/new/", roles.new, name="admin_new_role"),
    path("roles/<int:role_id>/", roles.page, name="admin_role"),
    path("organization/", organization.page, name="admin_organization"),
    path("people/", people.page, name="admin_people"),
    path("people/<int:person_id>/", person.page, name="admin_person"),
    path("people/<int:person_id>/switch/", person.switch, name="admin_person_switch"),
    path("people/<int:person_id>/role/", person.role, name="admin_person_role"),
    path("imports/", imports.index, name="admin_imports"),
    path("imports/<int:import_id>/", imports.page, name="admin_import"),
    path("imports/<int:import_id>/progress/", imports.progress, name="admin_import_progress"),
    path("imports/<int:import_id>/start/", imports.start, name="admin_import_start"),
    path("imports/<int:import_id>/undo/", imports.undo, name="admin_import_undo"),
    path("imports/<int:import_id>/problems.csv", imports.problems, name="admin_import_problems"),
]
