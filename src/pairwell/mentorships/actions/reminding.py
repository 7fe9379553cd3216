"""The reminders that nobody has to think of: written by the worker, at a good hour, a few at most."""

from django.db import transaction

from pairwell.core import clock
from pairwell.mentorships import kinds
from pairwell.mentorships.actions.letters import address_of
from pairwell.mentorships.queries.health import MentorshipHealth, health_of
from pairwell.mentorships.queries.nudging import written_lately
from pairwell.mentorships.rules.nudging import REMINDERS, Member, may_remind, recipients
from pairwell.mentorships.rules.times import zone_of
from pairwell.mentorships.states import MentorshipState
from pairwell.messaging.actions import Draft, send_letters
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.queries.wording import Own, own_words, worded
from pairwell.programs.states import LetterMoment, ProgramState


def remind_everybody_due() -> int:
    """Every running program's reminders for this hour; returns how many letters. Can be run again without harm."""
    return sum(_remind(program) for program in Program.objects.filter(state=ProgramState.ACTIVE))


@transaction.atomic
def _remind(program: Program) -> int:
    rows = [row for row in health_of(program) if row.mentorship.state == MentorshipState.ACTIVE]
    wished = [wish for row in rows for wish in _wishes(row)]
    if not wished:
        return 0
    lately = written_lately({person.pk for _, person, _, _ in wished}, kinds.REMINDER)
    told = set(Letter.objects.filter(key__in=[key for *_, key in wished]).values_list("key", flat=True))
    own = own_words([program.pk])[program.pk]
    chosen: dict[int, Draft] = {}
    for row, person, code, key in wished:
        may = may_remind(
            clock.now(),
            zone_of(person.time_zone),
            lately=lately[person.pk],
            is_first_now=person.pk not in chosen,
            told=told,
            key=key,
        )
        if may:
            chosen[person.pk] = _draft(row, person, code, key, own)
    return len(send_letters(list(chosen.values())))


Wish = tuple[MentorshipHealth, Person, str, str]


def _wishes(row: MentorshipHealth) -> list[Wish]:
    """(mentorship, person, signal, key) of every reminder this mentorship could use, the gravest first.

    The key names the stretch of time a signal is about, from the last session or the start: within it
    nobody is told the same twice.
    """
    since = row.facts.last_held_at or row.facts.started_at
    by_id = sorted(row.circle.members, key=lambda member: member.pk)
    words = row.facts.words_by
    members = [
        Member(member.person_id, member.role, words[n] if n < len(words) else 0)
        for n, member in enumerate(by_id)
    ]
    people = {member.person_id: member.person for member in by_id if member.person.is_active}
    return [
        (row, people[pk], signal.code, f"reminder:{row.mentorship.pk}:{signal.code}:{since:%Y%m%d}:{pk}")
        for signal in row.health.signals
        for pk in recipients(signal.code, members)
        if pk in people
    ]


def _draft(row: MentorshipHealth, person: Person, code: str, key: str, own: Own) -> Draft:
    reminder, others = REMINDERS[code], row.circle.names(person)
    values = {
        "others": others,
        "reminder_subject": reminder.subject.replace("{others}", others),
        "reminder": reminder.text.replace("{others}", others),
        "reminder_button": reminder.label,
    }
    said = worded(own, LetterMoment.REMINDER, row.mentorship.program, person, values)
    return Draft(
        to=person,
        kind=kinds.REMINDER,
        key=key,
        subject=said.subject,
        greeting=said.greeting,
        text=said.text,
        program_id=row.mentorship.program_id,
        action_url=address_of(row.mentorship),
        action_label=said.button,
    )
