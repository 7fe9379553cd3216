"""Addresses of a program's events."""

from django.urls import path

from pairwell.web.pages.manager import events
from pairwell.web.pages.participant import event

urlpatterns = [
    path("manage/programs/<int:program_id>/events/", events.page, name="manage_events"),
    path("manage/events/<int:event_id>/", events.one, name="manage_event"),
    path("events/<int:event_id>/", event.page, name="event"),
]
