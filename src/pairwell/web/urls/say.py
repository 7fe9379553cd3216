"""Addresses of having a say in one's match: the directory, favorites, requests, private answers."""

from django.urls import path

from pairwell.web.pages.manager import learning, rematch, say
from pairwell.web.pages.participant import directory, favorites, fit_check, requests

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
    path(f"{_PROGRAM}people/<int:other_id>/ask/", requests.ask_person, name="ask_person"),
    path(f"{_PROGRAM}people/<int:other_id>/say/", requests.say, name="say_privately"),
    path(f"{_PROGRAM}private/", requests.private, name="private_answers"),
    path("requests/", requests.page, name="requests"),
    path("requests/<int:request_id>/", requests.one, name="request"),
    path("requests/<int:request_id>/take-back/", requests.take_back, name="take_back_request"),
    path("mentorships/<int:mentorship_id>/fit/", fit_check.page, name="fit_check"),
    path(f"{_MANAGE}learning/", learning.page, name="learning"),
    path(f"{_MANAGE}learning/apply/", learning.apply, name="apply_learned"),
    path(f"{_MANAGE}again/", rematch.page, name="rematch"),
    path(f"{_MANAGE}say/shortlist/", rematch.shortlist, name="refresh_shortlist"),
    path(f"{_MANAGE}say/", say.page, name="manage_say"),
]
