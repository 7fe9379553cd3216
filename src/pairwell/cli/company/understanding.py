"""What the demo's members agree at the beginning, where their skills stand, and what they note together."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from pairwell.cli.company.directory import moment
from pairwell.cli.company.material import together
from pairwell.cli.company.scene import Scene
from pairwell.mentorships.models import Agreement, Session, SessionNotes, Signature, SkillLevel
from pairwell.mentorships.rules.agreement import KEYS
from pairwell.mentorships.states import MentorshipState, Moment, SessionState
from pairwell.people.models import Person, Skill

MOST_SKILLS = 4


def agree_on_it(scene: Scene) -> None:
    """Most who have met have an agreement; in some of them one side has not said yes yet."""
    chance, group = scene.chance, scene.group
    sure = group.has("mentee")
    if scene.story.last is None or (not sure and chance.random() > 0.75):
        return
    people = [place.enrollment.person for place, _ in group.members]
    names = {"{a}": people[0].first_name, "{b}": people[1].first_name}
    body = {key: _told(chance.choice(together()["agreement"][key]), names) for key in KEYS}
    all_agree = sure or chance.random() < 0.85
    at = moment(scene.now, max(1, scene.began - 13), 10)
    agreement = Agreement(
        mentorship=scene.mentorship,
        body=body,
        cadence_days=scene.mentorship.cadence_days,
        changed_by=people[1],
        changed_at=at,
        agreed_body=body if all_agree else {},
        agreed_at=at + timedelta(hours=5) if all_agree else None,
    )
    scene.ledger.add(agreement)
    for person in people if all_agree else people[1:]:
        late = 0 if person is people[1] else 5
        scene.ledger.add(
            Signature(agreement=agreement, person=person, version=1, agreed_at=at + timedelta(hours=late))
        )


def _told(text: str, names: Mapping[str, str]) -> str:
    for key, name in names.items():
        text = text.replace(key, name)
    return text


def say_levels(scene: Scene, skills: Mapping[str, Skill]) -> None:
    """Where the second member's wanted skills stand; at the end of a completed one, where they have got to."""
    chance, second = scene.chance, scene.group.second
    if scene.story.last is None or (not scene.group.has("mentee") and chance.random() > 0.6):
        return
    wanted = [skills[key] for key in second.draft.keys("wanted") if key in skills][:MOST_SKILLS]
    share, person = chance.random() < 0.6, second.enrollment.person
    at = moment(scene.now, max(1, scene.began - 12), 11)
    for skill in wanted:
        before = chance.choice((1, 2, 2, 3))
        _level(scene, person, skill, Moment.BEGIN, before, share=share, said_at=at)
        if scene.story.state == MentorshipState.COMPLETED:
            after = min(5, before + chance.choice((0, 1, 1, 2)))
            end = moment(scene.now, scene.end + 1, 12)
            _level(scene, person, skill, Moment.END, after, share=share, said_at=end)


def _level(scene: Scene, person: Person, skill: Skill, when: str, level: int, **fields: Any) -> None:
    share, said_at = fields["share"], fields["said_at"]
    scene.ledger.add(
        SkillLevel(
            mentorship=scene.mentorship, person=person, skill=skill, moment=when, level=level,
            is_shared=share, said_at=said_at,
        )
    )  # fmt: skip


def take_session_notes(scene: Scene) -> None:
    """Shared notes in about a third of the sessions that were held, the last one of the cast's always."""
    chance, texts = scene.chance, together()["notes"]["texts"]
    mine = [row for row in scene.ledger.rows[Session] if row.mentorship is scene.mentorship]
    held = [row for row in mine if row.state == SessionState.HELD]
    people = [place.enrollment.person for place, _ in scene.group.members]
    for session in held:
        sure = scene.group.has("mentee") and session is held[-1]
        if not sure and chance.random() > 0.35:
            continue
        after = session.starts_at + timedelta(minutes=session.minutes - 4)
        writer = chance.choice(people)
        scene.ledger.add(
            SessionNotes(
                session=session, text=chance.choice(texts), version=chance.randint(4, 40),
                changed_by=writer, changed_at=after,
            )
        )  # fmt: skip
