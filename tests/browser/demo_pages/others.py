"""What other roles see first."""

from collections.abc import Iterator

from pairwell.pairing.models import Proposal
from tests.browser.demo_pages.asking import Row, person, row


def pages() -> Iterator[Row]:
    for role in ("Mentor", "Sponsor", "People manager", "Owner"):
        yield row(role, f"home-of-{role.lower().replace(' ', '-')}", "home")
    for proposal in Proposal.objects.filter(state="sent", sides__enrollment__person=person("Mentor"))[:1]:
        yield row("Mentor", "proposal", "proposal", proposal.pk)
