"""After the first session: is it a good match? Asked privately, answered for oneself."""

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.urls import reverse

from pairwell.core import audit, clock
from pairwell.core.errors import Refused
from pairwell.mentorships.models import Membership, Mentorship, Session
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.states import MentorshipState, SessionState
from pairwell.messaging.actions import Draft, notify_many, send_letters
from pairwell.messaging.models import Notice
from pairwell.pairing import kinds
from pairwell.pairing.models import FitCheck
from pairwell.pairing.queries.say import say_of
from pairwell.pairing.states import AfterFitCheck, FitAnswer
from pairwell.people.models import Person
from pairwell.programs.rules.wording import plain

AT_ONCE = 500
RUNNING = (MentorshipState.ACTIVE, MentorshipState.PAUSED, MentorshipState.UPCOMING)


def ask_for_fit() -> int:
    """Ask both members of mentorships that have held a session and were not asked. Returns how many mentorships."""
    held = Session.objects.filter(mentorship=OuterRef("pk"), state=SessionState.HELD)
    asked = FitCheck.objects.filter(mentorship=OuterRef("pk"))
    found = Mentorship.objects.filter(Exists(held), ~Exists(asked), state__in=RUNNING).order_by("pk")
    return sum(_ask(pk) for pk in found.values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic
def _ask(mentorship_id: int) -> bool:
    mentorship = (
        Mentorship.objects.select_for_update(of=("self",)).select_related("program").get(pk=mentorship_id)
    )
    if FitCheck.objects.filter(mentorship=mentorship).exists():
        return False
    circle = circle_of(mentorship)
    FitCheck.objects.bulk_create(FitCheck(mentorship=mentorship, person=person) for person in circle.people)
    url = reverse("fit_check", args=[mentorship.pk])
    drafts, lines = [], []
    for person in circle.people:
        names, key = circle.names(person), f"fit-check:{mentorship.pk}:{person.pk}"
        drafts.append(_letter(mentorship, person, names, key, url))
        text = f"You have met: is it a good match with {names}?"
        lines.append(Notice(to=person, kind=kinds.FIT_CHECK, key=key, text=text[:300], url=url))
    send_letters(drafts)
    notify_many(lines)
    return True


def _letter(mentorship: Mentorship, person: Person, names: str, key: str, url: str) -> Draft:
    text = (
        f"You and **{plain(names)}** have met for the first time. Is it a good match? One click is enough: good, too "
        "early to say, or not the right one.\n\nOnly you see your answer. Nobody in your mentorship is told."
    )
    return Draft(
        to=person,
        kind=kinds.FIT_CHECK,
        key=key,
        subject=f"Is it a good match with {names}?",
        text=text,
        program_id=mentorship.program_id,
        action_url=url,
        action_label="Say how it is",
    )


@transaction.atomic
def answer_fit_check(
    *, by: Person, mentorship: Mentorship, answer: str, wants_talk: bool = False
) -> FitCheck:
    """Say how the match is; saying it again replaces it. wants_talk: let the program manager write to this person.

    The wish to talk is kept only where the program offers it. Raises Refused for another answer or a stranger.
    """
    if answer not in FitAnswer.values:
        raise Refused.because("answer", "Choose one of the three answers.", "answer")
    if not Membership.objects.filter(mentorship=mentorship, person=by, left_at__isnull=True).exists():
        raise Refused.because("not_in", "You are not in this mentorship.")
    if not mentorship.sessions.filter(state=SessionState.HELD).exists():
        raise Refused.because("not_met", "You can say this once you have met.")
    offered = say_of(mentorship.program).after_fit_check != AfterFitCheck.NOTHING
    check, _ = FitCheck.objects.select_for_update().get_or_create(mentorship=mentorship, person=by)
    had = check.wants_talk
    check.answer, check.answered_at = answer, clock.now()
    check.wants_talk = offered and wants_talk  # whatever the answer, so that the wish tells nothing of it
    check.save(update_fields=["answer", "answered_at", "wants_talk"])
    if check.wants_talk and not had:
        audit.record(by=by, verb="would like to talk", thing=check, program_id=mentorship.program_id)
    return check
