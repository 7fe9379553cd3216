"""Did fit foretell how it went? The calibration, criterion by criterion; new weights, when the manager says so."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from pairwell.core.errors import Refused
from pairwell.pairing.actions.learning import apply_learned
from pairwell.pairing.learning_rules import ENOUGH, LEAST, Group
from pairwell.pairing.queries.learning import learned_from
from pairwell.pairing.rules import MATCHED_IN
from pairwell.programs.permissions import managed_programs, program_for_manager
from pairwell.programs.states import ProgramState
from pairwell.web.requests import SignedInRequest, typed_number

WIDE, HIGH, EDGE = 640, 360, 48
USABLE = (ProgramState.DRAFT, *MATCHED_IN)


@dataclass(frozen=True)
class Dot:
    """A group on the plot, in pixels."""

    x: float
    y: float
    top: float
    bottom: float
    group: Group


def _dots(groups: tuple[Group, ...]) -> list[Dot]:
    def y(share: float) -> float:
        return round(HIGH - EDGE - share * (HIGH - 2 * EDGE), 1)

    return [
        Dot(round(EDGE + g.score * (WIDE - 2 * EDGE), 1), y(g.share), y(g.high), y(g.low), g) for g in groups
    ]


@require_GET
def page(request: SignedInRequest, program_id: int) -> HttpResponse:
    """What the outcomes teach, with how sure that is."""
    program = program_for_manager(request.user, program_id)
    learned = learned_from(program)
    others = managed_programs(request.user).filter(state__in=USABLE, policies__isnull=False).distinct()
    context = {
        "area": "manage",
        "tab": "match",
        "program": program,
        "learned": learned,
        "dots": _dots(learned.groups),
        "plot": {"wide": WIDE, "high": HIGH, "edge": EDGE, "right": WIDE - EDGE, "bottom": HIGH - EDGE},
        "ticks": [(round(EDGE + t * (WIDE - 2 * EDGE)), round(HIGH - EDGE - t * (HIGH - 2 * EDGE)), round(100 * t))
                  for t in (0, 0.25, 0.5, 0.75, 1)],
        "least": LEAST,
        "enough": ENOUGH,
        "targets": list(others.order_by("name", "pk")[:50]) if learned.proposed else [],
    }  # fmt: skip
    return render(request, "manager/learning.html", context)


@require_POST
def apply(request: SignedInRequest, program_id: int) -> HttpResponse:
    """Give a program the proposed weights, as a new version of its policy."""
    program = program_for_manager(request.user, program_id)
    wanted = typed_number(request.POST.get("program"))
    if wanted is None:
        messages.info(request, "Choose the program that is to have these weights.")
        return redirect("learning", program_id)
    target = program_for_manager(request.user, wanted)
    if target.state not in USABLE:
        raise Http404
    try:
        made = apply_learned(by=request.user, learned_in=program, program=target)
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("learning", program_id)
    messages.success(request, f"{target.name} has the new weights, as version {made.version} of its policy.")
    return redirect("studio", target.pk)
