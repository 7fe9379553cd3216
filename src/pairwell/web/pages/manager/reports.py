"""Reported messages: that there are some, reading one (which is recorded and told), and having dealt with it."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from pairwell.core.errors import Refused
from pairwell.mentorships.actions import close_report, read_report
from pairwell.mentorships.permissions import report_for_reader, reports_for_reader
from pairwell.programs.permissions import program_for_manager
from pairwell.web.requests import SignedInRequest

AT_ONCE = 50


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Reports of a program, open ones first; not what they say."""
    program = program_for_manager(request.user, program_id)
    reports = reports_for_reader(request.user, program).select_related("reported_by", "closed_by")
    done = Paginator(reports.filter(closed_at__isnull=False).order_by("-closed_at"), AT_ONCE)
    context = {
        "area": "manage",
        "program": program,
        "tab": "health",
        "open": list(reports.filter(closed_at=None).order_by("-id")[:AT_ONCE]),
        "page": done.get_page(request.GET.get("page")),
    }
    return render(request, "manager/reports.html", context)


@require_http_methods(["GET", "POST"])
def one(request: SignedInRequest, report_id: int) -> HttpResponse:
    """One report; the message itself only after saying that one wants to read it."""
    report = report_for_reader(request.user, report_id)
    if request.method == "POST" and request.POST.get("step") == "read":
        read_report(by=request.user, report=report)
        return redirect("message_report", report.pk)
    if request.method == "POST":
        try:
            close_report(by=request.user, report=report, outcome=request.POST.get("outcome", ""))
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("message_report", report.pk)
        messages.success(request, "Dealt with. Thank you for looking after them.")
        return redirect("manage_reports", report.mentorship.program_id)
    readings = list(report.readings.select_related("reader"))
    context = {
        "area": "manage",
        "program": report.mentorship.program,
        "tab": "health",
        "report": report,
        "readings": readings,
        "may_read": any(reading.reader_id == request.user.pk for reading in readings),
    }
    return render(request, "manager/report.html", context)
