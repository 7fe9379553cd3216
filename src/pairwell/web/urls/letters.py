"""Addresses of what a program writes to people."""

from django.urls import path

from pairwell.web.pages.manager import letter_words, letters
from pairwell.web.pages.participant import announcement

_PROGRAM = "manage/programs/<int:program_id>/letters/"

urlpatterns = [
    path(_PROGRAM, letters.page, name="manage_letters"),
    path(f"{_PROGRAM}<int:letter_id>/again/", letters.again, name="send_letter_again"),
    path(f"{_PROGRAM}words/", letter_words.page, name="manage_letter_words"),
    path(f"{_PROGRAM}words/<str:moment>/<str:language>/", letter_words.one, name="letter_words"),
    path(
        f"{_PROGRAM}announcements/<int:announcement_id>/withdraw/",
        letters.withdraw,
        name="withdraw_announcement",
    ),
    path("announcements/<int:announcement_id>/", announcement.page, name="announcement"),
]
