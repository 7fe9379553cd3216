"""Pause, resume, end without blame, close well, and whether somebody would like another match."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.mentorships.actions.conversation import write_message
from pairwell.mentorships.actions.letters import tell_managers, tell_state, tell_state_in
from pairwell.mentorships.actions.series import call_off_following
from pairwell.mentorships.actions.sessions import call_off
from pairwell.mentorships.models import Ending, Membership, Mentorship, SessionSeries
from pairwell.mentorships.people_in import Circle, circle_of
from pairwell.mentorships.queries.beginning import settings_for
from pairwell.mentorships.rules import ending as rules
from pairwell.mentorships.states import MemberRole, MentorshipState, SessionState
from pairwell.people.models import Person
from pairwell.programs.actions.places import release_place
from pairwell.programs.models import Avoidance, Enrollment
from pairwell.programs.queries.wording import own_words, worded
from pairwell.programs.rules.wording import plain
from pairwell.programs.states import LetterMoment, ProgramRole, Side

_KIND = "This happens often, for many reasons, and is nobody’s fault. Thank you for the time you gave."


def _locked(mentorship: Mentorship) -> Mentorship:
    rows = Mentorship.objects.select_for_update(of=("self",)).select_related("program")
    return rows.get(pk=mentorship.pk)


def _move(mentorship: Mentorship, state: MentorshipState, *, by: Person, verb: str, **fields: object) -> None:
    mentorship.state, mentorship.version = state, mentorship.version + 1
    for name, value in fields.items():
        setattr(mentorship, name, value)
    mentorship.save(update_fields=["state", "version", *fields])
    audit.record(by=by, verb=verb, thing=mentorship, program_id=mentorship.program_id)


@transaction.atomic
def pause_mentorship(*, by: Person, mentorship: Mentorship) -> Mentorship:
    """A rest for everybody: planned sessions are called off, no reminders until it goes on."""
    locked = _locked(mentorship)
    insist(rules.may_pause(state=locked.state))
    _call_off_planned(locked, by)
    _move(locked, MentorshipState.PAUSED, by=by, verb="mentorship paused", paused_at=clock.now())
    text = (
        f"{by.full_name} has paused your mentorship for a while. Nothing is expected of you until it goes on."
    )
    others = list(circle_of(locked).others(by))
    key = f"paused:{locked.pk}:{locked.version}"
    tell_state(locked, others, key=key, subject="Your mentorship is paused", text=text)
    return locked


@transaction.atomic
def resume_mentorship(*, by: Person, mentorship: Mentorship) -> Mentorship:
    """It goes on; the agreed rhythm counts from now."""
    locked = _locked(mentorship)
    insist(rules.may_resume(state=locked.state))
    _move(
        locked,
        MentorshipState.ACTIVE,
        by=by,
        verb="mentorship resumed",
        paused_at=None,
        resumed_at=clock.now(),
    )
    text = f"{by.full_name} would like to go on. A good next step: plan a session."
    key = f"resumed:{locked.pk}:{locked.version}"
    tell_state(
        locked, list(circle_of(locked).others(by)), key=key, subject="Your mentorship goes on", text=text
    )
    return locked


@transaction.atomic
def end_mentorship(
    *, by: Person, mentorship: Mentorship, reason: str, private_note: str = "", wants_rematch: bool = False
) -> Mentorship:
    """End it early, without blame; in a circle that can go on, only this member leaves.

    The reason and note are for the program manager alone. Sessions ahead are called off, places given
    back, and these people are never put together again. Raises Refused when it is over or no reason is
    chosen.
    """
    locked = _locked(mentorship)
    insist(rules.may_end(state=locked.state, reason=reason))
    circle = circle_of(locked)
    own = circle.of(by)
    if own is None:
        raise Refused.because("not_in", "You are not in this mentorship.")
    Ending.objects.create(
        mentorship=locked,
        asked_by=by,
        reason=reason,
        private_note=private_note.strip()[:2000],
        wants_rematch=wants_rematch,
    )
    if rules.goes_on_without(role=own.role, roles=[m.role for m in circle.members]):
        _leave(locked, circle, own, wants_rematch)
    else:
        _end(locked, circle, own, wants_rematch)
    others = list(circle.others(by))
    key = f"ended:{locked.pk}:{locked.version}"
    _tell_kindly(locked, others, by=by, key=key)
    _tell_managers(locked, key=key, wants_rematch=wants_rematch)
    return locked


def _end(mentorship: Mentorship, circle: Circle, own: Membership, wants: bool) -> None:
    _call_off_planned(mentorship, own.person)
    ended = clock.now()
    _move(
        mentorship, MentorshipState.ENDED_EARLY, by=own.person, verb="mentorship ended early", ended_at=ended
    )
    for member in circle.members:
        _release(member)
    _never_again(own, [m for m in circle.members if m.pk != own.pk])
    for member in circle.members:
        _remember_wish(member, wants if member.pk == own.pk else None)


def _leave(mentorship: Mentorship, circle: Circle, own: Membership, wants: bool) -> None:
    """The circle goes on without this member."""
    own.left_at = clock.now()
    own.save(update_fields=["left_at"])
    mentorship.version += 1
    mentorship.save(update_fields=["version"])
    audit.record(by=own.person, verb="member left", thing=mentorship, program_id=mentorship.program_id)
    _release(own)
    _never_again(own, list(circle.mentors))
    _remember_wish(own, wants)


def _release(member: Membership) -> None:
    """Everybody holds one place for a mentorship, the leader of a circle too."""
    release_place(member.enrollment_id, Side.MENTOR if member.role == MemberRole.MENTOR else Side.MENTEE)


def _never_again(own: Membership, others: Iterable[Membership]) -> None:
    """Keep both sides from being matched with each other again in this program."""
    pairs = [(a, b) for other in others for a, b in ((own, other), (other, own))]
    Avoidance.objects.bulk_create(
        (Avoidance(enrollment_id=a.enrollment_id, person_id=b.person_id, because="ended") for a, b in pairs),
        ignore_conflicts=True,
    )


def _remember_wish(member: Membership, wants: bool | None) -> None:
    """Without a wish for another match, the enrollment offers (or asks for) one place fewer."""
    before = member.wants_another
    member.wants_another = wants
    member.save(update_fields=["wants_another"])
    places, held = (
        ("mentee_places", "mentees_held")
        if member.role == MemberRole.MENTOR
        else ("mentor_places", "mentors_held")
    )
    enrollment = Enrollment.objects.filter(pk=member.enrollment_id)
    if wants is False and before is not False:
        enrollment.filter(Q(**{f"{places}__gt": F(held)})).update(**{places: F(places) - 1})
    if wants and before is False:
        enrollment.update(**{places: F(places) + 1})


@transaction.atomic
def choose_another(*, by: Person, mentorship: Mentorship, wants: bool) -> Membership:
    """After an early end: whether this member would like to be matched again."""
    locked = _locked(mentorship)
    own = Membership.objects.select_for_update().filter(mentorship=locked, person=by).first()
    if own is None or locked.state != MentorshipState.ENDED_EARLY:
        raise Refused.because("not_ended", "This can be chosen once a mentorship has ended.")
    if own.wants_another is not wants:
        _remember_wish(own, wants)
        audit.record(by=by, verb="wish for another match", thing=locked, program_id=locked.program_id)
    return own


@transaction.atomic
def complete_mentorship(*, by: Person, mentorship: Mentorship, thanks: str = "") -> Mentorship:
    """Thank and close. Thanks go into the conversation; the places stay used, as both had their turn."""
    locked = _locked(mentorship)
    held = locked.sessions.filter(state=SessionState.HELD).count()
    insist(rules.may_complete(state=locked.state, held=held))
    if thanks.strip():
        write_message(by=by, mentorship=locked, text=thanks, key=f"thanks-{locked.version}")
    _call_off_planned(locked, by)
    _move(locked, MentorshipState.COMPLETED, by=by, verb="mentorship completed", ended_at=clock.now())
    text = (
        f"{by.full_name} has closed your mentorship with thanks. What you did together stays readable to you."
    )
    others = list(circle_of(locked).others(by))
    key = f"completed:{locked.pk}:{locked.version}"
    tell_state(locked, others, key=key, subject="Your mentorship is complete", text=text)
    return locked


def _call_off_planned(mentorship: Mentorship, by: Person) -> None:
    planned = mentorship.sessions.select_for_update(of=("self",)).select_related("mentorship__program")
    ahead = list(planned.filter(state=SessionState.PLANNED, starts_at__gt=clock.now()).order_by("starts_at"))
    for series in SessionSeries.objects.filter(sessions__in=[s.pk for s in ahead]).distinct():
        rest = [s for s in ahead if s.series_id == series.pk]
        call_off_following(series, sorted(rest, key=lambda s: s.slot_at or s.starts_at), by=by)
    for session in ahead:
        if session.series_id is None:
            call_off(session, by=by)


def _tell_kindly(mentorship: Mentorship, others: list[Person], *, by: Person, key: str) -> None:
    """To the others, in the words of the program; never the reason."""
    if mentorship.state != MentorshipState.ENDED_EARLY:
        text = f"{by.full_name} has left your circle. This happens, and says nothing about anybody in it."
        tell_state(mentorship, others, key=key, subject="Somebody has left your circle", text=text)
        return
    kind = settings_for(mentorship.program).ending_words or _KIND
    values = {"ended_by": plain(by.full_name), "kind_words": kind}
    own, program = own_words([mentorship.program_id])[mentorship.program_id], mentorship.program
    said = [(p, worded(own, LetterMoment.ENDING, program, p, values)) for p in others]
    tell_state_in(mentorship, said, key=key, line="Your mentorship has come to an end")


def _tell_managers(mentorship: Mentorship, *, key: str, wants_rematch: bool) -> None:
    managers = Person.objects.filter(
        program_grants__program=mentorship.program, program_grants__role=ProgramRole.MANAGER, is_active=True
    )
    wish = "They would like another match." if wants_rematch else "They do not ask for another match now."
    what = f"A mentorship in {mentorship.program.name} has ended early."
    text = f"{what} {wish} The reason stands among those ended early."
    tell_managers(mentorship, list(managers.distinct()), key=key, text=text)
