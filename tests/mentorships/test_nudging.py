"""Kind letters of a manager: how many, to whom, and what is recorded; the rhythm; what waits to be read."""

from datetime import timedelta

import pytest

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.core.models import AuditEntry
from pairwell.mentorships import actions
from pairwell.mentorships.models import ReadMark
from pairwell.mentorships.queries.nudging import example, plan_nudges
from pairwell.mentorships.queries.unread import unread_in
from pairwell.mentorships.rules.health import Facts
from pairwell.mentorships.rules.nudging import KIND_LETTERS, may_write_kindly
from pairwell.mentorships.rules.rhythm import rhythm
from pairwell.messaging.models import Letter, Muted
from pairwell.people.models import Person
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramState
from tests.factories.mentorships import make_mentorship, make_message
from tests.factories.people import make_person
from tests.factories.programs import make_program

pytestmark = pytest.mark.django_db
NOW = clock.now()


@pytest.fixture
def program(cora: Person) -> Program:
    return make_program("Growing", managed_by=cora, state=ProgramState.ACTIVE)


def test_many_get_the_chosen_letter_and_each_mentorship_records_it(program: Program, cora: Person) -> None:
    pairs = [make_mentorship(program=program) for _ in range(3)]
    plan = actions.nudge_many(by=cora, program=program, mentorships=[p.pk for p in pairs], template="goals")
    assert (len(plan.letters), plan.mentorships, plan.left_out) == (6, 3, ())
    letters = Letter.objects.filter(kind="mentorship-nudge")
    assert {letter.subject.split(" with ")[0] for letter in letters} == {"Your goals"}
    entries = AuditEntry.objects.filter(verb="mentorship nudged", actor_id=cora.pk)
    assert {entry.thing_id for entry in entries} == {p.pk for p in pairs}
    assert all(entry.details == {"letters": 2, "template": "goals"} for entry in entries)


def test_what_the_preview_says_is_what_is_sent(program: Program, cora: Person) -> None:
    shared, quiet = make_person("In Two"), make_person("No Letters")
    pairs = [make_mentorship(shared, program=program) for _ in range(3)]
    pairs.append(make_mentorship(quiet, program=program))
    Muted.objects.create(person=quiet, kind="mentorship-nudge")
    ids = [p.pk for p in pairs]
    preview = plan_nudges(program, ids)
    sent = actions.nudge_many(by=cora, program=program, mentorships=ids, template="how")
    assert [(one.to.pk, one.key) for one in preview.letters] == [(one.to.pk, one.key) for one in sent.letters]
    assert Letter.objects.filter(to=shared, kind="mentorship-nudge").count() == 2
    reasons = dict(sent.left_out)
    assert reasons == {"In Two": "had 2 reminders this week", "No Letters": "has turned these letters off"}
    again = actions.nudge_many(by=cora, program=program, mentorships=ids, template="plan")
    assert again.letters == ()


def test_reminders_of_the_week_count_and_older_ones_do_not(program: Program, ben: Person) -> None:
    pair = make_mentorship(make_person(), ben, program=program)
    for number in range(2):
        Letter.objects.create(
            key=f"r{number}", kind="reminder", to=ben, address=ben.email, subject="s", text="t",
            message_id=f"<{number}@x>",
        )  # fmt: skip
    assert ben.pk not in {one.to.pk for one in plan_nudges(program, [pair.pk]).letters}
    Letter.objects.update(created_at=clock.now() - timedelta(days=8))
    assert ben.pk in {one.to.pk for one in plan_nudges(program, [pair.pk]).letters}


def test_mentorships_of_other_programs_and_those_that_are_over_get_none(
    program: Program, cora: Person, ada: Person, ben: Person
) -> None:
    foreign, over = make_mentorship(), make_mentorship(ada, ben, program=program)
    actions.end_mentorship(by=ben, mentorship=over, reason="time")
    before = Letter.objects.filter(kind="mentorship-nudge").count()
    plan = actions.nudge_many(by=cora, program=program, mentorships=[foreign.pk, over.pk], template="how")
    assert (plan.letters, plan.left_out) == ((), (("Ada Mentor and Ben Mentee", "are at their end"),))
    assert Letter.objects.filter(kind="mentorship-nudge").count() == before
    over.refresh_from_db()
    with pytest.raises(Refused, match="over"):
        actions.nudge(by=cora, mentorship=over)
    with pytest.raises(Refused, match="Choose one of the letters"):
        actions.nudge_many(by=cora, program=program, mentorships=[], template="angry")


def test_every_letter_is_filled_and_blames_nobody(program: Program, ada: Person, ben: Person) -> None:
    pair = make_mentorship(ada, ben, program=program)
    plan = plan_nudges(program, [pair.pk])
    for key in KIND_LETTERS:
        text = " ".join(example(key, plan, program))
        assert "{" not in text
        assert "Ben Mentee" in text
        assert "risk" not in text


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({}, ""),
        ({"is_active": False}, "gone"),
        ({"is_muted": True}, "muted"),
        ({"told": True}, "told"),
        ({"lately": 2}, "enough"),
        ({"lately": 1}, ""),
    ],
)
def test_the_rule_says_why_not(facts: dict[str, bool | int], code: str) -> None:
    usual = {"is_active": True, "is_muted": False, "told": False, "lately": 0}
    found = may_write_kindly(**{**usual, **facts})  # type: ignore[arg-type]
    assert (found.code if found else "") == code


@pytest.mark.parametrize(
    ("held", "days", "told"),
    [
        (0, 13, None),
        (0, 14, (0, 1, False)),
        (4, 70, (4, 5, True)),
        (3, 70, (3, 5, False)),
        (9, 28, (9, 2, True)),
    ],
)
def test_a_rhythm_is_kept_from_four_of_five_sessions(
    held: int, days: int, told: tuple[int, int, bool] | None
) -> None:
    facts = Facts("active", 14, NOW - timedelta(days=days), held_in_rhythm=held)
    found = rhythm(facts, NOW)
    assert (found and (found.held, found.asked, found.is_kept)) == told
    assert rhythm(Facts("active", 14, NOW - timedelta(days=90), is_single=True), NOW) is None


def test_unread_messages_are_counted_for_whoever_has_not_opened_them(
    program: Program, ada: Person, ben: Person
) -> None:
    pair, silent = make_mentorship(ada, ben, program=program), make_mentorship(program=program)
    first = make_message(pair, ben)
    make_message(pair, ben)
    make_message(pair, ada)
    assert unread_in(program)[pair.pk].count == 3
    assert silent.pk not in unread_in(program)
    ReadMark.objects.filter(mentorship=pair, person=ada).update(last_message_id=first.pk)
    assert unread_in(program)[pair.pk].count == 2
    assert unread_in(program, silent.pk) == {}


def test_a_note_of_a_manager_needs_words_and_is_recorded_without_them(program: Program, cora: Person) -> None:
    pair = make_mentorship(program=program)
    for text in ("", "  ", "x" * 1001):
        with pytest.raises(Refused) as refused:
            actions.add_remark(by=cora, mentorship=pair, text=text)
        assert refused.value.refusals[0].field == "text"
    actions.add_remark(by=cora, mentorship=pair, text="Talked\x00 to both")
    assert pair.remarks.get().text == "Talked to both"
    assert AuditEntry.objects.get(verb="remark made").details == {}
