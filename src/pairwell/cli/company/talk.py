"""What members write to each other and to themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from pairwell.cli.company.directory import moment
from pairwell.cli.company.ledger import Ledger
from pairwell.cli.company.material import lives
from pairwell.cli.company.pairs import Group
from pairwell.cli.company.stories import Story
from pairwell.mentorships.models import Mentorship, Message, Note, ReadMark
from pairwell.people.models import Person


def converse(
    ledger: Ledger, mentorship: Mentorship, group: Group, story: Story, chance: Random, *, now: datetime, end: float
) -> None:
    """The conversation of one mentorship; end: days since it was over, 0 while it runs."""
    began = (now.date() - mentorship.starts_on).days
    people = [place.enrollment.person for place, _ in group.members]
    told = list(_threads(story, chance, began, mentorship.cadence_days, end))
    stamp = None
    for days_ago, lines in told:
        stamp = _write(ledger, mentorship, people, lines, chance, moment(now, days_ago, chance.randint(6, 9)))
    for place, _ in group.members:
        ledger.add(ReadMark(mentorship=mentorship, person=place.enrollment.person))
    if stamp is not None and (group.has("mentee") or group.has("mentor") or chance.random() < 0.12):
        stamp.unread = True  # type: ignore[attr-defined] # for the ledger's read marks


def _threads(
    story: Story, chance: Random, began: int, cadence: int, end: float
) -> Iterator[tuple[float, list[str]]]:
    """(days ago, lines), oldest first."""
    material = lives()
    yield began - 1, [chance.choice(material["opening"])]
    if story.talk == "once":
        return
    until = 33.0 if story.talk == "one" else end + max(1.5, story.talk_until * cadence)
    at, topics = began - 6.0, chance.sample(material["threads"], len(material["threads"]))
    while at > until and topics:
        yield at, topics.pop()
        at -= cadence * chance.uniform(0.7, 1.8)
    if topics and until < began - 8:
        yield until, topics.pop()
    if story.talk == "one":
        lines = chance.sample(material["unanswered"], 4)
        yield from ((days, [line]) for days, line in zip((25, 18, 11, 4), lines, strict=True))


def _write(
    ledger: Ledger, mentorship: Mentorship, people: list[Person], lines: list[str], chance: Random, at: datetime
) -> Message | None:
    """One thread; in a circle other members may answer in place of the second."""
    message = None
    for line in lines:
        who, text = line.split(":", 1)
        author = people[0] if who == "a" else people[1] if len(people) == 2 else chance.choice(people[1:])
        other = people[1] if author is people[0] else people[0]
        key = UUID(int=chance.getrandbits(128), version=4).hex
        message = Message(
            mentorship=mentorship,
            author=author,
            text=text.replace("{name}", other.first_name),
            idempotency_key=key,
            sent_at=at,
        )
        ledger.add(message)
        at += timedelta(minutes=chance.randint(4, 150))
    return message


def take_notes(ledger: Ledger, mentorship: Mentorship, group: Group, chance: Random, *, now: datetime) -> None:
    """A shared note in half of the mentorships, a private one here and there."""
    began, material = (now.date() - mentorship.starts_on).days, lives()
    sure = group.has("mentee")
    for shared, likely in ((True, 0.5), (False, 0.25)):
        if not sure and chance.random() > likely:
            continue
        at = moment(now, max(1, began - chance.randint(5, 30)), 15)
        text = chance.choice(material["notes_shared" if shared else "notes_private"])
        author = (group.second if sure else chance.choice(group.members)[0]).enrollment.person
        row = Note(mentorship=mentorship, author=author, is_shared=shared, text=text)
        row.created_at = row.changed_at = at
        ledger.add(row)
