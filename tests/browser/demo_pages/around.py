"""Around the mentorships: events, announcements, reading, words of letters, what managers look at and hand on."""

from collections.abc import Iterator

from pairwell.library.models import Resource
from pairwell.mentorships.models import Membership, MessageReport
from pairwell.pairing.models import MatchRun, Proposal
from pairwell.programs.models import Announcement, EventSeat, LetterWords, Objective, Program, ProgramEvent
from pairwell.surveys.models import SurveyQuestion
from tests.browser.demo_pages.asking import Row, person, row


def pages() -> Iterator[Row]:
    yield from _for_managers()
    yield from _for_people()
    role = "Administrator"
    yield row(role, "admin-together", "admin_together")
    yield row(role, "new-course", "new_course")
    yield row(role, "edit-course", "edit_course", "mentor-training")
    yield row(role, "edit-resource", "edit_resource", Resource.objects.order_by("pk")[0].pk)


def _for_managers() -> Iterator[Row]:
    role = "Program manager"
    running = Program.objects.filter(state="active", format="traditional")[0]
    for name in (
        "manage_events",
        "manage_letter_words",
        "manage_letters",
        "manage_reports",
        "program_export",
    ):
        yield row(role, name, name, running.pk)
    for event in ProgramEvent.objects.filter(program=running).order_by("starts_at"):
        yield row(role, f"manage-event-{event.minutes}", "manage_event", event.pk)
    words = LetterWords.objects.all()[0]
    yield row(role, "letter-words", "letter_words", words.program_id, words.moment, words.language)
    report = MessageReport.objects.all()[0]
    yield row(role, "message-report", "message_report", report.pk)
    ailing = Membership.objects.filter(mentorship__program=running, mentorship__state="active").order_by("pk")
    yield row(role, "manage-mentorship", "manage_mentorship", ailing[0].mentorship_id)
    objective = Objective.objects.filter(program=running)[0]
    yield row(role, "objective", "change_objective", running.pk, objective.pk)
    question = SurveyQuestion.objects.filter(survey__program=running, survey__state="scheduled")[0]
    yield row(role, "change-survey-question", "change_survey_question", question.pk)
    for run in MatchRun.objects.filter(state="done")[:1]:
        yield row(role, "change-pairs", "change_pairs", run.program_id, run.pk)


def _for_people() -> Iterator[Row]:
    seat = EventSeat.objects.filter(event__seats__isnull=False, person=person("Mentee")).first()
    event = seat.event if seat else ProgramEvent.objects.exclude(seats=None).order_by("pk")[0]
    yield row("Mentee", "event", "event", event.pk)
    yield row("Mentee", "announcement", "announcement", Announcement.objects.all()[0].pk)
    yield row("Mentee", "resource", "resource", Resource.objects.filter(audience="everybody")[0].pk)
    yield row("Mentee", "my-letters", "my_letters")
    mine = Membership.objects.filter(person=person("Mentee"), mentorship__state="active")[0].mentorship
    message = mine.messages.exclude(author=person("Mentee")).order_by("-pk")[0]
    yield row("Mentee", "report-message", "report_message", message.pk)
    exchange = Program.objects.get(name__startswith="Skills exchange")
    yield row("Mentor", "private-answers", "private_answers", exchange.pk)
    for proposal in Proposal.objects.filter(
        sides__enrollment__person=person("Mentee"), sent_at__isnull=False
    )[:1]:
        yield row("Mentee", "proposal", "proposal", proposal.pk)
