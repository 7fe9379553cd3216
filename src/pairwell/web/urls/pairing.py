"""Addresses of matching, for managers and for those who are asked."""

from django.urls import path

from pairwell.web.pages.manager import draft, match_run, policy, studio
from pairwell.web.pages.manager import proposals as sending
from pairwell.web.pages.participant import notices, proposals

_PROGRAM = "manage/programs/<int:program_id>/match/"
_RUN = f"{_PROGRAM}runs/<int:run_id>/"

urlpatterns = [
    path("notices/", notices.page, name="notices"),
    path("proposals/", proposals.page, name="proposals"),
    path("proposals/<int:proposal_id>/", proposals.one, name="proposal"),
    path(_PROGRAM, studio.page, name="studio"),
    path(f"{_PROGRAM}draft/", draft.outcome, name="studio_draft"),
    path(f"{_PROGRAM}advice/", draft.advice, name="studio_advice"),
    path(f"{_PROGRAM}policy/", policy.save, name="save_policy"),
    path(f"{_PROGRAM}start/", studio.start, name="start_run"),
    path(_RUN, match_run.page, name="match_run"),
    path(f"{_RUN}progress/", match_run.progress, name="match_progress"),
    path(f"{_RUN}stop/", match_run.stop, name="stop_run"),
    path(f"{_RUN}send/", sending.send, name="send_proposals"),
    path(f"{_RUN}withdraw/", sending.withdraw, name="withdraw_proposals"),
]
