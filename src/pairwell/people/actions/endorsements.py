"""Vouching for somebody's skill. Who may is decided above, where mentorships are known."""

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.people.models import Endorsement, Person, Skill


@transaction.atomic
def endorse(
    *, by: Person, person: Person, skill: Skill, text: str = "", mentorship_id: int | None = None
) -> Endorsement:
    """Vouch for a skill of a person; a second time replaces the words.

    The caller has made sure that `by` and `person` were in a mentorship together (mentorship_id names it).
    Raises Refused for one's own skill.
    """
    if by.pk == person.pk:
        raise Refused.because("self", "Nobody vouches for themself; your partners can.")
    made, _ = Endorsement.objects.update_or_create(
        by=by,
        person=person,
        skill=skill,
        defaults={"text": text.strip()[:400], "mentorship_id": mentorship_id},
    )
    audit.record(by=by, verb="skill endorsed", thing=person, details={"skill": skill.key})
    return made


@transaction.atomic
def withdraw_endorsement(*, by: Person, endorsement: Endorsement) -> None:
    """Take one's word back. Raises Refused unless it is one's own."""
    if endorsement.by_id != by.pk:
        raise Refused.because("not_yours", "Only the person who vouched can take it back; you can hide it.")
    audit.record(by=by, verb="endorsement withdrawn", thing=endorsement)
    endorsement.delete()


@transaction.atomic
def hide_endorsement(*, by: Person, endorsement: Endorsement, hidden: bool = True) -> None:
    """Hide what somebody said about me, or show it again. Raises Refused unless it is about oneself."""
    if endorsement.person_id != by.pk:
        raise Refused.because("not_yours", "Only the person it is about can hide it.")
    Endorsement.objects.filter(pk=endorsement.pk).update(is_hidden=hidden)
    audit.record(by=by, verb="endorsement hidden" if hidden else "endorsement shown", thing=endorsement)
