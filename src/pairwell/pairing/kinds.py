"""The kinds of letters and notices this room sends."""

from pairwell.messaging.kinds import Kind, register

PROPOSAL = "proposal"
ANSWER = "proposal-answer"
RUN = "match-run"
REQUEST = "request"
FIT_CHECK = "fit-check"


def make_known() -> None:
    """Called once, when the room is loaded."""
    register(
        Kind(
            PROPOSAL,
            "A match for you",
            "Somebody we think you should meet, and what came of it.",
            always=True,
        ),
        Kind(ANSWER, "Answers to proposals", "For program managers: somebody declined a proposal."),
        Kind(REQUEST, "Requests", "Somebody asks you for a mentorship, or answers yours.", always=True),
        Kind(FIT_CHECK, "Is it a good match?", "Asked once, privately, after your first session."),
        Kind(RUN, "Match runs", "For program managers: the pairs you asked for are ready."),
    )
