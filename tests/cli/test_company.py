"""The demo company: as large and as varied as promised, the same every time, and nobody in it is real."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import connection
from pytest_django.plugin import DjangoDbBlocker

from pairwell.cli.company import cast, fill
from pairwell.cli.company.persons import draft_people
from pairwell.cli.company.tree import plant_tree
from pairwell.mentorships.models import Goal, Membership, Mentorship, Message, ReadMark, Session
from pairwell.mentorships.queries.health import health_of
from pairwell.mentorships.rules.health import WEIGHTS
from pairwell.mentorships.states import GoalState, HealthState, MentorshipState, SessionState
from pairwell.people.models import Person, Profile, ProfileSkill, RoleGrant
from pairwell.people.states import OrganizationRole
from pairwell.programs.models import Answer, Enrollment, Grant, Program
from pairwell.programs.states import EnrollmentState, Format, ProgramState

KEY_COLUMNS = (
    (Person, ("email", "full_name", "title", "office", "level", "manager__email", "hired_on")),
    (Profile, ("headline", "about", "goals", "languages", "working_hours")),
    (Enrollment, ("program__name", "person__email", "as_mentor", "mentee_places", "mentees_held", "state")),
    (Answer, ("enrollment__person__email", "question__key", "value")),
    (Session, ("uid", "title", "starts_at", "state")),
    (Message, ("author__email", "text", "sent_at", "idempotency_key")),
    (Goal, ("owner__email", "title", "progress", "changed_at")),
)
ROOMS = {"people", "library", "messaging", "programs", "mentorships", "pairing"}


def digest() -> str:
    """SHA-256 over what makes the company, without the numbers that the database gives."""
    told = hashlib.sha256()
    for table, columns in KEY_COLUMNS:
        for row in sorted(map(repr, table.objects.values_list(*columns))):
            told.update(row.encode())
    return told.hexdigest()


def empty() -> None:
    """Take every row away but the audit trail, which the database itself keeps, and what migrations wrote."""
    kept = {"django_migrations", "core_auditentry"}
    tables = [t for t in connection.introspection.table_names() if t.split("_")[0] in ROOMS and t not in kept]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")


@pytest.fixture(scope="module")
def company(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The company of 600, written once for all tests of this file and taken away afterwards."""
    with django_db_blocker.unblock():
        fill(people=600, seed=7)
        yield
        empty()


@pytest.fixture
def filled(company: None, db: None) -> None:
    """The company, seen from within a test."""


def program(name: str) -> Program:
    """The latest run of a program."""
    return Program.objects.filter(name__startswith=name).latest("starts_on")


def test_it_has_600_people_in_six_offices_of_whom_one_leads(filled: None) -> None:
    assert Person.objects.count() == 600
    assert Person.objects.values("office").distinct().count() == 6
    assert Person.objects.filter(manager=None).count() == 1
    assert Profile.objects.count() == 600
    assert not Person.objects.exclude(email__endswith="@kestrel-harbor.example").exists()


def test_nobody_reports_to_themself_however_far_one_goes_up(filled: None) -> None:
    above = dict(Person.objects.values_list("pk", "manager_id"))
    for person in above:
        seen, step = set(), person
        while step is not None:
            assert step not in seen
            seen.add(step)
            step = above[step]


def test_a_manager_leads_a_sensible_number_of_people() -> None:
    people = draft_people(600, 3, datetime.now(UTC).date())
    plant_tree(people, 3)
    reports = Counter(person.manager for person in people)
    assert max(reports.values()) <= 25
    assert all(people[p.manager].level > p.level for p in people if p.manager is not None)


def test_people_write_their_names_in_many_scripts(filled: None) -> None:
    names = " ".join(Person.objects.values_list("full_name", flat=True))
    for first, last in (("؀", "ۿ"), ("一", "鿿"), ("Ѐ", "ӿ"), ("ऀ", "ॿ"), ("À", "ſ")):
        assert any(first <= letter <= last for letter in names)


def test_profiles_do_not_repeat_each_other(filled: None) -> None:
    told = [about for about in Profile.objects.values_list("about", flat=True) if about]
    assert len(told) > 540
    assert len(set(told)) > 0.98 * len(told)
    assert ProfileSkill.objects.count() > 600 * 5
    assert not Profile.objects.filter(about__contains="{").exists()
    assert not Profile.objects.filter(goals__contains="{").exists()


def test_programs_stand_in_every_state_and_in_four_formats(filled: None) -> None:
    programs = Program.objects.all()
    assert {p.state for p in programs} == set(ProgramState.values)
    assert {p.format for p in programs} >= {Format.TRADITIONAL, Format.REVERSE, Format.PEER, Format.GROUP}
    assert program("First-time managers").results["summary"]


def test_one_program_waits_for_its_match_with_240_mentees_and_150_mentors(filled: None) -> None:
    rows = Enrollment.objects.filter(program=program("Growing"), state=EnrollmentState.APPROVED)
    assert rows.filter(as_mentee=True).count() == 240
    assert rows.filter(as_mentor=True).count() == 150
    assert not Mentorship.objects.filter(program=program("Growing")).exists()


def test_the_main_program_is_in_its_fourth_month_with_every_health_and_every_signal(filled: None) -> None:
    main = program("Leadership pipeline")
    assert 90 < (datetime.now(UTC).date() - main.starts_on).days <= 122
    found = health_of(main)
    assert {row.health.state for row in found} == set(HealthState)
    assert {signal.code for row in found for signal in row.health.signals} == set(WEIGHTS)
    thriving = sum(row.health.state == HealthState.THRIVING for row in found)
    assert 0.25 * len(found) < thriving < 0.6 * len(found)
    states = {row.mentorship.state for row in found}
    assert states >= {MentorshipState.ACTIVE, MentorshipState.PAUSED, MentorshipState.ENDED_EARLY}


def test_places_held_are_those_of_running_mentorships(filled: None) -> None:
    over = (MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY)
    for row in Enrollment.objects.filter(mentors_held__gt=0):
        running = Membership.objects.filter(enrollment=row).exclude(mentorship__state__in=over)
        assert running.count() == row.mentors_held


def test_nothing_that_has_happened_lies_in_the_future(filled: None) -> None:
    now = datetime.now(UTC)
    assert not Session.objects.filter(state=SessionState.HELD, starts_at__gt=now).exists()
    assert not Message.objects.filter(sent_at__gt=now).exists()
    assert not Goal.objects.filter(changed_at__gt=now).exists()
    assert not Enrollment.objects.filter(created_at__gt=now).exists()


def test_everybody_of_the_cast_is_there_in_their_role(filled: None) -> None:
    roles = {role: Person.objects.get(email=email) for role, email, _ in cast()}
    granted = set(RoleGrant.objects.values_list("person__email", "role"))
    assert (roles["Owner"].email, OrganizationRole.OWNER) in granted
    assert (roles["Administrator"].email, OrganizationRole.ADMINISTRATOR) in granted
    assert (roles["Sponsor"].email, OrganizationRole.SPONSOR) in granted
    managed = Grant.objects.filter(person=roles["Program manager"]).count()
    assert managed == Program.objects.count()
    assert roles["People manager"].direct_reports.count() >= 4


@pytest.mark.parametrize("role", ["Mentor", "Mentee"])
def test_mentor_and_mentee_have_a_session_ahead_and_something_unread(filled: None, role: str) -> None:
    email = next(address for named, address, _ in cast() if named == role)
    own = Mentorship.objects.filter(memberships__person__email=email, state=MentorshipState.ACTIVE)
    assert Session.objects.filter(mentorship__in=own, starts_at__gt=datetime.now(UTC)).exists()
    goals = Goal.objects.filter(mentorship__in=own, state=GoalState.OPEN)
    assert goals.filter(progress__range=(1, 99)).exists()
    marks = ReadMark.objects.filter(mentorship__in=own, person__email=email)
    assert any(
        Message.objects.filter(mentorship=mark.mentorship, id__gt=mark.last_message_id).exists()
        for mark in marks
    )


def test_the_database_can_be_filled_only_once(filled: None) -> None:
    with pytest.raises(ValueError, match="empty one"):
        fill(people=600)


def test_a_company_too_small_for_its_programs_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 100"):
        fill(people=99)


@pytest.mark.django_db
def test_the_same_seed_gives_the_same_company_and_another_seed_another() -> None:
    told = []
    for seed in (5, 5, 6):
        empty()  # within this test's transaction: the company of the other tests comes back
        fill(people=120, seed=seed)
        told.append(digest())
    assert told[0] == told[1]
    assert told[0] != told[2]
