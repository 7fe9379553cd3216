"""Vouching for what a partner can, once a mentorship has come to a good end."""

from django.db import transaction
from django.urls import reverse

from pairwell.core.errors import Refused, insist
from pairwell.mentorships import kinds
from pairwell.mentorships.models import Mentorship
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.queries.vouching import skills_to_vouch_for
from pairwell.mentorships.rules.closing import may_vouch
from pairwell.messaging.actions import notify
from pairwell.people.actions import endorse
from pairwell.people.models import Endorsement, Person


@transaction.atomic
def vouch_for(
    *, by: Person, mentorship: Mentorship, person_id: int, skill_id: int, text: str = ""
) -> Endorsement:
    """Vouch for a skill of a partner that this mentorship was about; said again, the new words count.

    The partner finds a line behind their bell, and can hide it. Raises Refused before the mentorship is
    completed, for somebody who was not in it, and for a skill it was not about.
    """
    row = Mentorship.objects.select_for_update(of=("self",)).get(pk=mentorship.pk)
    circle = circle_of(row)
    partner = next((p for p in circle.others(by) if p.pk == person_id), None)
    insist(may_vouch(state=row.state, was_in=circle.of(by) is not None and partner is not None))
    skill = next((s for s in skills_to_vouch_for(row, circle, by) if s.pk == skill_id), None)
    if skill is None or partner is None:
        raise Refused.because("skill", "Choose one of the skills that you worked on together.", "skill")
    made = endorse(by=by, person=partner, skill=skill, text=text.replace("\x00", ""), mentorship_id=row.pk)
    notify(
        to=partner,
        kind=kinds.STATE,
        key=f"vouched:{partner.pk}:{by.pk}:{skill.pk}",
        text=f"{by.full_name} vouches for you: {skill.name}.",
        url=f"{reverse('profile')}#endorsements",
    )
    return made
