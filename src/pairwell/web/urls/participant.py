"""Addresses of the participant pages."""

from django.urls import path

from pairwell.web.pages.account import about
from pairwell.web.pages.participant import activities, answer_file, join, program, programs

urlpatterns = [
    path("about/", about.page, name="about"),
    path("programs/", programs.page, name="programs"),
    path("programs/<int:program_id>/", program.page, name="program"),
    path("programs/<int:program_id>/join/<int:step>/", join.page, name="join"),
    path("programs/<int:program_id>/leave/", program.leave, name="leave_program"),
    path("answers/files/<slug:token>/", answer_file.page, name="answer_file"),
    path("activities/", activities.page, name="activities"),
    path("activities/<slug:key>/", activities.one, name="activity"),
]
