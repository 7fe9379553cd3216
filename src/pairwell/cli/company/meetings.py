"""Sessions with agenda, attendance and reflections."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from pairwell.cli.company.directory import moment
from pairwell.cli.company.material import DOMAIN, lives
from pairwell.cli.company.pairs import Group
from pairwell.cli.company.scene import Scene
from pairwell.cli.company.stories import Story
from pairwell.library.models import Activity
from pairwell.mentorships.models import AgendaItem, Attendance, Reflection, Session
from pairwell.mentorships.states import SessionState
from pairwell.people.models import Person

ROOMS = ("Room Tern, third floor", "Room Gannet", "The small kitchen", "A walk along the water")


class Meetings:
    """Writes the sessions of one mentorship into the ledger."""

    def __init__(self, scene: Scene, activities: Sequence[Activity], minutes: int) -> None:
        self.scene, self.activities, self.minutes = scene, activities, minutes
        self.ledger, self.mentorship = scene.ledger, scene.mentorship
        self.chance, self.now = scene.chance, scene.now
        self.people = [place.enrollment.person for place, _ in scene.group.members]
        self.hour = _hour(scene.group)
        self.link = f"https://meet.{DOMAIN}/{self.chance.getrandbits(40):010x}"
        self.number = 0

    def tell(self) -> None:
        """All sessions of the story."""
        story, cadence = self.scene.story, self.mentorship.cadence_days
        for held, (days_ago, before_last) in enumerate(self._held(story, cadence)):
            falls = story.useful == "falling" and before_last < 2 and held >= 1
            self._hold(days_ago, dull=falls)
        for _ in range(story.missed):
            self._plan(cadence, state=SessionState.MISSED)
        if story.open_days:
            self._plan(story.open_days, state=SessionState.PLANNED)
        if story.next is not None:
            self._plan(-max(2.0, story.next * cadence), state=SessionState.PLANNED, moved=story.moved)

    def _held(self, story: Story, cadence: int) -> list[tuple[float, int]]:
        """(days ago, how many came after it), oldest first."""
        if story.last is None:
            return []
        days, found = self.scene.end + story.last * cadence, []
        while days < self.scene.began - 2:
            found.append(days)
            days += cadence
        found = found[-story.most :] if story.most < len(found) else found
        return [(at, number) for number, at in enumerate(found)][::-1]

    def _plan(self, days_ago: float, *, state: SessionState, moved: int = 0) -> Session:
        activity = self.activities[min(self.number, len(self.activities) - 1)]
        self.number += 1
        chance = self.chance
        at = moment(self.now, days_ago, self.hour, chance.choice((0, 0, 30)))
        session = Session(
            mentorship=self.mentorship,
            title=activity.title,
            starts_at=at,
            minutes=self.minutes,
            place=self.link if self._far() or chance.random() < 0.5 else chance.choice(ROOMS),
            state=state,
            activity=activity,
            uid=UUID(int=chance.getrandbits(128), version=4),
            sequence=moved,
            times_moved=moved,
            planned_by=chance.choice(self.people[:2]),
            created_at=at - timedelta(days=chance.randint(6, 12)),
        )
        self.ledger.add(session)
        for position, step in enumerate(activity.steps.all()):
            self.ledger.add(
                AgendaItem(session=session, position=position, text=step.title, minutes=step.minutes)
            )
        if state == SessionState.MISSED:
            self._attend(session, missing=self.people[0])
        return session

    def _far(self) -> bool:
        return len({person.office for person in self.people}) > 1

    def _hold(self, days_ago: float, *, dull: bool) -> None:
        session = self._plan(days_ago, state=SessionState.HELD)
        chance, after = self.chance, session.starts_at + timedelta(minutes=session.minutes)
        missing = chance.choice(self.people[1:]) if len(self.people) > 3 and chance.random() < 0.4 else None
        self._attend(session, missing=missing)
        if chance.random() < 0.6:
            text = chance.choice(lives()["next_steps"])
            done = after + timedelta(days=chance.randint(1, 9)) if chance.random() < 0.7 else None
            done = None if done and done > self.now else done
            owner = self.people[-1]
            self.ledger.add(AgendaItem(session=session, position=90, text=text, owner=owner, done_at=done))
        for person in self.people:
            if person is not missing and (dull or chance.random() < 0.8):
                self._reflect(session, person, after, dull=dull)

    def _attend(self, session: Session, *, missing: Person | None) -> None:
        for person in self.people:
            self.ledger.add(Attendance(session=session, person=person, was_there=person is not missing))

    def _reflect(self, session: Session, person: Person, after: datetime, *, dull: bool) -> None:
        chance, material = self.chance, lives()
        first = person is self.people[0]
        kind = "reflections_low" if dull else "reflections_mentor" if first else "reflections_mentee"
        useful = chance.choice((1, 2, 2)) if dull else chance.choices((3, 4, 5), weights=(2, 5, 4))[0]
        self.ledger.add(
            Reflection(
                session=session,
                mentorship=session.mentorship,
                author=person,
                useful=useful,
                line=chance.choice(material[kind]) if chance.random() < 0.8 else "",
                next_step=chance.choice(material["next_steps"]) if chance.random() < 0.4 else "",
                created_at=after + timedelta(minutes=chance.randint(2, 600)),
            )
        )


def _hour(group: Group) -> int:
    """An hour (UTC) of the second member's working day, later when the first lives further west."""
    zone = group.second.draft.office["time_zone"]
    first = group.first.draft.office["time_zone"]
    early = {"Asia/Singapore": 6, "Asia/Kolkata": 8, "Europe/Berlin": 9, "Africa/Lagos": 9}
    return max(early.get(zone, 14), early.get(first, 14)) if zone != first else early.get(zone, 14)
