"""What this room writes to people. Nothing here quotes a note, a reflection or a message."""

from datetime import datetime

from django.urls import reverse

from pairwell.mentorships import kinds
from pairwell.mentorships.models import Mentorship, Message, MessageReport, Session
from pairwell.mentorships.rules.times import zone_of
from pairwell.messaging.actions import Draft, notify_many, send_letters
from pairwell.messaging.models import Letter, Notice
from pairwell.messaging.reply_address import reply_address
from pairwell.messaging.states import LetterState
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.queries.joining import managers_of
from pairwell.programs.rules.wording import Words


def local(moment: datetime, person: Person) -> str:
    """A moment as a person's own clock shows it."""
    there = moment.astimezone(zone_of(person.time_zone))
    return f"{there:%A} {there.day} {there:%B %Y}, {there:%H:%M} ({person.time_zone})"


def address_of(thing: Mentorship | Session) -> str:
    """The page of a mentorship or session, as a path of this site."""
    return reverse("session" if isinstance(thing, Session) else "mentorship", args=[thing.pk])


def ring_session(to: list[Person], *, key: str, text: str, url: str) -> None:
    """A line behind the bell about a session or a series."""
    _ring(to, kind=kinds.SESSION, key=key, text=text, url=url)


def tell_state(
    mentorship: Mentorship, to: list[Person], *, key: str, subject: str, text: str, label: str = "Open it"
) -> None:
    """A change of the mentorship itself, by letter and behind the bell."""
    tell_state_in(mentorship, _alike(to, Words(subject, "", text, label)), key=key, line=subject)


def tell_state_in(mentorship: Mentorship, to: list[tuple[Person, Words]], *, key: str, line: str) -> None:
    """A change of the mentorship itself, in words for each reader. line: what stands behind the bell."""
    _tell(mentorship, to, kind=kinds.STATE, key=key, line=line, url=address_of(mentorship))


def tell_managers(
    mentorship: Mentorship, managers: list[Person], *, key: str, text: str, subject: str = ""
) -> None:
    """A line to those who run the program, with the way to the board."""
    url = reverse("manage_health", args=[mentorship.program_id])
    what = f"{mentorship.program.name}: {subject or 'a mentorship has ended'}"
    to = _alike(managers, Words(what, "", text, "Open the board"))
    _tell(mentorship, to, kind=kinds.STATE, key=f"{key}:manager", line=text, url=url)


def tell_help(mentorship: Mentorship, managers: list[Person], *, by: Person, key: str) -> None:
    """That a member asks for help; what with stands on the board, for the program's own managers."""
    text = f"{by.full_name} asks you for help with their mentorship in {mentorship.program.name}."
    tell_managers(mentorship, managers, key=key, text=text, subject="somebody asks for help")


TALK = "talk"


def tell_message(mentorship: Mentorship, to: Person, *, by: Person, read_until: int) -> None:
    """That somebody wrote: once, until it has been read. The words stay in the conversation."""
    key = f"conversation:{mentorship.pk}:{to.pk}:after:{read_until}"
    url = reverse("conversation", args=[mentorship.pk])
    line = f"{by.full_name} wrote to you"
    answer = reply_address(TALK, mentorship.pk, to.pk)
    text = f"{line}. What they wrote is waiting in your conversation."
    text += "\n\nWhat you answer to this letter stands there too." if answer else ""
    said = Words(line, "", text, "Read and answer")
    _tell(mentorship, [(to, said)], kind=kinds.MESSAGE, key=key, line=line, url=url, reply_to=answer)


def ring_mention(message: Message, to: list[Person], *, by: Person) -> None:
    """That somebody was called by name; the words stay in the conversation."""
    url = f"{reverse('conversation', args=[message.mentorship_id])}?around={message.pk}#message-{message.pk}"
    text = f"{by.full_name} mentioned you in your conversation"
    _ring(to, kind=kinds.MESSAGE, key=f"mention:{message.pk}", text=text, url=url)


def tell_report(report: MessageReport, readers: list[Person]) -> None:
    """To those who may read it: a message was reported. Neither the words nor who reported them."""
    mentorship, url = report.mentorship, reverse("message_report", args=[report.pk])
    text = (
        f"A member of a mentorship in **{mentorship.program.name}** has reported a message "
        f"({report.get_reason_display().lower()}).\n\nYou can read that one message and nothing else. "
        "The members are told when you do."
    )
    subject = f"{mentorship.program.name}: a message was reported"
    to = _alike(readers, Words(subject, "", text, "Look at the report"))
    _tell(mentorship, to, kind=kinds.REPORT, key=f"report:{report.pk}", line=subject, url=url)


def tell_report_read(report: MessageReport, members: list[Person], *, by: Person) -> None:
    """To every member: one message was reported and has been read, by whom, and that nothing else was."""
    mentorship = report.mentorship
    day = f"{report.written_at.day} {report.written_at:%B %Y}"
    url = reverse("conversation", args=[mentorship.pk])
    text = (
        f"A message of {day} in your conversation in **{mentorship.program.name}** was reported. "
        f"{by.full_name}, who looks after the program, has read that one message.\n\n"
        "Nothing else of what you write was opened, and nothing else can be."
    )
    said = Words("One reported message of your conversation was read", "", text, "Open your conversation")
    key, line = f"report-read:{report.pk}:{by.pk}", f"{by.full_name} read a message that was reported"
    _tell(mentorship, _alike(members, said), kind=kinds.REPORT, key=key, line=line, url=url)


def tell_returned(letter: Letter) -> None:
    """A line to those who run the program: letters to this person do not arrive, or are not wanted."""
    program = Program.objects.filter(pk=letter.program_id).first() if letter.program_id else None
    if program is None:
        return
    url = reverse("manage_letters", args=[program.pk])
    if letter.state == LetterState.BOUNCED:
        url += f"?state={letter.state}"
        text = f"A letter to {letter.to.full_name} came back. Is the address right?"
    else:
        text = f"{letter.to.full_name} called a letter of ours spam. They get no more of its kind."
    key = f"letter-{letter.state}:{letter.pk}"
    _ring(managers_of(program), kind=kinds.STATE, key=key, text=text, url=url)


def ring_goal(to: list[Person], *, key: str, text: str, url: str) -> None:
    """A quiet line behind the bell when a goal is reached."""
    _ring(to, kind=kinds.GOAL, key=key, text=text, url=url)


def ring_agreement(mentorship: Mentorship, to: list[Person], *, by: Person, version: int) -> None:
    """That the agreement was written or changed, and waits for the reader's yes."""
    what = "wrote down what you agree" if version == 1 else "changed your agreement"
    _ring(
        to,
        kind=kinds.STATE,
        key=f"agreement:{mentorship.pk}:{version}",
        text=f"{by.full_name} {what}. Read it and say yes, or change it.",
        url=reverse("agreement", args=[mentorship.pk]),
    )


Said = list[tuple[Person, Words]]


def _alike(to: list[Person], said: Words) -> Said:
    return [(person, said) for person in to]


def _tell(
    mentorship: Mentorship, to: Said, *, kind: str, key: str, line: str, url: str, reply_to: str = ""
) -> None:
    """The same thing by letter and behind the bell, which shows `line`."""
    send_letters(
        [
            Draft(
                to=person,
                kind=kind,
                key=f"{key}:{person.pk}",
                subject=said.subject,
                greeting=said.greeting,
                text=said.text,
                program_id=mentorship.program_id,
                action_url=url,
                action_label=said.button,
                reply_to=reply_to,
            )
            for person, said in to
        ]
    )
    _ring([person for person, _ in to], kind=kind, key=key, text=line, url=url)


def _ring(to: list[Person], *, kind: str, key: str, text: str, url: str) -> None:
    notify_many(Notice(to=p, kind=kind, key=f"{key}:{p.pk}", text=text[:300], url=url) for p in to)
