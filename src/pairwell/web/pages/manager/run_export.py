"""A run as a file to keep, to check elsewhere, or to report a fault with; without names."""

import json

from django.http import HttpResponse
from django.views.decorators.http import require_GET

from pairwell.core.errors import Refused
from pairwell.pairing.export import record_of
from pairwell.pairing.permissions import run_for_manager
from pairwell.pairing.states import RunState
from pairwell.web.requests import SignedInRequest


@require_GET
def download(request: SignedInRequest, program_id: int, run_id: int) -> HttpResponse:
    """The record of a finished run, for `pairwell verify`."""
    run = run_for_manager(request.user, program_id, run_id)
    if run.state != RunState.DONE or not run.result:
        raise Refused.because("not_done", "This run is not done, so there is nothing to check yet.")
    text = json.dumps(record_of(run), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="pairwell-run-{run.pk}.json"'
    return response
