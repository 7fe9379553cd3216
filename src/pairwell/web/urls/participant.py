"""Addresses of the participant pages."""

from django.urls import path

from pairwell.web.pages.account import about
from pairwell.web.pages.participant import activities, answer_file, codes, join, program, programs, team

urlpatterns = [
    path("about/", about.page, name="about"),
    path("programs/", programs.page, name="programs"),
    path("programs/<int:program_id>/", program.page, name="program"),
    path("programs/<int:program_id>/join/<int:step>/", join.page, name="join"),
    path("programs/<int:program_id>/leave/", program.leave, name="leave_program"),
    path("programs/<int:program_id>/pause/", program.pause, name="pause_enrollment"),
    path("nominations/<int:nomination_id>/no/", program.opt_out, name="opt_out"),
    path("join/", codes.page, name="enter_code"),
    path("join/<str:code>/", codes.page, name="join_by_code"),
    path("team/applications/", team.page, name="my_team"),
    path("team/applications/<int:approval_id>/", team.answer, name="answer_approval"),
    path("programs/<int:program_id>/nominate/", team.nominate, name="nominate"),
    path("answers/files/<slug:token>/", answer_file.page, name="answer_file"),
    path("activities/", activities.page, name="activities"),
    path("activities/<slug:key>/", activities.one, name="activity"),
]
