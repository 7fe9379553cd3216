"""Tables of the pairing room, one file per kind of thing."""

from pairwell.pairing.models.runs import MatchRun, Proposal, ProposalSide, Unmatched
from pairwell.pairing.models.say import FitCheck, PrivateAnswer, Recommendation, Request, Say, Shortlist
from pairwell.pairing.models.studio import PairNote, RunEdit, SendingRules

__all__ = [
    "FitCheck",
    "MatchRun",
    "PairNote",
    "PrivateAnswer",
    "Proposal",
    "ProposalSide",
    "Recommendation",
    "Request",
    "RunEdit",
    "Say",
    "SendingRules",
    "Shortlist",
    "Unmatched",
]
