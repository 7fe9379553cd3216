"""Addresses of the manager pages."""

from django.urls import path

from pairwell.web.pages.manager import (
    again,
    enroll,
    invite,
    moves,
    new_program,
    objectives,
    people,
    person,
    programs,
    questions,
    setup,
    team,
    views,
)

urlpatterns = [
    path("", programs.page, name="manage_programs"),
    path("new/", new_program.gallery, name="new_program"),
    path("new/<slug:key>/", new_program.start, name="start_program"),
    path("programs/<int:program_id>/setup/", setup.page, name="manage_setup"),
    path("programs/<int:program_id>/preview/", setup.preview, name="preview_program"),
    path("programs/<int:program_id>/move/<slug:to>/", moves.move, name="move_program"),
    path("programs/<int:program_id>/plan/<slug:to>/", moves.plan, name="plan_move"),
    path("programs/<int:program_id>/preview/live/", setup.live_preview, name="live_preview"),
    path("programs/<int:program_id>/again/", again.run, name="run_again"),
    path("programs/<int:program_id>/template/", again.save_template, name="save_template"),
    path("templates/<int:template_id>/remove/", again.remove_template, name="remove_template"),
    path("programs/<int:program_id>/objectives/new/", objectives.new, name="new_objective"),
    path(
        "programs/<int:program_id>/objectives/<int:objective_id>/", objectives.change, name="change_objective"
    ),
    path(
        "programs/<int:program_id>/objectives/<int:objective_id>/drop/",
        objectives.drop,
        name="drop_objective",
    ),
    path("programs/<int:program_id>/questions/new/", questions.new, name="new_question"),
    path("programs/<int:program_id>/questions/<int:question_id>/", questions.change, name="change_question"),
    path(
        "programs/<int:program_id>/questions/<int:question_id>/remove/",
        questions.remove,
        name="remove_question",
    ),
    path("programs/<int:program_id>/questions/<int:question_id>/move/", questions.move, name="move_question"),
    path("programs/<int:program_id>/people/", people.page, name="manage_people"),
    path("programs/<int:program_id>/people/step/", people.step, name="manage_people_step"),
    path("programs/<int:program_id>/people/export.csv", people.export, name="manage_people_export"),
    path("programs/<int:program_id>/people/<int:enrollment_id>/", person.page, name="manage_person"),
    path("programs/<int:program_id>/people/undo/<int:bulk_id>/", people.undo, name="undo_bulk"),
    path("programs/<int:program_id>/people/views/", views.keep, name="keep_view"),
    path("programs/<int:program_id>/people/views/<int:view_id>/", views.forget, name="forget_view"),
    path("programs/<int:program_id>/people/enroll/", enroll.page, name="manage_enroll"),
    path("programs/<int:program_id>/team/", team.page, name="manage_team"),
    path("programs/<int:program_id>/team/add/", team.add, name="add_to_team"),
    path("programs/<int:program_id>/team/remove/", team.remove, name="remove_from_team"),
    path("programs/<int:program_id>/invite/", invite.page, name="manage_invite"),
]
