"""Addresses of the participant pages."""

from django.urls import path

from pairwell.web.pages.account import about

urlpatterns = [
    path("about/", about.page, name="about"),
]
