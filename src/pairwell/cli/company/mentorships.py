"""The lives of the demo's mentorships, program by program."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db.models import Model

from pairwell.cli.company.aims import set_goals
from pairwell.cli.company.directory import moment
from pairwell.cli.company.endings import look_at_goals, part_well
from pairwell.cli.company.joining import Place
from pairwell.cli.company.ledger import Ledger
from pairwell.cli.company.material import lives
from pairwell.cli.company.meetings import Meetings
from pairwell.cli.company.pairs import Group, group_up
from pairwell.cli.company.scene import Scene
from pairwell.cli.company.stories import (
    BROKEN_OFF,
    CALM,
    COMPLETED,
    STORIES,
    THRIVING,
    Story,
    deck,
)
from pairwell.cli.company.talk import converse, take_notes
from pairwell.cli.company.understanding import agree_on_it, say_levels, take_session_notes
from pairwell.library.models import Activity
from pairwell.mentorships.models import Ending, Membership, Mentorship
from pairwell.mentorships.rules.ending import OVER
from pairwell.mentorships.states import EndingReason, MentorshipState
from pairwell.pairing.models import Proposal, ProposalSide
from pairwell.pairing.states import ProposalState, SideAnswer, Source
from pairwell.people.models import Skill
from pairwell.programs.models import Avoidance, Enrollment, Program
from pairwell.programs.states import OVER as PROGRAM_OVER
from pairwell.programs.states import Format

NAMES = tuple(lives()["circles"])
REASONS = tuple(EndingReason)


class Life:
    """Writes every mentorship of one program."""

    def __init__(
        self,
        program: Program,
        activities: Mapping[str, Activity],
        skills: Mapping[str, Skill],
        *,
        chance: Random,
        now: datetime,
    ) -> None:
        self.program, self.skills, self.chance, self.now = program, skills, chance, now
        self.activities = [activities[key] for key in program.suggested_activities if key in activities]
        self.ledger = Ledger()
        self.closed = program.state in PROGRAM_OVER

    def write(self, places: Sequence[Place]) -> dict[type[Model], list[Any]]:
        """Pairs or circles with all that happened in them; returns the rows written."""
        groups = group_up(self.program, places, self.chance)
        for number, (group, story) in enumerate(zip(groups, self._stories(groups), strict=True)):
            self._tell(number, group, story)
        written = self.ledger.write()
        rows = [place.enrollment for place in places]
        held = ["mentee_places", "mentees_held", "mentors_held"]
        Enrollment.objects.bulk_update(rows, held, batch_size=1000)
        return written

    def _stories(self, groups: Sequence[Group]) -> list[Story]:
        if self.closed:
            return [BROKEN_OFF if number % 10 == 4 else COMPLETED for number in range(len(groups))]
        main = any(group.has("mentee") for group in groups)
        own = [group.has("mentee") or group.has("mentor") for group in groups]
        fitting = STORIES if main else tuple(s for s in STORIES if s.key in CALM)
        rest = iter(deck(fitting, len(groups) - sum(own), self.chance))
        return [THRIVING if cast else next(rest) for cast in own]

    def _tell(self, number: int, group: Group, story: Story) -> None:
        end = self._days_over(story)
        mentorship = self._mentorship(number, story, end)
        self.ledger.add(mentorship)
        self._members(mentorship, group, story)
        # A story's times count from the end of a closed program, else from today.
        since = end if self.closed else 0.0
        scene = Scene(self.ledger, mentorship, group, story, self.chance, self.now, since)
        Meetings(scene, self.activities, self.program.session_minutes).tell()
        converse(scene)
        set_goals(scene, self.skills)
        take_notes(scene)
        agree_on_it(scene)
        say_levels(scene, self.skills)
        take_session_notes(scene)
        look_at_goals(scene)
        part_well(scene)
        self._propose(mentorship, group)
        if story.state == MentorshipState.ENDED_EARLY:
            self._end(mentorship, group)
        if story.state in OVER:
            _give_back(group)

    def _days_over(self, story: Story) -> float:
        ends = self.program.ends_on
        if self.closed and ends is not None:
            return (self.now.date() - ends).days
        cadence = self.program.cadence_days
        return 2.2 * cadence if story.state == MentorshipState.ENDED_EARLY else 0.0

    def _mentorship(self, number: int, story: Story, end: float) -> Mentorship:
        program = self.program
        starts = program.starts_on or self.now.date()
        circle = program.format == Format.GROUP
        row = Mentorship(
            program=program,
            state=story.state,
            title=f"Circle {NAMES[number % len(NAMES)]}" if circle else "",
            cadence_days=program.cadence_days,
            starts_on=starts,
            ends_on=program.ends_on,
            created_at=self._before(starts, 4),
        )
        if story.state in OVER:
            row.ended_at = moment(self.now, end, 12)
        if story.state == MentorshipState.PAUSED:
            row.paused_at = moment(self.now, 9, 12)
        return row

    def _before(self, day: date, days: int) -> datetime:
        ago = (self.now.date() - day).days
        return moment(self.now, ago + days, 8)

    def _members(self, mentorship: Mentorship, group: Group, story: Story) -> None:
        for place, role in group.members:
            row = place.enrollment
            member = Membership(mentorship=mentorship, person=row.person, enrollment=row, role=role)
            if story.state == MentorshipState.ENDED_EARLY and place is group.second:
                member.wants_another = not self.closed
            self.ledger.add(member)

    def _propose(self, mentorship: Mentorship, group: Group) -> None:
        """What it came from: a proposal that every side accepted."""
        sent = self._before(mentorship.starts_on, 9)
        proposal = Proposal(
            program=self.program,
            source=Source.MANAGER,
            state=ProposalState.ACCEPTED,
            title=mentorship.title,
            sent_at=sent,
            expires_at=sent + timedelta(days=self.program.answer_days),
            decided_at=sent + timedelta(days=2),
            mentorship=mentorship,
            created_at=sent - timedelta(hours=3),
        )
        self.ledger.add(proposal)
        for place, role in group.members:
            at = sent + timedelta(hours=self.chance.randint(1, 44))
            self.ledger.add(
                ProposalSide(
                    proposal=proposal, enrollment=place.enrollment, role=role, answer=SideAnswer.ACCEPTED,
                    answered_at=at,
                )
            )  # fmt: skip

    def _end(self, mentorship: Mentorship, group: Group) -> None:
        one, other = group.second.enrollment, group.first.enrollment
        self.ledger.add(
            Ending(
                mentorship=mentorship,
                asked_by=one.person,
                reason=self.chance.choice(REASONS),
                wants_rematch=not self.closed,
                created_at=mentorship.ended_at or self.now,
            )
        )
        for place, person in ((one, other.person), (other, one.person)):
            self.ledger.add(Avoidance(enrollment=place, person=person, because="ended"))


def _give_back(group: Group) -> None:
    """A mentorship that is over holds no places."""
    first = group.first.enrollment
    if first.as_mentor:
        first.mentees_held -= len(group.members) - 1
    else:
        first.mentors_held -= 1
    for place, _ in group.members[1:]:
        place.enrollment.mentors_held -= 1
