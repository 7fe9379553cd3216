"""Having a say: the directory, favorites, requests and the fit check; the manager's pages about them."""

from collections.abc import Iterator

from pairwell.mentorships.models import Membership
from pairwell.pairing.models import Request
from pairwell.programs.models import Enrollment, Program
from tests.browser.demo_pages.asking import Row, person, row


def pages() -> Iterator[Row]:
    exchange = Program.objects.get(name__startswith="Skills exchange")
    mentee = person("Mentee")
    for name in ("see_mentors", "favorites"):
        yield row("Mentee", name, name, exchange.pk)
    for other in Enrollment.objects.filter(program=exchange, as_mentor=True, mentees_held=0).order_by("-pk")[
        :1
    ]:
        yield row("Mentee", "see_person", "see_person", exchange.pk, other.pk)
    yield row("Mentee", "requests", "requests")
    yield row("Mentee", "request-mine", "request", Request.objects.filter(asker__person=mentee)[0].pk)
    mine = Membership.objects.filter(person=mentee, mentorship__state="active")[0].mentorship_id
    yield row("Mentee", "fit_check", "fit_check", mine)
    mentor = person("Mentor")
    yield row("Mentor", "request-asked", "request", Request.objects.filter(asked__person=mentor)[0].pk)
    yield row("Mentor", "see_mentees", "see_mentees", exchange.pk)
    for name in ("manage_say", "rematch"):
        yield row("Program manager", name, name, exchange.pk)
    closed = Program.objects.filter(state="closed")[0]
    yield row("Program manager", "learning", "learning", closed.pk)
