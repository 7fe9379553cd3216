"""Taking a place: by oneself, by the manager, many at once; being approved, declined, leaving."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from pairwell.core.errors import Refused
from pairwell.messaging.models import Letter
from pairwell.people.models import Person
from pairwell.programs.actions import (
    Application,
    approve,
    change_answers,
    decline,
    enroll,
    enroll_by_manager,
    enroll_many,
    rank_choices,
    save_draft,
    withdraw,
)
from pairwell.programs.models import Enrollment, EnrollmentDraft
from pairwell.programs.queries.bulk import plan_bulk
from pairwell.programs.queries.joining import answers_of
from pairwell.programs.rules.joining import Wanted
from pairwell.programs.states import EnrollmentState
from tests.factories.people import make_person, make_skill
from tests.factories.programs import make_enrollment, make_invitation, make_program, make_question

MENTEE = Wanted(as_mentee=True, mentor_places=1)
MENTOR = Wanted(as_mentor=True, mentee_places=2)


def test_somebody_enrolls_with_answers_and_gets_a_letter(ben: Person, otto: Person) -> None:
    program = make_program()
    make_question(program, "why", required=True)
    make_question(program, "skills", kind="skills")
    make_skill("Public speaking")
    save_draft(by=ben, program=program, step=2, data={"role": "mentee"})
    said = Application(MENTEE, {"why": "To grow", "skills": ["public-speaking"]}, avoid=[otto.pk], note="Hi")
    made = enroll(by=ben, program=program, application=said)
    assert made.state == EnrollmentState.APPROVED
    assert answers_of(made) == {"why": "To grow", "skills": ["public-speaking"]}
    assert list(made.avoidances.values_list("person", flat=True)) == [otto.pk]
    assert not EnrollmentDraft.objects.exists()
    assert Letter.objects.get().to == ben


def test_everything_wrong_is_said_at_once_and_nothing_is_written(ben: Person) -> None:
    program = make_program()
    make_question(program, "why", required=True)
    make_question(program, "age", kind="number")
    with pytest.raises(Refused) as refused:
        enroll(by=ben, program=program, application=Application(Wanted(), {"age": "old"}, note="x" * 10_000))
    assert {r.field for r in refused.value.refusals} == {"role", "q_why", "q_age", "note"}
    assert not Enrollment.objects.exists()


def test_where_approval_is_needed_one_applies(ben: Person, cora: Person) -> None:
    program = make_program(needs_approval=True)
    made = enroll(by=ben, program=program, application=Application(MENTEE))
    assert made.state == EnrollmentState.APPLIED
    assert not Letter.objects.exists()
    done = approve(by=cora, program=program, enrollments=[made.pk])
    assert len(done.changed) == 1
    assert Letter.objects.get().subject.startswith("You are in")


def test_a_program_by_invitation_takes_only_those_invited(ben: Person, otto: Person) -> None:
    program = make_program(is_open=False)
    make_invitation(program, ben)
    enroll(by=ben, program=program, application=Application(MENTEE))
    with pytest.raises(Refused, match="by invitation"):
        enroll(by=otto, program=program, application=Application(MENTEE))


def test_who_comes_back_keeps_the_place_of_a_mentorship_that_still_runs(ben: Person) -> None:
    program = make_program()
    row = make_enrollment(program, ben, mentors_held=1)
    withdraw(by=ben, enrollment=row)
    again = enroll(by=ben, program=program, application=Application(MENTOR))
    assert (again.mentors_held, again.mentor_places, again.mentor_places_left) == (1, 1, 0)


def test_who_has_left_can_come_back_in_another_role(ben: Person) -> None:
    program = make_program()
    first = enroll(by=ben, program=program, application=Application(MENTEE))
    withdraw(by=ben, enrollment=first)
    again = enroll(by=ben, program=program, application=Application(MENTOR))
    assert again.pk == first.pk
    assert (again.as_mentee, again.mentor_places, again.mentee_places) == (False, 0, 2)


def test_nobody_is_in_twice(ben: Person) -> None:
    program = make_program()
    enroll(by=ben, program=program, application=Application(MENTEE))
    with pytest.raises(Refused, match="You are in already"):
        enroll(by=ben, program=program, application=Application(MENTEE))


@pytest.mark.django_db(transaction=True)
def test_of_many_clicks_at_once_one_enrolls() -> None:
    person, program = make_person(), make_program()
    barrier = Barrier(6)

    def click(_: int) -> bool:
        try:
            barrier.wait(timeout=20)
            enroll(by=person, program=program, application=Application(MENTEE))
        except Refused:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(click, range(6))) == 1
    assert Enrollment.objects.count() == 1


def test_answers_can_be_said_again(ben: Person) -> None:
    program = make_program()
    make_question(program, "why", required=True)
    made = enroll(by=ben, program=program, application=Application(MENTEE, {"why": "A"}))
    change_answers(by=ben, enrollment=made, application=Application(Wanted(), {"why": "B"}, note="New"))
    made.refresh_from_db()
    assert answers_of(made) == {"why": "B"}
    assert (made.note, made.mentor_places) == ("New", 1)


def test_a_decision_leaves_out_those_it_can_not_apply_to(cora: Person) -> None:
    program = make_program()
    paired = make_enrollment(program, mentors_held=1)
    waiting = make_enrollment(program, state="applied")
    elsewhere = make_enrollment(make_program(), state="applied")
    done = decline(by=cora, program=program, enrollments=[paired.pk, waiting.pk, elsewhere.pk])
    assert [row.pk for row in done.changed] == [waiting.pk]
    assert [row.pk for row, _ in done.left_out] == [paired.pk]
    elsewhere.refresh_from_db()
    assert elsewhere.state == EnrollmentState.APPLIED


def test_the_manager_puts_somebody_in(cora: Person, ben: Person) -> None:
    program = make_program(state="matching", is_open=False)
    made = enroll_by_manager(by=cora, program=program, person=ben, wanted=MENTOR)
    assert (made.state, made.enrolled_by) == (EnrollmentState.APPROVED, cora)
    assert Letter.objects.get().to == ben


LINES = """email,role,places
ada@example.org, mentor, 3
ben@example.org; mentee
nobody@example.org,mentee
cora@example.org,boss
otto@example.org,mentor,lots
ana@example.org,mentor,99
ada@example.org,mentee"""


def test_a_dry_run_says_what_is_wrong_on_each_line(
    ada: Person, ben: Person, cora: Person, otto: Person, ana: Person
) -> None:
    plan = plan_bulk(make_program(), LINES.replace(";", ","))
    assert [(line.number, line.person.email) for line in plan.good] == [
        (2, "ada@example.org"),
        (3, "ben@example.org"),
    ]
    assert plan.good[0].wanted == Wanted(True, False, 3, 0)
    said = {problem.number: problem.reason for problem in plan.problems}
    assert "Nobody in the directory" in said[4]
    assert "“boss” is not a role" in said[5]
    assert "“lots” is not a number" in said[6]
    assert "places: Choose a number from 1 to 10" in said[7]
    assert said[8] == "The same person as on line 2."


@pytest.mark.parametrize("text", ["ada@example.org;mentor;2", "\ufeffada@example.org\tmentor\t2\x00"])
def test_semicolons_tabs_and_odd_bytes_are_read(text: str, ada: Person) -> None:
    assert plan_bulk(make_program(), text).good[0].wanted.mentee_places == 2


def test_peers_need_no_role_and_circles_have_their_size(ada: Person) -> None:
    assert plan_bulk(make_program(format="peer"), "ada@example.org").good[0].wanted == MENTEE
    leads = plan_bulk(make_program(format="group", circle_size=5), "ada@example.org,mentor")
    assert leads.good[0].wanted.mentee_places == 5


@pytest.mark.django_db
def test_the_number_of_queries_of_a_dry_run_does_not_grow(django_assert_num_queries: object) -> None:
    program = make_program()
    people = [make_person() for _ in range(30)]
    with django_assert_num_queries(2):  # type: ignore[operator]
        plan = plan_bulk(program, "\n".join(f"{person.email},mentee" for person in people))
    assert len(plan.good) == 30


def test_all_or_nothing_enrolls_nobody_while_a_line_is_wrong(cora: Person, ada: Person) -> None:
    program, text = make_program(), "ada@example.org,mentor\nnobody@example.org,mentee"
    with pytest.raises(Refused, match="1 lines can not be used"):
        enroll_many(by=cora, program=program, text=text, all_or_nothing=True)
    assert not Enrollment.objects.exists()
    assert enroll_many(by=cora, program=program, text=text, all_or_nothing=False).enrolled == 1
    assert Letter.objects.count() == 1


def test_choices_are_of_this_program_and_never_oneself(ada: Person, ben: Person) -> None:
    program = make_program()
    mine, hers = make_enrollment(program, ben), make_enrollment(program, ada, role="mentor")
    other = make_enrollment(make_program(), ada, role="mentor")
    rank_choices(by=ben, enrollment=mine, chosen=[hers.pk])
    assert [choice.chosen_id for choice in mine.choices.all()] == [hers.pk]
    for chosen in ([other.pk], [mine.pk], [hers.pk, hers.pk]):
        with pytest.raises(Refused):
            rank_choices(by=ben, enrollment=mine, chosen=chosen)


def test_a_draft_keeps_what_was_typed_and_never_goes_back(ben: Person) -> None:
    program = make_program()
    save_draft(by=ben, program=program, step=3, data={"role": "mentee", "note": "a\x00b"})
    draft = save_draft(by=ben, program=program, step=1, data={"avoid": "x"})
    assert draft.step == 3
    assert draft.data == {"role": "mentee", "note": "ab", "avoid": "x"}
    with pytest.raises(Refused, match="too long"):
        save_draft(by=ben, program=program, step=1, data={"note": "x" * 300_000})
