"""How the closed program of the demo went: the fit its pairs were matched with, and outcomes that follow it a little.

The distance in seniority decides more than the policy thought, so that the page about learning has something to say.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from random import Random

from pairwell.cli.company.dice import dice
from pairwell.cli.company.given_times import given_times
from pairwell.cli.company.made import Made
from pairwell.mentorships.models import Membership, Reflection
from pairwell.mentorships.states import MemberRole, MentorshipState
from pairwell.pairing.directory.snapshot import read_snapshot
from pairwell.pairing.models import FitCheck, Proposal
from pairwell.pairing.states import FitAnswer
from pairwell.programs.models import Program

MATTERED = {"seniority_gap": 0.55, "needs_coverage": 0.3, "kind-of-help": 0.15}


def tell_outcomes(made: Made, seed: int, now: datetime) -> None:
    """Give every pair its fit, and let what they said afterwards follow it."""
    chance = dice(seed, "outcomes")
    pairs = _pairs(made.program)
    snapshot = read_snapshot(made.program, "")
    proposals = made.rows[Proposal]
    went: dict[int, float] = {}
    for proposal in proposals:
        mentee, mentor = pairs[proposal.mentorship_id or 0]
        proposal.score, proposal.known, proposal.contributions = snapshot.why(mentee, mentor)
        values = {str(part["key"]): float(str(part["score"])) for part in proposal.contributions}
        went[proposal.mentorship_id or 0] = _how_it_went(values, proposal, chance)
    Proposal.objects.bulk_update(proposals, ["score", "known", "contributions"], batch_size=500)
    _reflect(made.rows[Reflection], went, chance)
    _check(went, chance, now)


def _pairs(program: Program) -> dict[int, tuple[int, int]]:
    found: dict[int, dict[str, int]] = defaultdict(dict)
    rows = Membership.objects.filter(mentorship__program=program)
    for mentorship, role, enrollment in rows.values_list("mentorship_id", "role", "enrollment_id"):
        found[mentorship][role] = enrollment
    return {pk: (two[MemberRole.MENTEE], two[MemberRole.MENTOR]) for pk, two in found.items()}


def _how_it_went(values: dict[str, float], proposal: Proposal, chance: Random) -> float:
    """0 to 1: what mattered, and chance; early ends went badly."""
    there = {key: weight for key, weight in MATTERED.items() if key in values}
    mean = sum(values[key] * weight for key, weight in there.items()) / (sum(there.values()) or 1)
    ended = proposal.mentorship is not None and proposal.mentorship.state == MentorshipState.ENDED_EARLY
    return min(1.0, max(0.0, 0.5 + 1.1 * (mean - 0.5) + chance.gauss(0, 0.09) - 0.3 * ended))


def _reflect(said: Sequence[Reflection], went: dict[int, float], chance: Random) -> None:
    """What was said after sessions: between "as expected" and "very useful", the higher the better it went."""
    rows = [row for row in said if row.useful >= 3]
    for row in rows:
        row.useful = min(5, max(3, round(2.4 + 2.6 * went[row.session.mentorship_id] + chance.gauss(0, 0.4))))
    Reflection.objects.bulk_update(rows, ["useful"], batch_size=2000)


def _check(went: dict[int, float], chance: Random, now: datetime) -> None:
    rows = []
    for member in Membership.objects.filter(mentorship__in=went).order_by("pk"):
        felt = went[member.mentorship_id] + chance.gauss(0, 0.08)
        answer = FitAnswer.GOOD if felt > 0.6 else FitAnswer.UNDECIDED if felt > 0.45 else FitAnswer.NOT
        at = now - timedelta(days=240)
        rows.append(
            FitCheck(
                mentorship_id=member.mentorship_id, person_id=member.person_id, answer=answer, asked_at=at,
                answered_at=at,
            )
        )  # fmt: skip
    with given_times(FitCheck):
        FitCheck.objects.bulk_create(rows, batch_size=1000)
