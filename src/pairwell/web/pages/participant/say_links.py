"""On a program's page: the ways into having a say, for somebody who is enrolled."""

from typing import Any

from django.urls import reverse

from pairwell.pairing.queries.say import choice_of
from pairwell.pairing.rules import MATCHED_IN
from pairwell.pairing.seeing import Viewer
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import EnrollmentState, Format, Side

RANKED = "See who could fit and rank your favorites. The match weighs your order and theirs."
ASKED = "See who could fit, ask somebody with a short note, and keep favorites for later."
PRIVATE = (
    "Say privately with whom you would like to be matched. Two yeses are a match; nobody learns of a no."
)


def say_context(person: Person, program: Program, enrollment: Enrollment | None) -> dict[str, Any]:
    """Links and words for the card; empty when there is nothing to decide."""
    if enrollment is None or enrollment.state != EnrollmentState.APPROVED or program.state not in MATCHED_IN:
        return {}
    choice = choice_of(program, enrollment)
    if not choice.shows_people:
        return {}
    sides = Viewer(person, program, enrollment).sides
    peers = program.format == Format.PEER
    links = []
    if Side.MENTOR in sides:
        label = "Find a peer" if peers else "Find a mentor"
        links.append((reverse("see_mentors", args=[program.pk]), label, "user-search"))
    if Side.MENTEE in sides:
        links.append((reverse("see_mentees", args=[program.pk]), "See the mentees", "users"))
    if not choice.asks_privately:
        links.append((reverse("favorites", args=[program.pk]), "My favorites", "star"))
    if choice.takes_requests:
        links.append((reverse("requests"), "Requests", "send"))
    words = PRIVATE if choice.asks_privately else ASKED if choice.takes_requests else RANKED
    return {"say_links": links, "say_words": words}
