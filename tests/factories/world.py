"""A small world with something of everything: what the authorization matrix and the page budget walk through.

Rows are made directly, not by actions, so that a world of a hundred of each is made in a second.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from pairwell.core import clock
from pairwell.library.models import Activity, ActivityStep
from pairwell.mentorships.models import (
    AgendaItem,
    Ending,
    Goal,
    Membership,
    Mentorship,
    Message,
    Milestone,
    Note,
    Session,
)
from pairwell.mentorships.states import EndingReason, MemberRole, MentorshipState, SessionState
from pairwell.messaging.models import Notice
from pairwell.pairing.models import MatchRun, Proposal, ProposalSide
from pairwell.pairing.states import ProposalState, RunState, SideAnswer, Source
from pairwell.people.models import DirectoryImport, ImportProblem, Person
from pairwell.people.states import ImportState, OrganizationRole
from pairwell.programs.models import Enrollment, Program
from pairwell.programs.states import ProgramRole, ProgramState
from tests.factories.mentorships import make_reflection
from tests.factories.people import make_organization, make_person, make_skill, offers, wants
from tests.factories.programs import (
    grant,
    make_enrollment,
    make_invitation,
    make_policy,
    make_program,
    make_question,
)
from tests.factories.worlds import worlds

#: Text that only some may ever read: where it stands -> the text. Members read "members", and so on.
CANARIES = {
    "members": "canary-of-the-conversation",
    "author": "canary-of-a-private-note",
    "managers": "canary-of-a-reason",
    "self": "canary-of-what-otto-shows-nobody",
}


@dataclass
class World:
    """Everything a test may ask for by name."""

    people: dict[str, Person] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        return self.things[name]

    def arguments(self) -> dict[str, Any]:
        """A value for every argument that an address may have."""
        return {f"{name}_id": thing.pk for name, thing in self.things.items()} | {
            "step": 1,
            "key": self.things["activity"].key,
            "token": "made-up",
        }


def make_world(size: int = 1) -> World:
    """A world in which every list has `size` rows (and never fewer than the cast needs)."""
    world = World()
    make_organization()
    _make_people(world)
    _make_program(world)
    _make_mentorship(world, size)
    _make_proposals(world, size)
    _make_crowd(world, size)
    _make_desk(world, size)
    for area in worlds():
        area.add(world, size)
    return world


def _make_people(world: World) -> None:
    boss = make_person("Boss of Ben", email="boss@example.org", level=8)
    world.people = {
        "ada": offers(make_person("Ada Mentor", email="ada@example.org", level=7), "Negotiation"),
        "ben": wants(
            make_person("Ben Mentee", email="ben@example.org", level=3, manager=boss), "Negotiation"
        ),
        "boss": boss,
        "neighbor": make_person("Nora Neighbor", email="nora@example.org"),
        "cora": make_person("Cora Manager", email="cora@example.org"),
        "rival": make_person("Rita Rival", email="rita@example.org"),
        "patron": make_person("Pia Patron", email="pia@example.org"),
        "sponsor": make_person("Sam Sponsor", email="sam@example.org", role=OrganizationRole.SPONSOR),
        "ana": make_person("Ana Admin", email="ana@example.org", role=OrganizationRole.ADMINISTRATOR),
        "olga": make_person("Olga Owner", email="olga@example.org", role=OrganizationRole.OWNER),
        "otto": make_person("Otto Outsider", email="otto@example.org"),
    }


def _make_program(world: World) -> None:
    people = world.people
    program = make_program("Mentoring", managed_by=people["cora"], state=ProgramState.ACTIVE, is_open=False)
    grant(program, people["patron"], ProgramRole.SPONSOR)
    other = make_program("Another program", managed_by=people["rival"], is_open=False)
    question = make_question(program, "ambition", required=False)
    make_policy(program)
    make_policy(other)
    world.things |= {
        "program": program,
        "other_program": other,
        "question": question,
        "ada_enrollment": make_enrollment(
            program, people["ada"], role="mentor", mentee_places=3, mentees_held=1
        ),
        "enrollment": make_enrollment(
            program, people["ben"], role="mentee", mentors_held=1, note=CANARIES["managers"]
        ),
        "neighbor_enrollment": make_enrollment(program, people["neighbor"], role="mentor"),
    }


def pair(program: Program, mentor: Enrollment, mentee: Enrollment, **fields: Any) -> Mentorship:
    """A running mentorship of two."""
    today = clock.today()
    made = Mentorship.objects.create(
        program=program,
        **{"state": MentorshipState.ACTIVE, "starts_on": today - timedelta(days=30), **fields},
    )
    for enrollment, role in ((mentor, MemberRole.MENTOR), (mentee, MemberRole.MENTEE)):
        Membership.objects.create(mentorship=made, person=enrollment.person, enrollment=enrollment, role=role)
    return made


def _make_mentorship(world: World, size: int) -> None:
    ada, ben, secret = world.people["ada"], world.people["ben"], CANARIES["members"]
    mentorship = pair(world.program, world.ada_enrollment, world.enrollment)
    activity = Activity.objects.create(
        key="life-journeys", title="Life journeys", purpose="connect", stage="beginning", summary="Draw it."
    )
    ActivityStep.objects.create(activity=activity, position=1, title="Draw", minutes=20)
    now = clock.now()
    for number in range(size):
        held = Session.objects.create(
            mentorship=mentorship, title=secret, starts_at=now - timedelta(days=number + 1),
            state=SessionState.HELD, planned_by=ada,
        )  # fmt: skip
        for author in (ada, ben):
            make_reflection(held, author, line=secret)
        session = Session.objects.create(
            mentorship=mentorship, title=secret, starts_at=now + timedelta(days=number + 1), planned_by=ada
        )
        item = AgendaItem.objects.create(session=session, text=secret, position=number)
        goal = Goal.objects.create(mentorship=mentorship, owner=ben, title=secret)
        milestone = Milestone.objects.create(goal=goal, title=secret)
        message = Message.objects.create(
            mentorship=mentorship, author=ben, text=secret, idempotency_key=f"message-{number}"
        )
        Note.objects.create(mentorship=mentorship, author=ada, is_shared=True, text=secret)
        note = Note.objects.create(mentorship=mentorship, author=ben, text=CANARIES["author"])
    world.things |= {
        "mentorship": mentorship, "activity": activity, "session": session, "held_session": held, "item": item,
        "goal": goal, "milestone": milestone, "message": message, "note": note,
    }  # fmt: skip


def _make_proposals(world: World, size: int) -> None:
    for number in range(size):
        newcomer = make_enrollment(world.program, role="mentee", mentors_held=0)
        sent = Proposal.objects.create(
            program=world.program, source=Source.MANAGER, state=ProposalState.SENT, score=0.8, known=0.9,
            sent_at=clock.now(), expires_at=clock.now() + timedelta(days=7),
        )  # fmt: skip
        ProposalSide.objects.create(proposal=sent, enrollment=world.ada_enrollment, role=MemberRole.MENTOR)
        ProposalSide.objects.create(proposal=sent, enrollment=newcomer, role=MemberRole.MENTEE)
        if number == 0:
            Enrollment.objects.filter(pk=newcomer.pk).update(mentors_held=1)
            Enrollment.objects.filter(pk=world.ada_enrollment.pk).update(mentees_held=2)
            world.things["proposal"] = sent
            world.things["newcomer"] = newcomer
    policy = world.program.policies.get()
    for _ in range(size):
        run = MatchRun.objects.create(
            program=world.program, policy=policy, state=RunState.FAILED, error="It was stopped."
        )
    world.things["run"] = run
    declined = Proposal.objects.create(
        program=world.program, source=Source.MANAGER, state=ProposalState.DECLINED, score=0.5
    )
    ProposalSide.objects.create(
        proposal=declined, enrollment=world.neighbor_enrollment, role=MemberRole.MENTOR,
        answer=SideAnswer.DECLINED, private_reason=CANARIES["managers"],
    )  # fmt: skip


def _make_crowd(world: World, size: int) -> None:
    """Other pairs, some ended, other programs, invitations and people."""
    for number in range(size):
        mentor = make_enrollment(world.program, role="mentor")
        mentee = make_enrollment(world.program, role="mentee")
        ended = pair(world.program, mentor, mentee, state=MentorshipState.ENDED_EARLY)
        Ending.objects.create(
            mentorship=ended,
            asked_by=mentee.person,
            reason=EndingReason.FIT,
            private_note=CANARIES["managers"],
        )
        running = pair(
            world.program,
            make_enrollment(world.program, role="mentor"),
            make_enrollment(world.program, role="mentee"),
        )
        Session.objects.create(mentorship=running, title="Met", starts_at=clock.now() - timedelta(days=3))
        open_one = make_program(f"Open program {number}", managed_by=world.people["cora"])
        make_invitation(open_one, world.people["ben"])
        make_invitation(world.program, make_person())
        make_skill(f"Skill {number}")
        make_person(f"Somebody {number}", manager=world.people["boss"])


def _make_desk(world: World, size: int) -> None:
    """The administrator's imports, and notices for everybody of the cast."""
    for number in range(size):
        of = DirectoryImport.objects.create(
            file_name=f"people-{number}.csv", content=b"Email,Name\nx@y.org,X\n", digest="0" * 64,
            headers=["Email", "Name"], sample=[["x@y.org", "X"]], mapping={"email": 0, "full_name": 1},
            state=ImportState.CHECKED, rows=1, to_create=1,
        )  # fmt: skip
        for person in world.people.values():
            Notice.objects.create(key=f"{person.pk}-{number}", to=person, kind="news", text="News", url="/")
    for number in range(size):
        ImportProblem.objects.create(of=of, row=number + 2, column="Email", reason="is empty", raw=["", "X"])
    world.things["import"] = of
    world.things["person"] = world.people["otto"]
