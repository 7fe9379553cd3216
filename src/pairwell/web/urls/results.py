"""Addresses of the pages that sponsors read."""

from django.urls import path

from pairwell.web.pages.manager import results

urlpatterns = [
    path("", results.index, name="results"),
    path("<int:program_id>/", results.page, name="program_results"),
]
