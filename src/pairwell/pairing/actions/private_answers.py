"""Yes and no that nobody else sees: two yeses are a match, a no is never told."""

from django.db import transaction
from django.db.models import F

from pairwell.core import audit
from pairwell.core.errors import Refused
from pairwell.mentorships.models import Mentorship
from pairwell.pairing.actions.asking import make_match, one_at_a_time
from pairwell.pairing.models import PrivateAnswer
from pairwell.pairing.queries.directory import Fit, fit_of_pair
from pairwell.pairing.queries.say import choice_of
from pairwell.pairing.rules import MATCHED_IN
from pairwell.pairing.states import Source
from pairwell.people.models import Person
from pairwell.programs.models import Avoidance, Enrollment, Program
from pairwell.programs.states import EnrollmentState, Side


@transaction.atomic
def say_privately(
    *, by: Person, enrollment: Enrollment, about: Enrollment, side: Side, yes: bool, private_reason: str = ""
) -> Mentorship | None:
    """Say yes or no about somebody; with the other's yes the mentorship begins in the same transaction.

    side: the side the other is on. private_reason: with a no, for the program manager alone. Without places the
    yes is kept and tried again later; nothing tells whether the other has answered.
    """
    one_at_a_time(enrollment.program_id)
    program = Program.objects.get(pk=enrollment.program_id)
    choice = choice_of(program, enrollment)
    if yes and not choice.asks_privately:
        raise Refused.because("not_private", "In this program people do not say yes privately.")
    reason = "" if yes else " ".join(private_reason.split())[:500]
    PrivateAnswer.objects.update_or_create(
        enrollment=enrollment, about=about, defaults={"says_yes": yes, "private_reason": reason}
    )
    audit.record(by=by, verb="private answer given", thing=enrollment, program_id=program.pk)
    if not yes or program.state not in MATCHED_IN:
        return None
    mentee, mentor = (enrollment, about) if side == Side.MENTOR else (about, enrollment)
    return _if_mutual(program, mentee, mentor, by)


@transaction.atomic
def forget_answer(*, by: Person, enrollment: Enrollment, about: int) -> None:
    """As if nothing had been said."""
    one_at_a_time(enrollment.program_id)
    gone, _ = PrivateAnswer.objects.filter(enrollment=enrollment, about=about).delete()
    if gone:
        audit.record(
            by=by, verb="private answer taken back", thing=enrollment, program_id=enrollment.program_id
        )


def _if_mutual(program: Program, mentee: Enrollment, mentor: Enrollment, by: Person) -> Mentorship | None:
    pair = (mentee.pk, mentor.pk)
    yeses = PrivateAnswer.objects.filter(enrollment__in=pair, about__in=pair, says_yes=True)
    avoided = Avoidance.objects.filter(
        enrollment__in=pair, person__in=(mentee.person_id, mentor.person_id)
    ).exists()
    if yeses.count() < 2 or avoided:
        return None
    fit: Fit | None = fit_of_pair(program, mentee, mentor)
    try:
        with transaction.atomic():
            made = make_match(program, mentee, mentor, by=by, source=Source.MUTUAL, like=fit)
    except Refused:  # no place left: the yeses stay, and nobody learns more from it
        return None
    PrivateAnswer.objects.filter(enrollment__in=pair, about__in=pair).delete()
    return made.mentorship


def settle_private_answers() -> int:
    """Two yeses that found no place before are tried again. Returns how many matches came of it."""
    mine = PrivateAnswer.objects.filter(
        says_yes=True,
        about__private_answers__about=F("enrollment"),
        about__private_answers__says_yes=True,
        enrollment__as_mentee=True,
        enrollment__mentors_held__lt=F("enrollment__mentor_places"),
        about__state=EnrollmentState.APPROVED,
        enrollment__program__state__in=MATCHED_IN,
    )
    pairs = list(
        mine.order_by("pk").values_list("enrollment_id", "about_id", "enrollment__program_id").distinct()
    )
    return sum(_settle(*pair) for pair in pairs)


@transaction.atomic
def _settle(mentee_id: int, mentor_id: int, program_id: int) -> bool:
    one_at_a_time(program_id)
    program = Program.objects.get(pk=program_id)
    rows = Enrollment.objects.select_related("person").in_bulk([mentee_id, mentor_id])
    mentee, mentor = rows[mentee_id], rows[mentor_id]
    if not choice_of(program, mentee).asks_privately:
        return False
    return _if_mutual(program, mentee, mentor, mentee.person) is not None
