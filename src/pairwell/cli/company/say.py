"""People of the demo have a say: who asks whom, and what they think of their match after the first session."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from pairwell.cli.company.cast import part
from pairwell.cli.company.dice import dice
from pairwell.cli.company.given_times import given_times
from pairwell.mentorships.models import Membership
from pairwell.mentorships.states import SessionState
from pairwell.pairing.directory.snapshot import read_snapshot
from pairwell.pairing.models import FitCheck, Request, Say
from pairwell.pairing.say_jobs import ask_for_shortlist
from pairwell.pairing.states import FitAnswer, MatchingMode, RequestState
from pairwell.people.models import Person
from pairwell.programs.models import Enrollment, Program

MODES: dict[str, dict[str, Any]] = {
    "exchange": {"mode": MatchingMode.SELF, "request_days": 6},
    "growing": {"mode": MatchingMode.HYBRID},
    "pipeline": {"mode": MatchingMode.HYBRID, "after_fit_check": "rematch", "match_every": 14},
    "circles": {"mode": MatchingMode.MANAGED},
}
NOTES = (
    "I lead my first project next quarter and would love to hear how you prepare a steering meeting.",
    "We spoke after your talk in spring. I would like to learn how you say no without losing people.",
    "Your way from support to where you are now is the one I would like to go. May I ask you how?",
    "I would like somebody outside my department who asks hard questions.",
    "Two hours a month would help me a lot; I would prepare every one of them.",
    "",
)
DECLINED = "I travel until the end of the quarter and could not do them justice."


def have_a_say(programs: Mapping[str, Program], seed: int, now: datetime) -> None:
    """Modes, requests and fit checks; recommendations are left to the worker, which is there for slow work."""
    manager = Person.objects.get(email=part("manager").email)
    for key, choice in MODES.items():
        every = int(choice.get("match_every", 0))
        next_on = now.date() + timedelta(days=every) if every else None
        Say.objects.create(
            program=programs[key], changed_by=manager, version=1, match_next_on=next_on, **choice
        )
    _ask(programs["exchange"], seed, now)
    _check(programs["pipeline"], seed, now)
    for key in ("exchange", "growing"):
        ask_for_shortlist(programs[key].pk)


def _ask(program: Program, seed: int, now: datetime) -> None:
    """Requests in every state; the mentor of the cast has two to answer, the mentee waits for an answer."""
    chance = dice(seed, "requests")
    snapshot = read_snapshot(program, "")
    mentors = list(Enrollment.objects.filter(program=program, as_mentor=True).order_by("pk"))
    mentees = list(Enrollment.objects.filter(program=program, as_mentee=True).order_by("pk"))
    of_cast = {e.person.email: e for e in (*mentors, *mentees)}
    mentor, mentee = of_cast[part("mentor").email], of_cast[part("mentee").email]
    others = [e for e in mentees if e.pk != mentee.pk]
    free = [e for e in mentors if e.pk != mentor.pk]
    wanted = [(others[0], mentor, 1, RequestState.ASKED), (others[1], mentor, 1, RequestState.ASKED)]
    wanted += [(mentee, free[0], 1, RequestState.ASKED), (mentee, free[1], 2, RequestState.LINED_UP)]
    states = (RequestState.ASKED, RequestState.DECLINED, RequestState.PASSED, RequestState.WITHDRAWN)
    for asker in others[2:16]:
        first, second = chance.sample(free, 2)
        state = chance.choice(states)
        wanted.append((asker, first, 1, state))
        if state != RequestState.WITHDRAWN:
            following = RequestState.LINED_UP if state == RequestState.ASKED else RequestState.ASKED
            wanted.append((asker, second, 2, following))
    rows = []
    for asker, asked, rank, state in wanted:
        score, known, parts = snapshot.why(asker.pk, asked.pk)
        at = now - timedelta(hours=chance.randint(5, 80))
        was_asked = state != RequestState.LINED_UP
        over = state not in (RequestState.ASKED, RequestState.LINED_UP)
        rows.append(
            Request(
                program=program, asker=asker, asked=asked, rank=rank, state=state, note=chance.choice(NOTES),
                private_reason=DECLINED if state == RequestState.DECLINED else "", score=score, known=known,
                contributions=parts, created_at=at, asked_at=at if was_asked else None,
                due_at=at + timedelta(days=6) if was_asked else None, decided_at=now if over else None,
            )
        )  # fmt: skip
    with given_times(Request):
        Request.objects.bulk_create(rows)


def _check(program: Program, seed: int, now: datetime) -> None:
    """Most have said how the match is; the cast has been asked and not answered yet."""
    chance = dice(seed, "fit checks")
    cast = {part("mentor").email, part("mentee").email}
    members = Membership.objects.filter(
        mentorship__program=program, mentorship__sessions__state=SessionState.HELD
    )
    rows = []
    for member in members.select_related("person").distinct().order_by("pk"):
        answers = (FitAnswer.GOOD, FitAnswer.UNDECIDED, FitAnswer.NOT, "")
        answer = chance.choices(answers, weights=(62, 16, 5, 17))[0]
        talk = answer == FitAnswer.NOT and chance.random() < 0.5
        if member.person.email in cast:
            answer, talk = "", False
        at = now - timedelta(days=chance.randint(20, 60))
        rows.append(
            FitCheck(
                mentorship_id=member.mentorship_id, person=member.person, answer=answer, wants_talk=talk,
                asked_at=at, answered_at=at + timedelta(hours=9) if answer else None,
            )
        )  # fmt: skip
    with given_times(FitCheck):
        FitCheck.objects.bulk_create(rows, batch_size=1000)
