"""Requests: ask, answer, take back; and the next choice is asked when one comes to nothing.

A request holds no place. The place is taken when it is accepted, by the same conditional update that every proposal
uses, so that of two who say yes at the same moment only one gets the last place.
"""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.models import Max

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.mentorships.states import MemberRole
from pairwell.messaging.actions import notify, send_letters
from pairwell.pairing import kinds, request_letters
from pairwell.pairing.actions.answer import begin_accepted
from pairwell.pairing.actions.send import NO_PLACE, first_meeting
from pairwell.pairing.models import Proposal, ProposalSide, Request
from pairwell.pairing.parties import parties_of
from pairwell.pairing.queries.directory import Fit
from pairwell.pairing.queries.say import choice_of, say_of
from pairwell.pairing.rules import MATCHED_IN, may_match_now
from pairwell.pairing.say_rules import due, may_answer_request, may_ask, may_take_back
from pairwell.pairing.states import OPEN_REQUESTS, ProposalState, RequestState, SideAnswer, Source
from pairwell.people.models import Person
from pairwell.programs.actions.places import hold_places
from pairwell.programs.models import Avoidance, Enrollment, Program
from pairwell.programs.states import EnrollmentState, Format, Side

_OUR_LOCKS = 77_001
"""Names our advisory locks; the second number is the program."""


def one_at_a_time(program_id: int) -> None:
    """Let the transactions that move requests or private answers of a program go one after the other.

    They touch the lines of several people at once; without this two of them could wait for each other. Nothing else
    in Pairwell takes this lock, and it is taken before every other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_OUR_LOCKS, program_id % 2**31])


@transaction.atomic
def ask(
    *, by: Person, asker: Enrollment, asked: Enrollment, note: str = "", fit: Fit | None = None
) -> Request:
    """Ask somebody, or put them next in line while another request waits for its answer.

    Raises Refused when requests are not taken, the asker has no place left or asked five people already, or the
    other is full. fit: how well the two fit, kept with the request.
    """
    one_at_a_time(asker.program_id)
    program = Program.objects.get(pk=asker.program_id)
    me, them = _locked(asker.pk, asked.pk)
    open_now = Request.objects.filter(asker=me, state__in=OPEN_REQUESTS)
    places_left = me.mentor_places_left if program.state in MATCHED_IN else 0
    choice = choice_of(program, me)
    insist(
        may_ask(
            choice=choice,
            places_left=places_left,
            open_now=open_now.count(),
            has_left=not _free(them, program),
        )
    )
    if open_now.filter(asked=them).exists():
        raise Refused.because(
            "already", f"You have asked {them.person.full_name} already, or they are next in line."
        )
    last = open_now.aggregate(last=Max("rank"))["last"] or 0
    made = Request.objects.create(
        program=program, asker=me, asked=them, rank=last + 1, note=" ".join(note.split())[:500],
        score=fit.score if fit else None, known=fit.known if fit else None,
        contributions=list(fit.contributions) if fit else [],
    )  # fmt: skip
    audit.record(by=by, verb="request made", thing=made, program_id=program.pk)
    ask_next(me, program)
    made.refresh_from_db()
    return made


def _locked(*ids: int) -> list[Enrollment]:
    """Enrollments in the order of the arguments, locked in the order of their ids."""
    rows = Enrollment.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = {row.pk: row for row in rows.select_related("person")}
    return [found[pk] for pk in ids]


def _free(enrollment: Enrollment, program: Program) -> bool:
    """Whether somebody who is asked could still say yes."""
    peers = program.format == Format.PEER
    places = enrollment.mentor_places_left if peers else enrollment.mentee_places_left
    is_there = enrollment.state == EnrollmentState.APPROVED and enrollment.person.is_active
    is_there = is_there and enrollment.paused_at is None
    return is_there and places > 0 and (enrollment.as_mentee if peers else enrollment.as_mentor)


def ask_next(asker: Enrollment, program: Program) -> Request | None:
    """Ask the first in line who can still say yes, unless somebody is being asked; the others in between are closed."""
    asker.refresh_from_db(fields=["mentors_held", "mentor_places", "state"])
    mine = Request.objects.filter(asker=asker)
    if mine.filter(state=RequestState.ASKED).exists() or program.state not in MATCHED_IN:
        return None
    if asker.mentor_places_left <= 0 or asker.state != EnrollmentState.APPROVED:
        mine.filter(state=RequestState.LINED_UP).update(state=RequestState.CLOSED, decided_at=clock.now())
        return None
    for request in mine.filter(state=RequestState.LINED_UP).select_related("asked__person", "asker__person"):
        if _free(request.asked, program) and not _avoided(request):
            return _send(request, program)
        _over(request, RequestState.CLOSED)
    return None


def _avoided(request: Request) -> bool:
    a, b = request.asker, request.asked
    there = Avoidance.objects.filter(enrollment__in=(a, b), person__in=(a.person_id, b.person_id))
    return there.exists()


def _send(request: Request, program: Program) -> Request:
    now = clock.now()
    request.state, request.asked_at = RequestState.ASKED, now
    request.due_at = due(asked_at=now, days=say_of(program).request_days)
    request.save(update_fields=["state", "asked_at", "due_at"])
    send_letters([request_letters.asked(request, program)])
    person = request.asked.person
    text = f"{request.asker.person.full_name} asks you for a mentorship"
    notify(to=person, kind=kinds.REQUEST, key=f"request-asked:{request.pk}", text=text, url=_url(request))
    return request


def _url(request: Request) -> str:
    return request_letters.address_of(request)


def _over(request: Request, state: RequestState) -> None:
    request.state, request.decided_at = state, clock.now()
    request.save(update_fields=["state", "decided_at", "private_reason"])


@transaction.atomic
def answer_request(*, by: Person, request: Request, accept: bool, private_reason: str = "") -> Request:
    """Say yes (the mentorship begins in the same transaction) or decline kindly (the next in line is asked).

    private_reason: for the program manager alone. Raises Refused when it was taken back, is over, or no place is left.
    """
    one_at_a_time(request.program_id)
    found = Request.objects.select_related("program", "asker__person__profile", "asked__person__profile").get(
        pk=request.pk
    )
    if found.asked.person_id != by.pk:
        raise Refused.because("stranger", "This request is not for you.")
    insist(may_answer_request(state=found.state, due_at=found.due_at, now=clock.now()))
    audit.record(
        by=by,
        verb=f"request {'accepted' if accept else 'declined'}",
        thing=found,
        program_id=found.program_id,
    )
    if accept:
        _accept(found, by)
    else:
        found.private_reason = " ".join(private_reason.split())[:500]
        _decline(found)
    return found


def _accept(request: Request, by: Person) -> None:
    program = request.program
    insist(may_match_now(state=program.state))
    request.proposal = make_match(
        program, request.asker, request.asked, by=by, source=Source.REQUEST, like=request
    )
    request.save(update_fields=["proposal"])
    _over(request, RequestState.ACCEPTED)
    ask_next(request.asker, program)
    _close_if_full(request.asked, program)


def make_match(
    program: Program,
    mentee: Enrollment,
    mentor: Enrollment,
    *,
    by: Person,
    source: Source,
    like: Request | Fit | None,
) -> Proposal:
    """A proposal that both have said yes to, with its places held, and its mentorship. Refused without places."""
    peers = program.format == Format.PEER
    places = [(mentee.pk, Side.MENTEE), (mentor.pk, Side.MENTEE if peers else Side.MENTOR)]
    if not hold_places(places):
        raise Refused.because("no_place", NO_PLACE)
    now = clock.now()
    made = Proposal.objects.create(
        program=program, source=source, state=ProposalState.SENT, sent_at=now, made_by=None,
        score=like.score if like else None, known=like.known if like else None,
        contributions=list(like.contributions) if like else [],
    )  # fmt: skip
    roles = (MemberRole.PEER,) * 2 if peers else (MemberRole.MENTEE, MemberRole.MENTOR)
    ProposalSide.objects.bulk_create(
        ProposalSide(proposal=made, enrollment=e, role=role, answer=SideAnswer.ACCEPTED, answered_at=now)
        for e, role in zip((mentee, mentor), roles, strict=True)
    )
    parties = parties_of(made)
    made.meeting_at = first_meeting(parties, program, now)
    begin_accepted(by=by, proposal=made, parties=parties, now=now)
    return made


def _decline(request: Request) -> None:
    Avoidance.objects.get_or_create(
        enrollment=request.asked, person=request.asker.person, defaults={"because": "declined"}
    )
    _over(request, RequestState.DECLINED)
    _go_on([request])


def _go_on(requests: Sequence[Request]) -> None:
    """Ask the next in line for everybody whose request came to nothing, and tell them both."""
    for request in requests:
        following = ask_next(request.asker, request.program)
        send_letters([request_letters.no_match(request, following)])
        person, text = request.asker.person, f"{request.asked.person.full_name} can not do it this time"
        notify(to=person, kind=kinds.REQUEST, key=f"request-over:{request.pk}", text=text, url=_url(request))


def _close_if_full(asked: Enrollment, program: Program) -> None:
    """Nobody waits for somebody whose last place is taken."""
    (there,) = _locked(asked.pk)
    if _free(there, program):
        return
    waiting = Request.objects.filter(asked=there, state__in=OPEN_REQUESTS)
    rows = list(waiting.select_related("program", "asker__person", "asked__person").order_by("pk"))
    asked_now = [row for row in rows if row.state == RequestState.ASKED]
    for row in rows:
        _over(row, RequestState.CLOSED)
    _go_on(asked_now)


@transaction.atomic
def take_back_request(*, by: Person, request: Request) -> Request:
    """The asker thinks again; whoever is next in line is asked."""
    one_at_a_time(request.program_id)
    found = Request.objects.select_related("program", "asker__person", "asked__person").get(pk=request.pk)
    if found.asker.person_id != by.pk:
        raise Refused.because("stranger", "This request is not yours.")
    insist(may_take_back(state=found.state))
    was_asked = found.state == RequestState.ASKED
    _over(found, RequestState.WITHDRAWN)
    audit.record(by=by, verb="request taken back", thing=found, program_id=found.program_id)
    if was_asked:
        text = f"{by.full_name} has taken back their request; nothing is left to answer"
        key = f"request-back:{found.pk}"
        notify(to=found.asked.person, kind=kinds.REQUEST, key=key, text=text, url=_url(found))
        ask_next(found.asker, found.program)
    return found


@transaction.atomic
def close_requests_of(*, by: Person | None, enrollment: Enrollment) -> int:
    """Somebody leaves: their own requests end, and those who asked them go on to their next choice."""
    one_at_a_time(enrollment.program_id)
    mine = Request.objects.filter(asker=enrollment, state__in=OPEN_REQUESTS)
    closed = mine.update(state=RequestState.WITHDRAWN, decided_at=clock.now())
    theirs = Request.objects.filter(asked=enrollment, state__in=OPEN_REQUESTS).order_by("pk")
    rows = list(theirs.select_related("program", "asker__person", "asked__person"))
    was_asked = [row for row in rows if row.state == RequestState.ASKED]
    for row in rows:
        _over(row, RequestState.CLOSED)
    _go_on(was_asked)
    return closed + len(rows)


def pass_on_requests() -> int:
    """Requests nobody answered in time go on to the next choice, once. Returns how many; one transaction each."""
    late = Request.objects.filter(state=RequestState.ASKED, due_at__lte=clock.now()).order_by("pk")
    return sum(_pass_on(pk, program) for pk, program in late.values_list("pk", "program_id"))


@transaction.atomic
def _pass_on(request_id: int, program_id: int) -> bool:
    one_at_a_time(program_id)
    request = Request.objects.select_related("program", "asker__person", "asked__person").get(pk=request_id)
    if request.state != RequestState.ASKED or request.due_at is None or request.due_at > clock.now():
        return False
    _over(request, RequestState.PASSED)
    audit.record(by=None, verb="request passed on", thing=request, program_id=program_id)
    _go_on([request])
    return True


def remind_of_requests() -> int:
    """One reminder, on the last day of a request. Returns how many letters were written; told once by their key."""
    now = clock.now()
    soon = Request.objects.filter(
        state=RequestState.ASKED, due_at__gt=now, due_at__lte=due(asked_at=now, days=1)
    )
    rows = soon.select_related("program", "asker__person", "asked__person").order_by("pk")
    return len(send_letters([request_letters.reminder(row, row.program) for row in rows[:500]]))
