"""Nobody but its members opens a mentorship, whatever their role; and no secret leaves it."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import get_resolver, reverse

from pairwell.mentorships import actions
from pairwell.mentorships.models import (
    AgendaItem,
    Agreement,
    GoalFile,
    GoalReview,
    MessageFile,
    Milestone,
    SessionNotes,
    SkillLevel,
)
from pairwell.mentorships.rules.agreement import KEYS
from pairwell.messaging.models import Letter, Notice
from pairwell.people.models import Endorsement, Person
from pairwell.people.states import OrganizationRole
from pairwell.programs.states import ProgramRole, ProgramState
from pairwell.web.urls import mentorships as addresses
from tests.factories.mentorships import (
    held,
    make_goal,
    make_mentorship,
    make_message,
    make_note,
    make_reflection,
    make_session,
)
from tests.factories.people import make_person, make_skill
from tests.factories.programs import grant, make_enrollment, make_program

pytestmark = pytest.mark.django_db
CANARY = "canary-8f3a"
MEMBERS_ONLY = [
    p for p in addresses.urlpatterns if "<int:" in str(p.pattern) and "manage/" not in str(p.pattern)
]


class Scene:
    """A mentorship in which every private field holds the canary."""

    def __init__(self, ada: Person, ben: Person, cora: Person) -> None:
        self.program = make_program(managed_by=cora, state=ProgramState.ACTIVE)
        self.mentorship = make_mentorship(ada, ben, program=self.program)
        past, self.session = (
            held(self.mentorship, days_ago=2, title=CANARY),
            make_session(self.mentorship, title=CANARY, place=CANARY),
        )
        for person in (ada, ben):
            make_reflection(past, person, line=CANARY, next_step=CANARY)
        self.item = AgendaItem.objects.create(session=self.session, text=CANARY)
        self.goal = make_goal(self.mentorship, ben, title=CANARY, measure=CANARY)
        self.milestone = Milestone.objects.create(goal=self.goal, title=CANARY)
        self.message = make_message(self.mentorship, ben, CANARY)
        self.message_file = MessageFile(message=self.message, name=CANARY, size=13)
        self.message_file.content.save("file", ContentFile(CANARY.encode()))
        self.note = make_note(self.mentorship, ben, CANARY)
        self.file = GoalFile(goal=self.goal, name=CANARY, size=13, added_by=ben)
        self.file.content.save("file", ContentFile(CANARY.encode()))
        GoalReview.objects.create(goal=self.goal, author=ben, verdict="keep", line=CANARY)
        SessionNotes.objects.create(session=self.session, text=CANARY, version=1)
        body = dict.fromkeys(KEYS, CANARY)
        Agreement.objects.create(mentorship=self.mentorship, body=body, agreed_body=body, changed_by=ada)
        level = {"skill": make_skill(), "moment": "begin", "level": 2}
        SkillLevel.objects.create(mentorship=self.mentorship, person=ben, **level)
        self.vouched = Endorsement.objects.create(person=ada, by=ben, skill=make_skill(), text="Good")
        self.shared = make_note(self.mentorship, ada, CANARY, shared=True)

    def address(self, name: str) -> str:
        """The address of this scene's own things."""
        names = get_resolver().reverse_dict.getlist(name)[0][0][0][1]
        return reverse(name, kwargs={key: getattr(self, key.removesuffix("_id")).pk for key in names})


@pytest.fixture
def scene(ada: Person, ben: Person, cora: Person) -> Scene:
    return Scene(ada, ben, cora)


@pytest.fixture
def strangers(scene: Scene, cora: Person, ana: Person, otto: Person) -> dict[str, Person]:
    """Everybody who might think they may."""
    rival, patron, neighbor = make_person("Rival"), make_person("Patron"), make_person("Neighbor")
    make_program(managed_by=rival)
    grant(scene.program, patron, ProgramRole.SPONSOR)
    make_enrollment(scene.program, neighbor, role="mentor")
    return {
        "stranger": otto,
        "manager of the program": cora,
        "manager of another program": rival,
        "sponsor of the program": patron,
        "somebody else in the program": neighbor,
        "administrator": ana,
        "owner": make_person("Olga", role=OrganizationRole.OWNER),
        "sponsor": make_person("Sam", role=OrganizationRole.SPONSOR),
    }


def test_every_address_of_a_mentorship_is_404_for_everybody_else(
    client: Client, scene: Scene, strangers: dict[str, Person]
) -> None:
    assert len(MEMBERS_ONLY) >= 48
    wrong = {}
    for who, person in strangers.items():
        client.force_login(person)
        for pattern in MEMBERS_ONLY:
            path = scene.address(pattern.name)
            for answer in (client.get(path), client.post(path, {"text": "x"})):
                if answer.status_code not in (404, 405) or CANARY in answer.content.decode():
                    wrong[who, pattern.name, answer.request["REQUEST_METHOD"]] = answer.status_code
    assert wrong == {}


def test_members_do_open_them(client: Client, scene: Scene, ada: Person, ben: Person) -> None:
    """The test of the test: the same addresses, asked by a member, are there."""
    client.force_login(ben)
    answers = {p.name: client.get(scene.address(p.name)).status_code for p in MEMBERS_ONLY}
    assert answers.pop("certificate") == 302  # not completed yet: back to the closing page, with the reason
    assert set(answers.values()) <= {200, 204, 405}, answers
    assert sum(code == 200 for code in answers.values()) >= 15
    assert CANARY in client.get(scene.address("mentorship")).content.decode()


def test_managers_pages_never_show_what_members_write(
    client: Client, scene: Scene, strangers: dict[str, Person]
) -> None:
    for who in ("manager of the program", "administrator", "owner"):
        client.force_login(strangers[who])
        for name in ("manage_program", "manage_health"):
            answer = client.get(reverse(name, args=[scene.program.pk]))
            assert answer.status_code == 200
            assert CANARY not in answer.content.decode(), (who, name)
        one = client.get(reverse("manage_mentorship", args=[scene.mentorship.pk])).content.decode()
        table = client.get(reverse("manage_health_table", args=[scene.program.pk]))
        assert "Unread messages" in one
        assert CANARY not in one + b"".join(table).decode(), who


def test_another_manager_and_sponsors_do_not_open_the_board(
    client: Client, scene: Scene, strangers: dict[str, Person]
) -> None:
    for who in ("stranger", "manager of another program", "sponsor of the program", "sponsor"):
        client.force_login(strangers[who])
        for name in ("manage_program", "manage_health"):
            assert client.get(reverse(name, args=[scene.program.pk])).status_code == 404, who
        assert client.get(reverse("manage_mentorship", args=[scene.mentorship.pk])).status_code == 404, who
        nudge = reverse("nudge_mentorship", args=[scene.mentorship.pk])
        assert client.post(nudge).status_code == 404, who


def test_a_private_note_is_404_for_the_other_member_too(client: Client, scene: Scene, ada: Person) -> None:
    client.force_login(ada)
    assert client.get(reverse("note", args=[scene.note.pk])).status_code == 404
    assert client.post(reverse("remove_note", args=[scene.note.pk])).status_code == 404
    assert client.get(reverse("message", args=[scene.message.pk])).status_code == 404
    assert client.get(reverse("note", args=[scene.shared.pk])).status_code == 200


def test_a_private_reflection_stays_with_its_author(client: Client, ada: Person, ben: Person) -> None:
    session = held(make_mentorship(ada, ben), days_ago=1)
    make_reflection(session, ben, line=CANARY)
    make_reflection(session, ada, line="Mine")
    client.force_login(ada)
    assert CANARY not in client.get(reverse("session", args=[session.pk])).content.decode()


def test_only_the_programs_own_manager_reads_why_somebody_ended(
    client: Client, scene: Scene, ada: Person, ben: Person, strangers: dict[str, Person]
) -> None:
    reason = "canary-of-a-reason"
    actions.end_mentorship(by=ben, mentorship=scene.mentorship, reason="fit", private_note=reason)
    board = reverse("manage_health", args=[scene.program.pk]) + "?state=ended_early"
    readers = {}
    for who, person in {**strangers, "the other member": ada}.items():
        client.force_login(person)
        paths = [board, scene.address("mentorship"), reverse("home")]
        readers[who] = any(reason in client.get(path).content.decode() for path in paths)
    assert {who for who, read in readers.items() if read} == {"manager of the program"}


def test_letters_and_notices_carry_no_content(scene: Scene, ada: Person, ben: Person) -> None:
    actions.write_message(by=ben, mentorship=scene.mentorship, text=CANARY, key="x")
    actions.write_note(by=ben, mentorship=scene.mentorship, text=CANARY, shared=True)
    actions.reach_goal(by=ben, goal=scene.goal)
    actions.end_mentorship(by=ben, mentorship=scene.mentorship, reason="fit", private_note=CANARY)
    written = [f"{one.subject}{one.text}{one.html}" for one in Letter.objects.exclude(kind="session")]
    assert len(written) >= 3
    assert all(CANARY not in text for text in written)
    assert all(CANARY not in notice.text for notice in Notice.objects.all())


def test_somebody_who_left_a_circle_reads_it_no_longer(client: Client, ada: Person, ben: Person) -> None:
    circle = make_mentorship(ada, ben, make_person())
    actions.end_mentorship(by=ben, mentorship=circle, reason="time")
    client.force_login(ben)
    assert client.get(reverse("mentorship", args=[circle.pk])).status_code == 404


def test_levels_and_help_stay_where_they_belong(
    client: Client, scene: Scene, ada: Person, ben: Person, cora: Person
) -> None:
    """A level that was not shared is its author's; why somebody asks for help is the manager's."""
    skill = SkillLevel.objects.get().skill
    actions.ask_for_help(by=ben, mentorship=scene.mentorship, topic="fit", note="canary-help")
    client.force_login(ada)
    assert "Ben says 2" not in client.get(scene.address("skill_levels")).content.decode()
    for name in ("mentorship", "ending", "agreement", "closing"):
        assert "canary-help" not in client.get(scene.address(name)).content.decode(), name
    client.force_login(cora)
    board = client.get(reverse("manage_health", args=[scene.program.pk])).content.decode()
    assert "canary-help" in board
    assert skill.name not in board
