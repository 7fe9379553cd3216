"""Every figure of a program of the demo company, from what its generator made: nothing is read back to know it."""

from collections.abc import Iterable
from datetime import datetime
from statistics import mean, median
from typing import Any

from pairwell.cli.company.made import Made
from pairwell.insights.definitions import DEFINITIONS
from pairwell.mentorships.models import Goal, Membership, Mentorship, Milestone, Reflection, Session
from pairwell.pairing.models import Proposal

DAY = 86400
FEWEST = 5


def truth_of(made: Made, now: datetime) -> dict[str, float | None]:
    """By key; None where there is nothing to rest a figure on, or too little to show it."""
    known = {**_people(made), **_pairs(made, now), **_work(made), **_feelings(made)}
    assert set(known) == set(DEFINITIONS)
    return known


def _members(made: Made) -> dict[int, list[Membership]]:
    found: dict[int, list[Membership]] = {}
    for row in made.rows[Membership]:
        found.setdefault(row.mentorship.pk, []).append(row)
    return found


def _held(made: Made) -> dict[int, list[Session]]:
    found: dict[int, list[Session]] = {pair.pk: [] for pair in made.rows[Mentorship]}
    for session in made.rows[Session]:
        if session.state == "held":
            found[session.mentorship.pk].append(session)
    return found


def _people(made: Made) -> dict[str, float | None]:
    members, held, pairs = _members(made), _held(made), made.rows[Mentorship]

    def people(of: Iterable[Mentorship]) -> int:
        return len({member.person.pk for pair in of for member in members[pair.pk]})

    met = [pair for pair in pairs if held[pair.pk]]
    approved = {place.person.pk: place.approved_at for place in made.places if place.state == "approved"}
    first: dict[int, datetime] = {}
    for pair in pairs:
        for member in members[pair.pk]:
            at = first.get(member.person.pk, pair.created_at)
            first[member.person.pk] = min(at, pair.created_at)
    waits = [at - approved[pk] for pk, at in first.items() if pk in approved and approved[pk] <= at]
    return {
        "asked": len({place.person.pk for place in made.places}),
        "enrolled": len(approved),
        "matched": people(pairs),
        "met": people(met),
        "active": people(pair for pair in met if pair.state in ("active", "paused")),
        "finished": people(pair for pair in pairs if pair.state == "completed"),
        "days_to_match": median(wait.total_seconds() / DAY for wait in waits) if waits else None,
    }


def _pairs(made: Made, now: datetime) -> dict[str, float | None]:
    held, pairs = _held(made), made.rows[Mentorship]
    sessions = [session for of_one in held.values() for session in of_one]
    firsts = [
        max(0, (min(s.starts_at for s in held[pair.pk]).date() - pair.starts_on).days)
        for pair in pairs
        if held[pair.pk]
    ]
    kept = []
    for pair in pairs:
        until = pair.ended_at or pair.paused_at or now
        asked = (until.date() - pair.starts_on).days // pair.cadence_days
        if asked > 0:
            kept.append(5 * len(held[pair.pk]) >= 4 * asked)
    return {
        "mentorships": len(pairs),
        "completed": sum(pair.state == "completed" for pair in pairs),
        "ended_early": sum(pair.state == "ended_early" for pair in pairs),
        "days_to_first_session": median(firsts) if firsts else None,
        "sessions": len(sessions),
        "hours": sum(session.minutes for session in sessions) / 60,
        "sessions_each": len(sessions) / len(pairs) if pairs else None,
        "in_rhythm": mean(kept) if kept else None,
    }


def _work(made: Made) -> dict[str, float | None]:
    said = made.rows[Reflection]
    enough = len({row.author.pk for row in said}) >= FEWEST
    fits = [row.score for row in made.rows[Proposal] if row.state == "accepted" and row.score is not None]
    return {
        "goals": len(made.rows[Goal]),
        "goals_reached": sum(goal.state == "reached" for goal in made.rows[Goal]),
        "milestones": sum(step.done_at is not None for step in made.rows[Milestone]),
        "usefulness": mean(row.useful for row in said) if enough else None,
        "fit": mean(fits) if fits else None,
    }


def _feelings(made: Made) -> dict[str, float | None]:
    by_survey = {(one.moment.value, one.audience.value): one.answers for one in made.said if one.is_closed}

    def values(moment: str, audience: str, key: str) -> list[Any]:
        found = [one[key] for one in by_survey.get((moment, audience), ()) if key in one]
        return found if len(found) >= FEWEST else []

    def latest(audience: str, key: str) -> list[Any]:
        return values("closing", audience, key) or values("midpoint", audience, key)

    def share(audience: str, key: str) -> float | None:
        found = latest(audience, key)
        return sum(value >= 4 for value in found) / len(found) if found else None

    said = latest("mentees", "recommend") + latest("mentors", "recommend")
    before, after = values("baseline", "mentees", "skill_confidence"), latest("mentees", "skill_confidence")
    return {
        "mentees_satisfied": share("mentees", "satisfied"),
        "mentors_satisfied": share("mentors", "satisfied"),
        "impact": share("mentees", "impact"),
        "own_skills": share("mentors", "own_skills"),
        "motivated": share("mentees", "motivated"),
        "recommend": 100 * mean((v >= 9) - (v <= 6) for v in said) if said else None,
        "skill_growth": mean(after) - mean(before) if before and after else None,
    }
