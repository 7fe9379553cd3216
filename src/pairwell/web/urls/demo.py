"""Addresses of the demo's front door."""

from django.urls import path

from pairwell.web.pages.account import demo

urlpatterns = [
    path("", demo.roles, name="demo_roles"),
    path("sign-in/<str:token>/", demo.sign_in, name="demo_sign_in"),
]
