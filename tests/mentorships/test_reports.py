"""Reporting one message: who may read it, what they see, that it is recorded and told."""

import pytest

from pairwell.core.errors import Refused
from pairwell.core.models import AuditEntry
from pairwell.mentorships import actions
from pairwell.mentorships.models import Mentorship, Message, MessageReport
from pairwell.mentorships.permissions import report_readers, reports_for_reader
from pairwell.messaging.models import Letter, Notice
from pairwell.people.models import Person
from tests.factories.mentorships import make_mentorship, make_message
from tests.factories.people import make_person
from tests.factories.programs import grant, make_program

pytestmark = pytest.mark.django_db
WORDS = "canary-8f3a"


@pytest.fixture
def pair(ada: Person, ben: Person, cora: Person) -> Mentorship:
    return make_mentorship(ada, ben, program=make_program(managed_by=cora, state="active"))


@pytest.fixture
def message(pair: Mentorship, ada: Person) -> Message:
    made = make_message(pair, ada, f"first {WORDS}")
    return actions.edit_message(by=ada, message=made, text=f"second {WORDS}")


def report(message: Message, by: Person) -> MessageReport:
    return actions.report_message(by=by, message=message, reason="insult", note=f"note {WORDS}")


def test_a_report_is_a_copy_that_later_changes_do_not_touch(
    message: Message, ada: Person, ben: Person
) -> None:
    made = report(message, ben)
    actions.edit_message(by=ada, message=message, text="harmless")
    made.refresh_from_db()
    assert (made.text, made.earlier) == (f"second {WORDS}", [f"first {WORDS}"])


def test_managers_hear_of_it_without_the_words_or_the_name(
    message: Message, ben: Person, cora: Person
) -> None:
    report(message, ben)
    (letter,) = Letter.objects.filter(kind="message-report")
    assert letter.to == cora
    assert WORDS not in letter.text + letter.subject
    assert ben.full_name not in letter.text
    assert AuditEntry.objects.filter(verb="message reported", actor_id=ben.pk).exists()


def test_reading_is_recorded_and_every_member_is_told_once(
    message: Message, ada: Person, ben: Person, cora: Person
) -> None:
    made = report(message, ben)
    Letter.objects.all().delete()
    for _ in range(2):
        actions.read_report(by=cora, report=made)
    letters = Letter.objects.filter(kind="message-report")
    assert {letter.to for letter in letters} == {ada, ben}
    assert letters.count() == 2
    for letter in letters:
        assert "Cora Manager" in letter.text
        assert WORDS not in letter.text + letter.html + letter.subject
        assert "Ben" not in letter.text.replace("Hello Ben,", "")  # not who reported it
    assert all(WORDS not in notice.text for notice in Notice.objects.all())
    entry = AuditEntry.objects.get(verb="reported message read")
    assert entry.actor_id == cora.pk
    assert WORDS not in str(entry.details)


def test_a_manager_who_is_a_member_never_handles_it(pair: Mentorship, ada: Person, cora: Person) -> None:
    owner = make_person("Olga Owner", role="owner")
    grant(pair.program, ada)
    assert list(report_readers(pair)) == [cora]
    pair.program.grants.filter(person=cora).delete()
    assert list(report_readers(pair)) == [owner]


def test_lists_hold_what_somebody_may_read_and_nothing_else(
    message: Message, ada: Person, ben: Person, cora: Person, ana: Person
) -> None:
    made = report(message, ben)
    program = made.mentorship.program
    grant(program, ada)
    assert list(reports_for_reader(cora, program)) == [made]
    assert list(reports_for_reader(ada, program)) == []
    assert list(reports_for_reader(ana, program)) == []
    program.grants.filter(person=cora).delete()
    assert list(reports_for_reader(ana, program)) == [made]
    assert list(reports_for_reader(cora, program)) == []


def test_own_messages_and_second_reports_are_refused(message: Message, ada: Person, ben: Person) -> None:
    with pytest.raises(Refused, match="yourself"):
        report(message, ada)
    report(message, ben)
    with pytest.raises(Refused, match="have reported"):
        report(message, ben)
    with pytest.raises(Refused, match="Choose"):
        actions.report_message(by=ben, message=make_message(message.mentorship, ada), reason="odd")


def test_only_who_has_read_it_can_close_it(message: Message, ben: Person, cora: Person) -> None:
    made = report(message, ben)
    with pytest.raises(Refused, match="Read what"):
        actions.close_report(by=cora, report=made)
    actions.read_report(by=cora, report=made)
    closed = actions.close_report(by=cora, report=made, outcome="Talked to both")
    assert (closed.closed_by, closed.outcome) == (cora, "Talked to both")
    assert AuditEntry.objects.filter(verb="report dealt with").count() == 1
