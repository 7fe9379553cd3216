"""Addresses of the participant pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
