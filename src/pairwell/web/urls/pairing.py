"""Addresses of matching, for managers and for those who are asked."""

from django.urls import path

from pairwell.web.pages.manager import (
    compare,
    draft,
    match_run,
    policy,
    run_changes,
    run_export,
    sending_rules,
    studio,
)
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
    path(f"{_RUN}change/", run_changes.change, name="change_pairs"),
    path(f"{_RUN}changes/<int:edit_id>/undo/", run_changes.undo, name="undo_change"),
    path(f"{_RUN}record/", run_export.download, name="run_record"),
    path(f"{_RUN}approve/", sending.approve, name="approve_proposals"),
    path(f"{_PROGRAM}pairs/<int:suggestion_id>/", run_changes.pair, name="pair"),
    path(f"{_PROGRAM}pairs/<int:suggestion_id>/lock/", run_changes.lock, name="lock_pair"),
    path(f"{_PROGRAM}pairs/<int:suggestion_id>/note/", run_changes.note, name="note_pair"),
    path(f"{_PROGRAM}compare/", compare.page, name="compare"),
    path(f"{_PROGRAM}rules/", compare.rules, name="rule_prices"),
    path(f"{_PROGRAM}sending/", sending_rules.save, name="save_sending_rules"),
    path(f"{_RUN}send/", sending.send, name="send_proposals"),
    path(f"{_RUN}withdraw/", sending.withdraw, name="withdraw_proposals"),
]
