"""What pairing writes to people. A private reason for declining is never in any of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format

from pairwell.mentorships.actions.letters import local
from pairwell.mentorships.people_in import joined
from pairwell.mentorships.states import MemberRole
from pairwell.messaging.actions import Draft
from pairwell.messaging.calendar import invitation
from pairwell.messaging.models import Notice
from pairwell.messaging.states import CalendarMethod
from pairwell.pairing import kinds
from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.pairing.parties import Parties, match_audiences, told_about
from pairwell.pairing.sharing import Audience, strongest
from pairwell.people.models import Organization, Person
from pairwell.people.queries import organization
from pairwell.programs.models import Program
from pairwell.programs.queries.wording import Own, own_words, worded
from pairwell.programs.rules.wording import plain
from pairwell.programs.states import LetterMoment

MEETING_MINUTES = 45


@dataclass(frozen=True)
class Told:
    """A proposal with everything its letters speak of; the organization is read once for many."""

    proposal: Proposal
    program: Program
    parties: Parties
    organization: Organization
    audience: Audience
    own: Own

    @property
    def stamp(self) -> str:
        """Names this sending; a proposal taken back and sent again is told again."""
        sent = self.proposal.sent_at
        return f"{self.proposal.pk}:{int(sent.timestamp() * 1000) if sent else 0}"

    @property
    def url(self) -> str:
        return reverse("proposal", args=[self.proposal.pk])


def told_of(proposals: Sequence[tuple[Proposal, Parties]]) -> list[Told]:
    """The proposals as their letters see them; their programs were read with them. Four queries for any number."""
    programs = {p.program_id for p, _ in proposals}
    ours, audiences, own = organization(), match_audiences(programs), own_words(programs)
    return [
        Told(
            proposal,
            proposal.program,
            parties,
            ours,
            audiences[proposal.program_id],
            own[proposal.program_id],
        )
        for proposal, parties in proposals
    ]


def key_of(told: Told, what: str, person: Person) -> str:
    """The reason of a letter, told once."""
    return f"proposal-{what}:{told.stamp}:{person.pk}"


def sent(told: Told, person: Person) -> Draft:
    """Somebody you should meet: who, why, what is asked, until when."""
    names, program = told.parties.names(person), told.program
    reasons = strongest(told_about(told.parties.people, told.proposal.contributions, told.audience))
    title = "**Why you two**" if len(told.parties.sides) == 2 else "**Why you**"
    note, in_circle = told.proposal.note, bool(told.proposal.title)
    values = {
        "others": names,
        "match": _role_words(told, person),
        "who": "\n".join(f"- {_who(side, in_circle)}" for side in told.parties.others(person)),
        "reasons": "\n".join([title, *(f"- {plain(reason)}" for reason in reasons)]) if reasons else "",
        "note": f"**From your program manager**\n> {plain(note)}" if note else "",
        "meeting": _meeting(told, person),
        "until": _until(told),
    }
    said = worded(told.own, LetterMoment.PROPOSAL, program, person, values)
    return Draft(
        to=person,
        kind=kinds.PROPOSAL,
        key=key_of(told, "sent", person),
        subject=said.subject,
        greeting=said.greeting,
        text=said.text,
        program_id=program.pk,
        action_url=told.url,
        action_label=said.button,
        **_calendar(told, CalendarMethod.REQUEST),
    )


def _meeting(told: Told, person: Person) -> str:
    if told.proposal.meeting_at is None:
        return ""
    return (
        f"A first meeting to get to know each other could be **{local(told.proposal.meeting_at, person)}**; "
        f"it suits the working hours of {'all' if told.proposal.title else 'both'} of you, "
        "and you can move it once you have accepted."
    )


def _until(told: Told) -> str:
    if told.proposal.expires_at is None:
        return ""
    day = date_format(told.proposal.expires_at, "j F Y")
    return f"Please accept or decline until **{day}**. If it is not for you, say so; nobody is told why."


def accepted(told: Told, person: Person) -> Draft:
    """Both sides said yes: the mentorship begins."""
    names = told.parties.names(person)
    mentorship, at = told.proposal.mentorship, told.proposal.meeting_at
    first = f"Your first meeting: **{local(at, person)}**. Move it if another time is better." if at else ""
    both = f"**{names}** and you have both said yes."
    values = {
        "others": names,
        "said_yes": both if len(told.parties.sides) == 2 else "Everybody has said yes.",
        "meeting": first,
    }
    said = worded(told.own, LetterMoment.BEGINNING, told.program, person, values)
    return Draft(
        to=person,
        kind=kinds.PROPOSAL,
        key=key_of(told, "accepted", person),
        subject=said.subject,
        greeting=said.greeting,
        text=said.text,
        program_id=told.program.pk,
        action_url=reverse("mentorship", args=[mentorship.pk]) if mentorship else told.url,
        action_label=said.button,
        **_calendar(told, CalendarMethod.REQUEST),
    )


def reminder(told: Told, person: Person) -> Draft:
    """Somebody has not answered yet: who it is about, and until when."""
    names = told.parties.names(person)
    until = told.proposal.expires_at
    day = f" until **{date_format(until, 'j F Y')}**" if until else ""
    text = (
        f"You have not answered yet whether you would like to meet **{names}**. You can do so{day}; then the "
        "place is free for somebody else.\n\nIf it is not for you, say so; nobody is told why."
    )
    return Draft(
        to=person,
        kind=kinds.PROPOSAL,
        key=key_of(told, "reminder", person),
        subject=f"Still open: would you like to meet {names}?",
        text=text,
        program_id=told.program.pk,
        action_url=told.url,
        action_label="Have a look and answer",
    )


def called_off(told: Told, person: Person, *, what: str) -> Draft:
    """A proposal is over without a match: declined by the other side, expired or taken back."""
    names = told.parties.names(person)
    words = {
        "declined": f"**{names}** can not do it this time. That says nothing about you; we look for somebody else.",
        "expired": f"The proposal with **{names}** was not answered in time, so it is no longer open.",
        "withdrawn": f"Your program manager has taken back the proposal with **{names}**.",
    }
    text = f"{words[what]}\n\nYou do not need to do anything. As soon as there is news you will hear from us."
    return Draft(
        to=person,
        kind=kinds.PROPOSAL,
        key=key_of(told, what, person),
        subject=f"{told.program.name}: no match with {names} this time",
        text=text,
        program_id=told.program.pk,
        action_url=told.url,
        action_label="Open it",
        **_calendar(told, CalendarMethod.CANCEL),
    )


def thanks_for_answer(told: Told, person: Person, *, what: str) -> Draft:
    """To the one who declined: thanks, and the meeting leaves their calendar too."""
    names = told.parties.names(person)
    text = (
        f"Thank you for answering. **{names}** only hears that it does not work out this time, not why.\n\n"
        "You stay in the program, and your place is free for another match."
    )
    return Draft(
        to=person,
        kind=kinds.PROPOSAL,
        key=key_of(told, f"{what}-thanks", person),
        subject=f"{told.program.name}: you have declined",
        text=text,
        program_id=told.program.pk,
        action_url=told.url,
        action_label="Open it",
        **_calendar(told, CalendarMethod.CANCEL),
    )


def to_managers(told: Told, managers: Iterable[Person], *, what: str) -> list[Draft]:
    """Tells those who run the program that a proposal did not become a match."""
    words = {"declined": "was declined", "expired": "was not answered in time"}[what]
    names = told.parties.names()
    return [
        Draft(
            to=manager,
            kind=kinds.ANSWER,
            key=key_of(told, f"{what}-manager", manager),
            subject=f"{told.program.name}: a proposal {words}",
            text=f"The proposal for **{names}** {words}. Their places are free for another match.",
            program_id=told.program.pk,
            action_url=reverse("studio", args=[told.program.pk]),
            action_label="Open the match studio",
        )
        for manager in managers
    ]


def notices(told: Told, people: Iterable[Person], *, what: str, text: str, url: str = "") -> list[Notice]:
    """Lines behind bells; {others} is who the reader is matched with."""
    return [
        Notice(
            to=person,
            kind=kinds.PROPOSAL,
            key=key_of(told, what, person),
            text=text.replace("{others}", told.parties.names(person))[:300],
            url=url or told.url,
        )
        for person in people
    ]


def _calendar(told: Told, method: str) -> dict[str, Any]:
    proposal = told.proposal
    if proposal.meeting_at is None:
        return {}
    names = joined([p.full_name for p in told.parties.people])
    page = reverse("mentorship", args=[proposal.mentorship_id]) if proposal.mentorship_id else told.url
    text = invitation(
        uid=f"{proposal.meeting_uid}@pairwell",
        sequence=proposal.meeting_sequence,
        starts_at=proposal.meeting_at,
        minutes=MEETING_MINUTES,
        summary=f"Get to know each other: {names}",
        description=f"{told.program.name}. Open it: {settings.SITE_URL}{page}",
        organizer=(told.organization.name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        attendees=[(p.full_name, p.email) for p in told.parties.people],
        method=method,
    )
    return {"calendar": text, "calendar_method": method}


def _who(side: ProposalSide, in_circle: bool) -> str:
    person = side.enrollment.person
    leads = "leads the circle" if in_circle and side.role == MemberRole.MENTOR else ""
    parts = [leads, person.title, person.department, person.office]
    about = ", ".join(plain(part) for part in parts if part)
    return f"**{plain(person.full_name)}**" + (f", {about}" if about else "")


def _role_words(told: Told, person: Person) -> str:
    side = told.parties.of(person)
    if side and told.proposal.title:
        return "a circle you could lead" if side.role == MemberRole.MENTOR else "a circle for you"
    words = {
        MemberRole.MENTOR: "somebody you could mentor",
        MemberRole.MENTEE: "a mentor for you",
        MemberRole.PEER: "a peer for you",
    }
    return words[MemberRole(side.role)] if side else "a match"
