"""Closing well, step by step; the certificate; and the page where anybody checks its code."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import Certificate, Mentorship
from pairwell.mentorships.permissions import mentorship_for_member
from pairwell.mentorships.queries.beginning import standings
from pairwell.mentorships.queries.vouching import vouchings
from pairwell.mentorships.queries.workspace import goals_in
from pairwell.mentorships.rules.closing import normal_code
from pairwell.mentorships.states import GoalState, MentorshipState, NextWish, SessionState
from pairwell.people.queries import organization
from pairwell.web.downloads import pdf_file
from pairwell.web.pages.participant.mentorship_frame import attempt, frame
from pairwell.web.requests import SignedInRequest


@require_GET
def page(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """The steps of a good end; afterwards, what remains."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    context = frame(request, mentorship, "closing")
    goals = goals_in(mentorship)
    rows = standings(mentorship, context["circle"], request.user)
    own = context["circle"].of(request.user)
    context |= {
        "goals": goals,
        "open_goals": [g for g in goals if g.state == GoalState.OPEN],
        "reached": [g for g in goals if g.state == GoalState.REACHED],
        "standings": rows,
        "said_end": any(row.after for row in rows),
        "grown": [row for row in rows if row.grown > 0],
        "last": _last_session(mentorship),
        "held": mentorship.sessions.filter(state=SessionState.HELD).count(),
        "own": own,
        "wishes": NextWish.choices,
        "is_completed": mentorship.state == MentorshipState.COMPLETED,
        "vouchings": vouchings(context["circle"], request.user, [row.skill for row in rows]),
    }
    return render(request, "participant/closing.html", context)


def _last_session(mentorship: Mentorship) -> Any:
    """The planned session that has a closing activity, else the last one ahead."""
    ahead = mentorship.sessions.filter(state=SessionState.PLANNED, starts_at__gt=clock.now())
    return ahead.filter(activity__purpose="close").first() or None


@require_POST
def wish(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """What next, for me."""
    mentorship = mentorship_for_member(request.user, mentorship_id)
    chosen = request.POST.get("wish", "")
    step = lambda: actions.wish_next(by=request.user, mentorship=mentorship, wish=chosen)  # noqa: E731
    attempt(request, step, "Noted.")
    return redirect(reverse("closing", args=[mentorship_id]) + "#next")


@require_GET
def certificate(request: SignedInRequest, mentorship_id: int) -> HttpResponse:
    """My own certificate, as a PDF."""
    from pairwell.web.certificate_pdf import certificate_pdf  # noqa: PLC0415 - a second that only a PDF needs

    mentorship = mentorship_for_member(request.user, mentorship_id)
    try:
        made = actions.issue_certificate(by=request.user, mentorship=mentorship)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("closing", mentorship_id)
    address = f"{settings.SITE_URL}{reverse('check_certificate', args=[made.code])}"
    content = certificate_pdf(made, organization=organization().name, address=address)
    return pdf_file(content, name=f"{made.program_name}.pdf", plain="certificate.pdf")


@login_not_required
@require_GET
def check(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether a code is ours: the name, the program and the dates, and nothing else."""
    typed = request.GET.get("code", "") or code
    found = Certificate.objects.filter(code=normal_code(typed)).first() if typed else None
    context = {"typed": typed, "certificate": found}
    status = 404 if typed and found is None else 200
    return render(request, "account/check_certificate.html", context, status=status)
