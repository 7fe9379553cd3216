"""Tables of the pairing room, one file per kind of thing."""

from pairwell.pairing.models.runs import MatchRun, Proposal, ProposalSide, Unmatched
from pairwell.pairing.models.say import FitCheck, PrivateAnswer, Recommendation, Request, Say, Shortlist

__all__ = [
    "FitCheck",
    "MatchRun",
    "PrivateAnswer",
    "Proposal",
    "ProposalSide",
    "Recommendation",
    "Request",
    "Say",
    "Shortlist",
    "Unmatched",
]
