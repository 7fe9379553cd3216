"""Places: the last one is never given twice. The naive way is kept as a control that does."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import close_old_connections, connection, connections, transaction

from pairwell.core.errors import Refused
from pairwell.people.models import Person
from pairwell.programs.actions import change_places, hold_place, hold_places, release_place, withdraw
from pairwell.programs.models import Enrollment
from pairwell.programs.states import EnrollmentState, Side
from tests.factories.people import make_person
from tests.factories.programs import make_enrollment, make_program

CLIENTS = 10
TRIALS = 200


def test_a_place_is_held_until_none_is_left_and_can_be_given_back(ada: Person) -> None:
    row = make_enrollment(make_program(), ada, role="mentor", mentee_places=2)
    assert [hold_place(row.pk, Side.MENTOR) for _ in range(3)] == [True, True, False]
    assert release_place(row.pk, Side.MENTOR)
    assert hold_place(row.pk, Side.MENTOR)


def test_nothing_is_given_back_that_was_not_held(ada: Person) -> None:
    row = make_enrollment(make_program(), ada, role="mentor")
    assert not release_place(row.pk, Side.MENTOR)


@pytest.mark.parametrize("state", [s for s in EnrollmentState if s != EnrollmentState.APPROVED])
def test_only_the_enrolled_have_places(state: str, ben: Person) -> None:
    row = make_enrollment(make_program(), ben, role="mentee", state=state)
    assert not hold_place(row.pk, Side.MENTEE)


def test_a_mentee_has_no_place_for_mentees(ben: Person) -> None:
    row = make_enrollment(make_program(), ben, role="mentee")
    assert not hold_place(row.pk, Side.MENTOR)


def test_places_are_held_for_all_or_for_none(ada: Person, ben: Person) -> None:
    program = make_program()
    mentor = make_enrollment(program, ada, role="mentor", mentee_places=1, mentees_held=1)
    mentee = make_enrollment(program, ben, role="mentee")
    assert not hold_places([(mentee.pk, Side.MENTEE), (mentor.pk, Side.MENTOR)])
    mentee.refresh_from_db()
    assert mentee.mentors_held == 0
    release_place(mentor.pk, Side.MENTOR)
    assert hold_places([(mentee.pk, Side.MENTEE), (mentor.pk, Side.MENTOR)])


def test_places_can_not_be_fewer_than_are_held(ada: Person) -> None:
    row = make_enrollment(make_program(), ada, role="mentor", mentee_places=3, mentees_held=2)
    with pytest.raises(Refused, match="2 places are taken"):
        change_places(by=ada, enrollment=row, mentee_places=1)
    assert change_places(by=ada, enrollment=row, mentee_places=2).mentee_places == 2


def test_who_withdraws_can_not_be_given_anything_and_gives_back_when_the_mentorship_ends(ada: Person) -> None:
    row = make_enrollment(make_program(), ada, role="mentor", mentee_places=2, mentees_held=1)
    gone = withdraw(by=ada, enrollment=row)
    assert gone.state == EnrollmentState.WITHDRAWN
    assert not hold_place(row.pk, Side.MENTOR)
    assert release_place(row.pk, Side.MENTOR)
    assert not release_place(row.pk, Side.MENTOR)
    with pytest.raises(Refused, match="withdrawn already"):
        withdraw(by=ada, enrollment=row)


def naive_hold(enrollment_id: int, barrier: Barrier) -> bool:
    """Look, then write: what everybody writes first. Two look before either writes."""
    with transaction.atomic():
        row = Enrollment.objects.get(pk=enrollment_id)
        free = row.mentees_held < row.mentee_places
    barrier.wait(timeout=20)
    if free:
        Enrollment.objects.filter(pk=enrollment_id).update(mentees_held=row.mentees_held + 1)
    return free


def at_once(pool: ThreadPoolExecutor, work: object) -> int:
    """Run the same work from every client at the same moment; how many were told yes."""
    barrier = Barrier(CLIENTS)

    def one(_: int) -> bool:
        close_old_connections()
        return work(barrier)  # type: ignore[operator, no-any-return]

    return sum(pool.map(one, range(CLIENTS)))


def close_all(pool: ThreadPoolExecutor) -> None:
    barrier = Barrier(CLIENTS)

    def close(_: int) -> None:
        barrier.wait(timeout=20)
        connections.close_all()

    list(pool.map(close, range(CLIENTS)))


def real_hold(enrollment_id: int, barrier: Barrier) -> bool:
    barrier.wait(timeout=20)
    return hold_place(enrollment_id, Side.MENTOR)


@pytest.mark.django_db(transaction=True)
def test_of_ten_at_once_exactly_one_gets_the_last_place_in_200_trials() -> None:
    row = make_enrollment(make_program(), make_person(), role="mentor", mentee_places=3)
    winners = []
    with ThreadPoolExecutor(CLIENTS) as pool:
        for _ in range(TRIALS):
            Enrollment.objects.filter(pk=row.pk).update(mentees_held=2)
            winners.append(at_once(pool, lambda barrier: real_hold(row.pk, barrier)))
        close_all(pool)
    assert winners == [1] * TRIALS


@pytest.mark.django_db(transaction=True)
def test_the_naive_way_oversells_so_this_test_can_fail() -> None:
    row = make_enrollment(make_program(), make_person(), role="mentor", mentee_places=3, mentees_held=2)
    with ThreadPoolExecutor(CLIENTS) as pool:
        sold = at_once(pool, lambda barrier: naive_hold(row.pk, barrier))
        close_all(pool)
    assert sold > 1


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_more_than_there_are_places() -> None:
    row = make_enrollment(make_program(), make_person(), role="mentor", mentee_places=1)
    with pytest.raises(Exception, match="programs_mentee_places_not_oversold"), connection.cursor() as cursor:
        cursor.execute("UPDATE programs_enrollment SET mentees_held = 2 WHERE id = %s", [row.pk])


@pytest.mark.django_db(transaction=True)
def test_pairs_that_want_the_same_two_places_never_wait_for_each_other() -> None:
    program = make_program()
    one = make_enrollment(program, role="mentor", mentee_places=1)
    two = make_enrollment(program, role="mentee", mentor_places=1)
    asked = [(one.pk, Side.MENTOR), (two.pk, Side.MENTEE)]

    def both(barrier: Barrier) -> bool:
        barrier.wait(timeout=20)
        return hold_places(asked)

    with ThreadPoolExecutor(CLIENTS) as pool:
        for _ in range(20):
            Enrollment.objects.update(mentees_held=0, mentors_held=0)
            assert at_once(pool, both) == 1
            asked.reverse()
        close_all(pool)
