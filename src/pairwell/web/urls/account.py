"""Addresses of one's own account."""

from django.urls import path

from pairwell.web.pages.account import calendar, cv, devices, letters, next_role, profile

urlpatterns = [
    path("calendar/", calendar.page, name="my_calendar"),
    path("calendar/replace/", calendar.replace, name="replace_feed"),
    path("letters/", letters.page, name="my_letters"),
    path("letters/chat/", letters.chat, name="my_chat"),
    path("letters/devices/", devices.add, name="add_device"),
    path("letters/devices/<int:device_id>/forget/", devices.forget, name="forget_device"),
    path("letters/stop/<str:token>/", letters.stop, name="stop_letters"),
    path("profile/", profile.page, name="profile"),
    path("profile/photo/", profile.photo, name="profile_photo"),
    path("profile/journey/<slug:step>/", profile.step, name="journey_step"),
    path("profile/endorsements/<int:endorsement_id>/", profile.endorsement, name="profile_endorsement"),
    path("profile/<slug:section>/", profile.section, name="profile_section"),
    path("next-role/", next_role.page, name="next_role"),
    path("next-role/want/<slug:key>/", next_role.want, name="want_skill"),
    path("cv/", cv.page, name="cv"),
    path("cv/discard/", cv.discard, name="discard_cv"),
    path("cv/<slug:suggestion>/", cv.suggestion, name="cv_suggestion"),
]
