"""What the pages of one mentorship have in common, and how they answer a small step."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages

from pairwell.core.errors import Refused
from pairwell.mentorships.models import Mentorship
from pairwell.mentorships.people_in import Circle, circle_of
from pairwell.mentorships.queries.workspace import unread_counts
from pairwell.mentorships.rules.ending import OVER
from pairwell.web.requests import SignedInRequest


def frame(
    request: SignedInRequest, mentorship: Mentorship, tab: str, circle: Circle | None = None
) -> dict[str, Any]:
    """Template variables of every page of a mentorship."""
    circle = circle or circle_of(mentorship)
    return {
        "area": "mentorships",
        "tab": tab,
        "mentorship": mentorship,
        "circle": circle,
        "others": circle.others(request.user),
        "together": mentorship.title or circle.names(request.user),
        "is_over": mentorship.state in OVER,
        "unread": 0 if tab == "conversation" else unread_counts(request.user).get(mentorship.pk, 0),
    }


def attempt(request: SignedInRequest, step: Callable[[], object], done: str) -> bool:
    """Take a step and say that it is done, or why it was refused."""
    try:
        step()
    except Refused as refused:
        messages.error(request, str(refused))
        return False
    if done:
        messages.success(request, done)
    return True
