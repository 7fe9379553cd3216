"""Addresses of one's own account."""

from django.urls import path

from pairwell.web.pages.account import profile

urlpatterns = [path("profile/", profile.page, name="profile")]
