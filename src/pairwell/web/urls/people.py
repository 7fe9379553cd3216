"""Addresses of people as others see them."""

from django.urls import path

from pairwell.web.pages.admin import skills
from pairwell.web.pages.people import find, person

urlpatterns = [
    path("skills/find/", skills.find, name="find_skills"),
    path("people/find/", find.page, name="find_people"),
    path("people/<int:person_id>/", person.page, name="person"),
    path("people/<int:person_id>/photo/", person.photo, name="person_photo"),
]
