"""What members write to each other and to themselves."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from pairwell.cli.company.directory import moment
from pairwell.cli.company.material import lives
from pairwell.cli.company.scene import Scene
from pairwell.mentorships.models import Message, Note, ReadMark
from pairwell.people.models import Person


def converse(scene: Scene) -> None:
    """The conversation of one mentorship."""
    group, chance, now = scene.group, scene.chance, scene.now
    last = None
    for days_ago, lines in _threads(scene):
        last = _write(scene, lines, moment(now, days_ago, chance.randint(6, 9)))
    if group.has("mentor"):  # the mentor and the mentee of the cast each find a line they have not read
        own = group.has("mentee")
        line = chance.choice(lives()["fresh_from_mentor" if own else "fresh_from_mentee"])
        last = _write(scene, [f"{'a' if own else 'b'}:{line}"], moment(now, 1, 10))
    for place, _ in group.members:
        scene.ledger.add(ReadMark(mentorship=scene.mentorship, person=place.enrollment.person))
    if last is not None and (group.has("mentor") or chance.random() < 0.12):
        scene.ledger.unread.add(last.idempotency_key)


def _threads(scene: Scene) -> Iterator[tuple[float, list[str]]]:
    """(days ago, lines), oldest first."""
    material, story, chance = lives(), scene.story, scene.chance
    began, cadence = scene.began, scene.mentorship.cadence_days
    yield began - 1, [chance.choice(material["opening"])]
    if story.talk == "once":
        return
    until = 33.0 if story.talk == "one" else scene.end + max(1.5, story.talk_until * cadence)
    at, topics = began - 6.0, chance.sample(material["threads"], len(material["threads"]))
    while at > until and topics:
        yield at, topics.pop()
        at -= cadence * chance.uniform(0.7, 1.8)
    if topics and until < began - 8:
        yield until, topics.pop()
    if story.talk == "one":
        lines = chance.sample(material["unanswered"], 4)
        yield from ((days, [line]) for days, line in zip((25, 18, 11, 4), lines, strict=True))


def _write(scene: Scene, lines: list[str], at: datetime) -> Message | None:
    """One thread; in a circle other members may answer in place of the second."""
    people, chance = [place.enrollment.person for place, _ in scene.group.members], scene.chance
    message = None
    for line in lines:
        who, text = line.split(":", 1)
        author = people[0] if who == "a" else people[1] if len(people) == 2 else chance.choice(people[1:])
        other = people[1] if author is people[0] else people[0]
        message = Message(
            mentorship=scene.mentorship,
            author=author,
            text=text.replace("{name}", _called(other)),
            idempotency_key=UUID(int=chance.getrandbits(128), version=4).hex,
            sent_at=at,
        )
        scene.ledger.add(message)
        at += timedelta(minutes=chance.randint(4, 150))
    return message


def _called(person: Person) -> str:
    """What a friendly message calls them: "Arun" for P. S. Arun."""
    words = [word for word in person.full_name.split() if not word.endswith(".")]
    return words[0] if words else person.full_name


def take_notes(scene: Scene) -> None:
    """A shared note in half of the mentorships, a private one here and there."""
    material, chance, group = lives(), scene.chance, scene.group
    sure = group.has("mentee")
    for shared, likely in ((True, 0.5), (False, 0.25)):
        if not sure and chance.random() > likely:
            continue
        at = moment(scene.now, max(1, scene.began - chance.randint(5, 30)), 15)
        text = chance.choice(material["notes_shared" if shared else "notes_private"])
        author = (group.second if sure else chance.choice(group.members)[0]).enrollment.person
        row = Note(mentorship=scene.mentorship, author=author, is_shared=shared, text=text)
        row.created_at = row.changed_at = at
        scene.ledger.add(row)
