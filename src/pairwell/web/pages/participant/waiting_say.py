"""What waits for somebody because people have a say: requests to answer, and whether a new match is a good one."""

from django.urls import reverse

from pairwell.pairing.models import FitCheck
from pairwell.pairing.queries.requests import requests_waiting_for
from pairwell.pairing.seeing import RUNNING
from pairwell.people.models import Person

Line = tuple[str, str, str, str, bool]
"""Icon, text, what the button says, its address, whether it is urgent."""


def say_waiting(person: Person) -> list[Line]:
    """Two queries; the most urgent first."""
    asked: list[Line] = [
        (
            "send",
            f"{one.asker.person.full_name} asks you for a mentorship in {one.program.name}.",
            "Look and answer",
            reverse("request", args=[one.pk]),
            True,
        )
        for one in requests_waiting_for(person)[:5]
    ]
    open_checks = FitCheck.objects.filter(person=person, answer="", mentorship__state__in=RUNNING).order_by(
        "-pk"
    )
    checks: list[Line] = [
        (
            "heart-handshake",
            "You have met: is it a good match? Only you see your answer.",
            "Say how it is",
            reverse("fit_check", args=[check.mentorship_id]),
            False,
        )
        for check in open_checks[:3]
    ]
    return asked + checks
