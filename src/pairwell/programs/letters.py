"""What the programs room writes to people: texts only, handed to the post office by the actions."""

from collections.abc import Iterable

from pairwell.messaging.actions import Draft
from pairwell.messaging.kinds import Kind, register
from pairwell.people.models import Person
from pairwell.programs.models import Announcement, Enrollment, Grant, Nomination, Program
from pairwell.programs.queries.wording import Own, invitation_values, own_words, worded
from pairwell.programs.rules.moves import button_to
from pairwell.programs.states import LetterMoment, ProgramRole

INVITATION = "program_invitation"
ENROLLED = "enrollment"
ANNOUNCED = "announcement"
APPROVAL = "approval"
TEAM = "program_team"
RUNNING = "running_program"

register(
    Kind(APPROVAL, "Your reports' applications", "Somebody who reports to you wants to join.", always=True),
    Kind(RUNNING, "Programs you run", "A planned step of your program could not be made.", always=True),
    Kind(INVITATION, "Invitations to programs", "Somebody thinks a program is right for you.", always=True),
    Kind(ANNOUNCED, "Announcements", "What a program wants all of its people to know."),
    Kind(ENROLLED, "Your place in a program", "You are in, or what became of your application.", always=True),
    Kind(TEAM, "Programs you run or watch", "You can run a program, or read its results.", always=True),
)


def _path(program: Program) -> str:
    return f"/programs/{program.pk}/"


def invitation(program: Program, person: Person, own: Own) -> Draft:
    """You are invited, in the words of the program."""
    said = worded(own, LetterMoment.INVITATION, program, person, invitation_values(program))
    return Draft(
        to=person,
        kind=INVITATION,
        key=f"program-invitation:{program.pk}:{person.pk}",
        subject=said.subject,
        greeting=said.greeting,
        text=said.text,
        program_id=program.pk,
        action_url=_path(program),
        action_label=said.button,
    )


def enrolled_by_manager(enrollment: Enrollment, program: Program, person: Person) -> Draft:
    """Somebody has put you in; you can still leave or say more."""
    text = (
        f"You have been enrolled in **{program.name}** as {role_words(enrollment)}.\n\n"
        "Have a look, and say what would make it good for you. "
        "If it is not for you, you can leave with one click."
    )
    return _about(
        enrollment,
        program,
        person,
        what="enrolled",
        subject=f"You are in: {program.name}",
        text=text,
        label="Have a look",
    )


def approved(enrollment: Enrollment, program: Program, person: Person) -> Draft:
    """You are in."""
    starts = f" It starts on {program.starts_on:%d %B %Y}." if program.starts_on else ""
    text = (
        f"You are in **{program.name}** as {role_words(enrollment)}.{starts}\n\n"
        f"{program.welcome_text.strip() or 'We tell you as soon as you have a match.'}"
    )
    return _about(
        enrollment,
        program,
        person,
        what="approved",
        subject=f"You are in: {program.name}",
        text=text,
        label="See your place",
    )


def declined(enrollment: Enrollment, program: Program, person: Person) -> Draft:
    """Not this time."""
    text = (
        f"Thank you for applying to **{program.name}**. This time we can not offer you a place.\n\n"
        "Your program manager can tell you more, and other programs may suit you."
    )
    return _about(
        enrollment,
        program,
        person,
        what="declined",
        subject=f"{program.name}: not this time",
        text=text,
        label="See programs",
    )


def on_the_team(grant: Grant, program: Program, person: Person, by: Person) -> Draft:
    """Somebody may run the program now, or read its results."""
    if grant.role == ProgramRole.MANAGER:
        text = (
            f"{by.full_name} has made you a program manager of **{program.name}**.\n\n"
            "You can set it up, match its people and see how its mentorships are doing. "
            "What members write to each other stays with them."
        )
        subject, path, label = (
            f"You run {program.name} now",
            f"/manage/programs/{program.pk}/",
            "Open the program",
        )
    else:
        text = (
            f"{by.full_name} has made you a sponsor of **{program.name}**.\n\n"
            "You can read what comes of it, in numbers. What members write to each other stays with them."
        )
        subject, path, label = (
            f"You sponsor {program.name}",
            f"/insights/programs/{program.pk}/",
            "See its results",
        )
    return Draft(
        to=person, kind=TEAM, key=f"team:{grant.pk}", subject=subject, text=text, program_id=program.pk,
        action_url=path, action_label=label,
    )  # fmt: skip


def move_failed(program: Program, person: Person, planned: int, to: str, why: str) -> Draft:
    """A planned move could not be made; what to mend."""
    return Draft(
        to=person,
        kind=RUNNING,
        key=f"move-failed:{planned}:{person.pk}",
        subject=f"{program.name}: “{button_to(to)}” could not be done",
        text=f"You had planned for **{program.name}**: {button_to(to).lower()}. It could not be done.\n\n{why}",
        program_id=program.pk,
        action_url=f"/manage/programs/{program.pk}/setup/",
        action_label="Look at the set-up",
    )


def started(program: Program, person: Person, stamp: int) -> Draft:
    """The program begins, in its manager's words."""
    return _to_everybody(program, person, f"started:{stamp}", f"{program.name} begins", program.starting_text)


def closed(program: Program, person: Person, stamp: int) -> Draft:
    """The program is over, in its manager's words."""
    said = program.closing_text
    return _to_everybody(program, person, f"closed:{stamp}", f"{program.name} comes to its end", said)


def _to_everybody(program: Program, person: Person, key: str, subject: str, text: str) -> Draft:
    return Draft(
        to=person,
        kind=ENROLLED,
        key=f"program-{program.pk}-{key}:{person.pk}",
        subject=subject,
        text=text,
        program_id=program.pk,
        action_url=_path(program),
        action_label="Open the program",
    )


def announcement(announcement: Announcement, person: Person) -> Draft:
    """What the program wants its people to know, as its manager wrote it."""
    return Draft(
        to=person,
        kind=ANNOUNCED,
        key=f"announcement:{announcement.pk}:{person.pk}",
        subject=announcement.subject,
        text=announcement.text,
        program_id=announcement.program_id,
        action_url=f"/announcements/{announcement.pk}/",
        action_label="Read it in the program",
    )


def waitlisted(enrollment: Enrollment, program: Program, person: Person, place: int) -> Draft:
    """The program is full; their place in the line."""
    text = (
        f"**{program.name}** is full at the moment, so you are on the waiting list. "
        f"Your place is **{place}**.\n\n"
        "The line moves by itself: who came first gets the next place, and you get a letter when it is yours. "
        "You can see your place at any time."
    )
    return _about(
        enrollment, program, person,
        what=f"waiting-{place}", subject=f"{program.name}: place {place} on the waiting list", text=text,
        label="See your place",
    )  # fmt: skip


def place_free(enrollment: Enrollment, program: Program, person: Person) -> Draft:
    """The line has moved: they are in."""
    text = (
        f"A place has become free in **{program.name}**, and it is yours: you are in as "
        f"{role_words(enrollment)}.\n\nIf it does not suit you any more, you can leave with one click, and the "
        "next one gets it."
    )
    return _about(
        enrollment, program, person,
        what="moved-up", subject=f"A place for you: {program.name}", text=text, label="See your place",
    )  # fmt: skip


def training_first(enrollment: Enrollment, program: Program, person: Person) -> Draft:
    """Thank you for mentoring; a short training comes first."""
    text = (
        f"Thank you for wanting to mentor in **{program.name}**. Before you are matched there is a short training "
        "to finish. You are let in by yourself as soon as you have."
    )
    return _about(
        enrollment, program, person,
        what="training", subject=f"{program.name}: first a short training", text=text, label="See what to do",
    )  # fmt: skip


def approval_asked(enrollment: Enrollment, program: Program, person: Person, boss: Person) -> Draft:
    """To the people manager: a word, please. Nothing of what was answered is in it."""
    text = (
        f"{person.full_name} would like to take part in **{program.name}** as {role_words(enrollment)}.\n\n"
        f"It takes about {program.session_minutes} minutes every {program.cadence_days} days. "
        "Please say whether that is possible, or write a comment to the program manager. What they answer in their "
        "application and talk about with their partner stays theirs."
    )
    stamp = int((enrollment.approved_at or enrollment.created_at).timestamp())
    return Draft(
        to=boss,
        kind=APPROVAL,
        key=f"approval-asked:{enrollment.pk}:{stamp}:{boss.pk}",
        subject=f"{person.full_name} would like to join {program.name}",
        text=text,
        program_id=program.pk,
        action_url="/team/applications/",
        action_label="Answer",
    )


def nominated(nomination: Nomination, program: Program, person: Person, by: Person) -> Draft:
    """Somebody has put them forward: who, why, and how to say no."""
    why = f"\n\n> {nomination.because}" if nomination.because else ""
    text = (
        f"{by.full_name} thinks that **{program.name}** is right for you.{why}\n\n"
        f"You are enrolled on **{nomination.enrolls_on:%d %B %Y}** unless you say no before. It takes one click "
        "and nobody asks why. Or join right now and say what would make it good for you."
    )
    return Draft(
        to=person,
        kind=INVITATION,
        key=f"nominated:{nomination.pk}",
        subject=f"{by.full_name} has nominated you: {program.name}",
        text=text,
        program_id=program.pk,
        action_url=_path(program),
        action_label="Look at it, join or say no",
    )


def role_words(enrollment: Enrollment) -> str:
    """“a mentor”, “a mentee” or both, in a sentence."""
    if enrollment.as_mentor and enrollment.as_mentee:
        return "a mentor and a mentee"
    return "a mentor" if enrollment.as_mentor else "a mentee"


def invitations(program: Program, people: Iterable[Person]) -> list[Draft]:
    """One invitation for each person."""
    own = own_words([program.pk])[program.pk]
    return [invitation(program, person, own) for person in people]


def _about(
    enrollment: Enrollment,
    program: Program,
    person: Person,
    *,
    what: str,
    subject: str,
    text: str,
    label: str,
) -> Draft:
    stamp = int((enrollment.approved_at or enrollment.waiting_since or enrollment.created_at).timestamp())
    return Draft(
        to=person,
        kind=ENROLLED,
        key=f"enrollment-{what}:{enrollment.pk}:{stamp}",
        subject=subject,
        text=text,
        program_id=program.pk,
        action_url=_path(program),
        action_label=label,
    )
