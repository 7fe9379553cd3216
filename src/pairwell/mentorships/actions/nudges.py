"""Kind letters of a manager, and what a manager notes about a mentorship."""

from collections import Counter
from collections.abc import Collection

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.mentorships import kinds
from pairwell.mentorships.actions.letters import address_of
from pairwell.mentorships.models import Mentorship, Remark
from pairwell.mentorships.queries.nudging import NudgePlan, Wanted, plan_nudges
from pairwell.mentorships.rules.ending import OVER
from pairwell.mentorships.rules.nudging import KIND_LETTERS, KindLetter
from pairwell.messaging.actions import Draft, send_letters
from pairwell.people.models import Person
from pairwell.programs.models import Program


def nudge(*, by: Person, mentorship: Mentorship, template: str = "how") -> int:
    """Ask the members of one mentorship, on behalf of the program. Letters written.

    The letter says nothing that only a manager knows. Raises Refused when it is over.
    """
    if mentorship.state in OVER:
        raise Refused.because("over", "This mentorship is over; there is nobody to remind.")
    plan = nudge_many(by=by, program=mentorship.program, mentorships=[mentorship.pk], template=template)
    return len(plan.letters)


@transaction.atomic
def nudge_many(*, by: Person, program: Program, mentorships: Collection[int], template: str) -> NudgePlan:
    """A kind letter to the members of many mentorships; each mentorship's is recorded by itself.

    At most one a week about a mentorship, and no more in a week than reminders may be. Returns who got one
    and who was left out. Raises Refused for a letter that does not exist.
    """
    chosen = KIND_LETTERS.get(template)
    if chosen is None:
        raise Refused.because("template", "Choose one of the letters.", "template")
    plan = plan_nudges(program, mentorships)
    send_letters([_draft(one, chosen) for one in plan.letters])
    counts = Counter(one.mentorship for one in plan.letters)
    for mentorship, letters in counts.items():
        audit.record(
            by=by, verb="mentorship nudged", thing=mentorship, program_id=program.pk,
            details={"letters": letters, "template": template},
        )  # fmt: skip
    return plan


def _draft(one: Wanted, chosen: KindLetter) -> Draft:
    return Draft(
        to=one.to,
        kind=kinds.NUDGE,
        key=one.key,
        subject=one.fill(chosen.subject),
        text=one.fill(chosen.text),
        program_id=one.mentorship.program_id,
        action_url=address_of(one.mentorship),
        action_label=chosen.button,
    )


@transaction.atomic
def add_remark(*, by: Person, mentorship: Mentorship, text: str) -> Remark:
    """Note what was done about a mentorship, for those who run the program. Refused when empty or too long."""
    text = text.replace("\x00", "").strip()
    if not text or len(text) > 1000:
        raise Refused.because("text", "Write a note of at most 1,000 characters.", "text")
    made = Remark.objects.create(mentorship=mentorship, author=by, text=text)
    audit.record(by=by, verb="remark made", thing=made, program_id=mentorship.program_id)
    return made
