"""What pairing writes to people who ask and are asked. Why somebody declined is never in any of it."""

from django.urls import reverse
from django.utils.formats import date_format

from pairwell.messaging.actions import Draft
from pairwell.pairing import kinds
from pairwell.pairing.models import Request
from pairwell.pairing.parties import told_about
from pairwell.pairing.sharing import STRANGERS, strongest
from pairwell.pairing.states import RequestState
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.rules.wording import plain
from pairwell.programs.states import Format


def address_of(request: Request) -> str:
    """The page of a request, for both of them."""
    return reverse("request", args=[request.pk])


def asked(request: Request, program: Program) -> Draft:
    """Somebody would like you as their mentor: who, why, their note, until when."""
    person = request.asker.person
    what = "as a peer" if program.format == Format.PEER else "as their mentor"
    lines = [f"**{plain(person.full_name)}** would like you {what} in *{plain(program.name)}*."]
    about = ", ".join(plain(part) for part in (person.title, person.department, person.office) if part)
    if about:
        lines += ["", f"They are {about}."]
    if request.note:
        lines += ["", "**What they write**", f"> {plain(request.note)}"]
    reasons = strongest(told_about((person, request.asked.person), request.contributions, STRANGERS))
    if reasons:
        lines += ["", "**Why you two**", *(f"- {plain(reason)}" for reason in reasons)]
    lines += ["", _until(request)]
    return _draft(
        request,
        request.asked.person,
        "asked",
        subject=f"{person.full_name} asks you {what}",
        lines=lines,
        label="Have a look and answer",
    )


def _until(request: Request) -> str:
    day = date_format(request.due_at, "j F Y") if request.due_at else ""
    return (
        f"Please answer until **{day}**; then they go on to somebody else. If it is not for you, say so: they only "
        "hear kindly that it does not work out, never why."
    )


def reminder(request: Request, program: Program) -> Draft:
    """The last day of a request."""
    name = request.asker.person.full_name
    lines = [
        f"**{plain(name)}** still waits for your answer in *{plain(program.name)}*.",
        "",
        _until(request),
    ]
    subject = f"{name} waits for your answer"
    return _draft(request, request.asked.person, "reminder", subject=subject, lines=lines, label="Answer")


def no_match(request: Request, following: Request | None) -> Draft:
    """To the asker: it does not work out this time, and what happens now."""
    name = plain(request.asked.person.full_name)
    words = {
        RequestState.DECLINED: f"**{name}** can not do it this time. That says nothing about you.",
        RequestState.PASSED: f"**{name}** has not answered in time, so we do not keep you waiting.",
    }
    lines = [words.get(RequestState(request.state), f"**{name}** has no place left by now.")]
    if following is not None:
        lines += ["", f"We have asked your next choice, **{plain(following.asked.person.full_name)}**."]
        label = "See your requests"
    else:
        lines += ["", "You stay in the program. Have another look at who could fit, and ask somebody else."]
        label = "Find somebody else"
    return _draft(
        request,
        request.asker.person,
        "over",
        subject=f"No match with {name} this time",
        lines=lines,
        label=label,
        following=following,
    )


def _draft(
    request: Request,
    to: Person,
    what: str,
    *,
    subject: str,
    lines: list[str],
    label: str,
    following: Request | None = None,
) -> Draft:
    url = address_of(request)
    if what == "over":
        url = reverse("requests") if following else reverse("see_mentors", args=[request.program_id])
    return Draft(
        to=to,
        kind=kinds.REQUEST,
        key=f"request-{what}:{request.pk}:{to.pk}",
        subject=subject,
        text="\n".join(lines),
        program_id=request.program_id,
        action_url=url,
        action_label=label,
    )
