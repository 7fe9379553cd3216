"""Addresses of having a say in one's match: the directory, favorites, requests, private answers."""

from django.urls import path

from pairwell.web.pages.manager import say
from pairwell.web.pages.participant import directory, favorites

_PROGRAM = "programs/<int:program_id>/"
_MANAGE = "manage/programs/<int:program_id>/match/"

urlpatterns = [
    path(f"{_PROGRAM}mentors/", directory.mentors, name="see_mentors"),
    path(f"{_PROGRAM}mentees/", directory.mentees, name="see_mentees"),
    path(f"{_PROGRAM}people/<int:other_id>/", directory.person, name="see_person"),
    path(f"{_PROGRAM}people/<int:other_id>/favorite/", favorites.add, name="add_favorite"),
    path(f"{_PROGRAM}favorites/", favorites.page, name="favorites"),
    path(f"{_PROGRAM}favorites/change/", favorites.change, name="change_favorite"),
    path(f"{_PROGRAM}matters-most/", favorites.matters, name="matters_most"),
    path(f"{_MANAGE}say/", say.page, name="manage_say"),
]
