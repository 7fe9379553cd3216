"""Addresses of one's own account."""

from django.urls import path

from pairwell.web.pages.account import calendar, profile

urlpatterns = [
    path("calendar/", calendar.page, name="my_calendar"),
    path("calendar/replace/", calendar.replace, name="replace_feed"),
    path("profile/", profile.page, name="profile"),
]
