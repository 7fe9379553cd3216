"""Verbs of pairing: save a policy, run it, send what it suggests, answer, take back."""

from pairwell.pairing.actions.answer import answer_proposal, expire_proposals
from pairwell.pairing.actions.approve import approve_proposals, undo_approval
from pairwell.pairing.actions.by_hand import pair_by_hand
from pairwell.pairing.actions.edit import apply_plan, lock_pair, note_pair, undo_back_to, undo_edit
from pairwell.pairing.actions.policy import save_policy
from pairwell.pairing.actions.run import start_run, stop_run
from pairwell.pairing.actions.send import SendOutcome, send_proposals, undo_send
from pairwell.pairing.actions.withdraw import leave_program, withdraw_for_enrollment, withdraw_proposals

__all__ = [
    "SendOutcome",
    "answer_proposal",
    "apply_plan",
    "approve_proposals",
    "expire_proposals",
    "leave_program",
    "lock_pair",
    "note_pair",
    "pair_by_hand",
    "save_policy",
    "send_proposals",
    "start_run",
    "stop_run",
    "undo_approval",
    "undo_back_to",
    "undo_edit",
    "undo_send",
    "withdraw_for_enrollment",
    "withdraw_proposals",
]
