"""Verbs of the reports room: plan a program's report, stop it, send what is due; ask for an export."""

import tempfile
from datetime import date, timedelta
from uuid import uuid4

from django.core.files import File
from django.db import transaction
from django.urls import reverse

from pairwell.core import audit, clock, jobs
from pairwell.core.errors import Refused
from pairwell.core.models import LongJob
from pairwell.insights.story import story_of
from pairwell.messaging.actions import Draft, enclose, send_letters
from pairwell.people.models import Person
from pairwell.people.queries import organization
from pairwell.programs.models import Program
from pairwell.programs.states import ProgramRole
from pairwell.reports import kinds
from pairwell.reports.models import ProgramExport, ReportPlan
from pairwell.reports.rules.timing import next_report
from pairwell.reports.states import Every

KEPT_DAYS = 7


@transaction.atomic
def plan_report(*, by: Person, program: Program, every: str) -> ReportPlan:
    """Send the program's report to its sponsors from now on. Refused when no day would ever come."""
    if every not in Every.values:
        raise Refused.because("every", "Choose how often the report goes out.", "every")
    due = next_report(every, clock.today(), ends_on=program.ends_on)
    if due is None:
        said = "This program is over, or has no last day; give it one in its set-up, or send the report now."
        raise Refused.because("no_day", said, "every")
    plan, _ = ReportPlan.objects.update_or_create(
        program=program, defaults={"every": every, "next_on": due, "planned_by": by}
    )
    details = {"every": every, "next": f"{due}"}
    audit.record(by=by, verb="report planned", thing=plan, program_id=program.pk, details=details)
    return plan


@transaction.atomic
def stop_report(*, by: Person, program: Program) -> bool:
    """No more reports by themselves; whether there was something to stop."""
    found = ReportPlan.objects.filter(program=program).first()
    if found is None:
        return False
    audit.record(by=by, verb="report stopped", thing=found, program_id=program.pk)
    found.delete()
    return True


def send_report(*, by: Person, program: Program) -> int:
    """Send today's report to the sponsors now; how many letters. Refused when the program has no sponsor."""
    if not sponsors_of(program):
        said = "Nobody sponsors this program yet. Name a sponsor under Team; they get the report by mail."
        raise Refused.because("nobody", said)
    return _send(program, clock.today(), by=by)


def send_due_reports() -> int:
    """Every report whose day has come, once; how many letters. Can be run again without harm."""
    today, written = clock.today(), 0
    due = ReportPlan.objects.filter(next_on__lte=today).order_by("pk")
    for pk in due.values_list("pk", flat=True):
        with transaction.atomic():
            plan = (
                ReportPlan.objects.select_for_update(skip_locked=True, of=("self",))
                .filter(pk=pk, next_on__lte=today)
                .select_related("program")
                .first()
            )
            if plan is not None:
                written += _send_planned(plan, today)
    return written


def _send_planned(plan: ReportPlan, today: date) -> int:
    plan.last_count = _send(plan.program, plan.next_on or today, by=None)
    plan.last_on = today
    plan.next_on = (
        None if plan.every == Every.END else next_report(plan.every, today, ends_on=plan.program.ends_on)
    )
    plan.save(update_fields=["last_count", "last_on", "next_on", "changed_at"])
    return plan.last_count


def sponsors_of(program: Program) -> list[Person]:
    """Who gets the report: the program's own sponsors who are still here."""
    people = Person.objects.filter(
        program_grants__program=program, program_grants__role=ProgramRole.SPONSOR, is_active=True
    )
    return list(people.distinct().order_by("full_name", "pk"))


@transaction.atomic
def _send(program: Program, day: date, *, by: Person | None) -> int:
    """One PDF for all of them; a sponsor gets a day's report once."""
    from pairwell.reports.pdf import report_pdf  # noqa: PLC0415 - loads fonts' tools, for the worker alone

    readers = sponsors_of(program)
    if not readers:
        return 0
    story = story_of(program)
    content = report_pdf(story, organization())
    enclosed = enclose(name=f"{file_name(program)}.pdf", content=content, content_type="application/pdf")
    text = "\n".join(f"- {sentence}" for sentence in story.sentences)
    text = f"What came of **{program.name}** so far, in short:\n\n{text}\n\nThe report is attached."
    url = reverse("program_insights", args=[program.pk])
    written = send_letters(
        [
            Draft(
                to=person, kind=kinds.REPORT, key=f"report:{program.pk}:{day}:{person.pk}",
                subject=f"{program.name}: what came of it", text=text, program_id=program.pk,
                action_url=url, action_label="See all of it", enclosure=enclosed,
            )
            for person in readers
        ]
    )  # fmt: skip
    details = {"letters": len(written)}
    audit.record(by=by, verb="report sent", thing=program, program_id=program.pk, details=details)
    return len(written)


def file_name(program: Program) -> str:
    """A file's name for this program's report, letters of any script kept."""
    kept = "".join(c if c.isalnum() else "-" for c in program.name).strip("-")
    return "-".join(part for part in kept.split("-") if part)[:80] or f"report-{program.pk}"


@transaction.atomic
def ask_for_export(*, by: Person, program: Program) -> ProgramExport:
    """Let the worker write the program in open formats. Refused while another one is under way."""
    from pairwell.reports.jobs import write_export  # noqa: PLC0415 - jobs import the work, which we must not

    Program.objects.select_for_update().get(pk=program.pk)
    waiting = (LongJob.State.QUEUED, LongJob.State.RUNNING)
    if ProgramExport.objects.filter(program=program, job__state__in=waiting).exists():
        raise Refused.because("under_way", "An export of this program is under way already.")
    made = ProgramExport.objects.create(
        program=program, job=jobs.begin(kind="program export", by=by), asked_by=by
    )
    audit.record(by=by, verb="program export asked for", thing=made, program_id=program.pk)
    write_export.defer(export_id=made.pk)
    return made


def make_export(export_id: int) -> None:
    """Write an export's file; nothing when it is there already, so that it can be run again."""
    from pairwell.reports.exports.writing import write_zip  # noqa: PLC0415 - loads Polars, for the worker alone

    export = ProgramExport.objects.select_related("job", "program").filter(pk=export_id).first()
    if export is None or export.file:
        return
    try:
        with tempfile.TemporaryFile() as draft:
            counts = write_zip(export.program, draft, jobs.reporter(export.job))
            export.size, export.rows = draft.tell(), sum(counts.values())
            draft.seek(0)
            export.file.save(f"program-{export.program_id}-{uuid4().hex}.zip", File(draft))
    except OSError as problem:
        jobs.fail(export.job, f"The file could not be written: {problem.strerror}. Is the disk full?")
        return
    jobs.finish(export.job)
    details = {"rows": export.rows, "bytes": export.size}
    audit.record(
        by=None, verb="program export made", thing=export, program_id=export.program_id, details=details
    )


def note_download(*, by: Person, export: ProgramExport) -> None:
    """Write down who took an export with them."""
    audit.record(by=by, verb="program export downloaded", thing=export, program_id=export.program_id)


def remove_old_exports() -> int:
    """Take away exports after some days, files included; how many."""
    old = ProgramExport.objects.filter(asked_at__lt=clock.now() - timedelta(days=KEPT_DAYS))
    removed = 0
    for export in old:
        export.file.delete(save=False)
        export.delete()
        removed += 1
    return removed
