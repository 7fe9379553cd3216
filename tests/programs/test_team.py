"""Who runs a program: adding, letting go, and the one who stays."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from pairwell.core.errors import Refused
from pairwell.core.models import AuditEntry
from pairwell.insights.permissions import readable_programs
from pairwell.messaging.models import Letter, Notice
from pairwell.people.models import Person
from pairwell.programs.actions import add_to_team, remove_from_team
from pairwell.programs.models import Grant, Program
from pairwell.programs.permissions import managed_programs
from pairwell.programs.rules.team import may_join_team, may_leave_team
from tests.factories.people import make_organization, make_person
from tests.factories.programs import grant, make_program


@pytest.fixture
def program(cora: Person) -> Program:
    make_organization()
    return make_program("Growing", managed_by=cora)


def test_the_last_manager_stays_and_anybody_else_may_go() -> None:
    refusal = may_leave_team(role="manager", managers_who_stay=0, name="Cora")
    assert refusal is not None
    assert "Name another program manager first" in refusal.message
    assert may_leave_team(role="manager", managers_who_stay=1, name="Cora") is None
    assert may_leave_team(role="sponsor", managers_who_stay=0, name="Pia") is None


def test_somebody_switched_off_can_not_be_named() -> None:
    assert may_join_team(is_active=False, name="Gone") is not None
    assert may_join_team(is_active=True, name="Here") is None


def test_a_new_manager_runs_the_program_and_is_told(program: Program, cora: Person, ada: Person) -> None:
    assert add_to_team(by=cora, program=program, person=ada, role="manager")
    assert program in managed_programs(ada)
    letter = Letter.objects.get(to=ada)
    assert "Cora Manager has made you a program manager" in letter.text
    assert f"/manage/programs/{program.pk}/" in letter.text
    assert Notice.objects.get(to=ada).url == f"/manage/programs/{program.pk}/"
    assert AuditEntry.objects.get(verb="added to the team").details == {"person": ada.pk, "role": "manager"}


def test_naming_somebody_twice_tells_them_once(program: Program, cora: Person, ada: Person) -> None:
    assert add_to_team(by=cora, program=program, person=ada, role="sponsor")
    assert not add_to_team(by=cora, program=program, person=ada, role="sponsor")
    assert Letter.objects.filter(to=ada).count() == 1


def test_a_sponsor_reads_results_and_runs_nothing(program: Program, cora: Person, ada: Person) -> None:
    make_program("Another", managed_by=cora)
    add_to_team(by=cora, program=program, person=ada, role="sponsor")
    assert not managed_programs(ada).exists()
    assert list(readable_programs(ada)) == [program]
    assert f"/insights/programs/{program.pk}/" in Letter.objects.get(to=ada).text


def test_results_of_a_draft_are_nobodys_yet(cora: Person) -> None:
    make_program("Not yet", managed_by=cora, state="draft")
    assert not readable_programs(cora).exists()


def test_naming_oneself_writes_no_letter(program: Program, ana: Person) -> None:
    add_to_team(by=ana, program=program, person=ana, role="manager")
    assert not Letter.objects.exists()
    assert not Notice.objects.exists()


def test_a_removed_manager_finds_a_notice_and_can_be_named_again(
    program: Program, cora: Person, ada: Person
) -> None:
    add_to_team(by=cora, program=program, person=ada, role="manager")
    remove_from_team(by=cora, program=program, person=ada, role="manager")
    assert not managed_programs(ada).exists()
    assert Notice.objects.filter(to=ada, text__startswith="You are no longer program manager").exists()
    add_to_team(by=cora, program=program, person=ada, role="manager")
    assert Letter.objects.filter(to=ada).count() == 2
    with pytest.raises(Refused, match="is not sponsor here any more"):
        remove_from_team(by=cora, program=program, person=ada, role="sponsor")


def test_a_manager_who_has_left_the_company_does_not_count_as_the_one_who_stays(
    program: Program, cora: Person
) -> None:
    gone = make_person("Gone Manager", is_active=False)
    grant(program, gone)
    with pytest.raises(Refused, match="the only one who runs"):
        remove_from_team(by=cora, program=program, person=cora, role="manager")
    remove_from_team(by=cora, program=program, person=gone, role="manager")


@pytest.mark.django_db(transaction=True)
def test_two_managers_who_remove_each_other_at_once_do_not_leave_the_program_alone() -> None:
    make_organization()
    for _ in range(5):
        pair = [make_person(), make_person()]
        program = make_program(managed_by=pair[0])
        grant(program, pair[1])
        start = Barrier(2)

        def remove(by: Person, person: Person, program: Program = program, start: Barrier = start) -> bool:
            start.wait()
            try:
                remove_from_team(by=by, program=program, person=person, role="manager")
            except Refused:
                return False
            finally:
                connection.close()
            return True

        with ThreadPoolExecutor(2) as both:
            done = list(both.map(remove, pair, reversed(pair)))
        assert sorted(done) == [False, True]
        assert Grant.objects.filter(program=program).count() == 1
