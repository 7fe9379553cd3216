"""A finished run as rows: proposals with their reasons, and who could not be matched."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pairwell.core.bulk import copy_rows, reserve_ids
from pairwell.matching import POINTS, Criterion, Pair, Policy, Result
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.engine import checked, shares
from pairwell.pairing.models import MatchRun, Proposal, ProposalSide, Unmatched
from pairwell.pairing.needs import KIND, RULE, has_needs, needs_of_pairs
from pairwell.pairing.reasons import join_words, reason
from pairwell.pairing.sharing import QUESTION, columns_read
from pairwell.pairing.states import Source
from pairwell.pairing.words import criterion_label
from pairwell.people.models import Skill
from pairwell.people.rules.languages import LANGUAGES
from pairwell.people.rules.profile import STYLES
from pairwell.programs.models import Program
from pairwell.programs.states import SeenBy


@dataclass(frozen=True)
class Wording:
    """How a program's reasons are said.

    words: names of skills, languages, styles and question options, by key. questions: their texts, by key.
    secret: keys of the questions whose answers the matching alone may read; no sentence draws on them.
    """

    words: dict[str, str]
    questions: dict[str, str]
    secret: frozenset[str]


def wording_of(program: Program) -> Wording:
    """How this program's reasons are said: two queries."""
    words = {**LANGUAGES, **STYLES, "yes": "Yes", "no": "No"}
    words.update(Skill.objects.values_list("key", "name"))
    words.update({f"{KIND}:{need['key']}": str(need["label"]) for need in program.needs})
    asked = list(program.questions.values_list("key", "text", "options", "seen_by"))
    for _, _, options, _ in asked:
        words.update({str(o["key"]): str(o["label"]) for o in options if isinstance(o, dict) and "key" in o})
    return Wording(
        words=words,
        questions={key: text for key, text, _, _ in asked},
        secret=frozenset(key for key, _, _, seen_by in asked if seen_by == SeenBy.MATCHING),
    )


@dataclass(frozen=True)
class Said:
    """A criterion as it is said of every pair. reads: the columns its reason draws on (see sharing.py, which decides
    who may read it); is_secret: the matching alone may read one of them, and no reason is written.
    """

    criterion: Criterion
    label: str
    share: float
    reads: list[str]
    is_secret: bool


@dataclass(frozen=True)
class Telling:
    """How the pairs of a policy are told of. for_needs: each is for one of the needs of the program."""

    criteria: tuple[Said, ...]
    for_needs: bool
    wording: Wording


def telling_of(policy: Policy, wording: Wording) -> Telling:
    """What is the same for every pair of a policy, worked out once."""
    weights, found = shares(policy), []
    secret = {f"{QUESTION}{key}" for key in wording.secret}
    for one in policy.criteria:
        reads = columns_read(one.kind, one.params, wording.questions)
        label = criterion_label(one.key, one.kind, wording.questions, str(one.params.get("field", "")))
        found.append(Said(one, label, weights[one.key], reads, bool(secret & set(reads))))
    return Telling(tuple(found), any(rule.key == RULE["key"] for rule in policy.rules), wording)


def contributions(
    pair: Pair, telling: Telling, mentee: Mapping[str, Any], mentor: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """What every criterion adds to a pair's score, the largest first; the points sum to the score."""
    rows: list[dict[str, Any]] = []
    for said in telling.criteria:
        one, points = said.criterion, pair.contributions.get(said.criterion.key)
        if points is None:
            continue
        known, words = one.key not in pair.unknown, ""
        if known and not said.is_secret:
            words = reason(one.kind, mentee, mentor, params=one.params, words=telling.wording.words)
        rows.append(
            {
                "key": one.key,
                "label": said.label,
                "kind": one.kind,
                "reads": said.reads,
                "score": round(min(1.0, points / POINTS / said.share), 4) if said.share else 0.0,
                "weight": round(said.share, 4),
                "points": points / POINTS,
                "known": known,
                "reason": words,
            }
        )
    rows.sort(key=lambda row: (-float(row["points"]), str(row["key"])))
    return [*what_for(mentee, mentor, telling.wording), *rows] if telling.for_needs else rows


def what_for(mentee: Mapping[str, Any], mentor: Mapping[str, Any], wording: Wording) -> list[dict[str, Any]]:
    """The first of the reasons where a program has needs: which of them the match is for."""
    mine, theirs = mentee.get("needs") or (), mentor.get("needs") or ()
    shared = [need for need in mine if need in theirs] if theirs else list(mine)
    if not shared:
        return []
    said = join_words([wording.words.get(f"{KIND}:{need}", need) for need in shared])
    return [
        {"key": "need", "label": "What for", "kind": KIND, "reads": ["needs"], "score": 1.0, "weight": 0.0,
         "points": 0.0, "known": True, "reason": f"For: {said}", "need": shared[0]}
    ]  # fmt: skip


def write_outcome(run: MatchRun, result: Result, inputs: Mapping[str, Any]) -> tuple[int, int]:
    """Store the proposals and the unmatched of a run; returns how many of each."""
    groups, wording = _groups(result), wording_of(run.program)
    needs = needs_of_pairs(inputs, result.pairs) if has_needs(inputs) else {}
    telling = telling_of(checked(inputs["policy"]), wording)
    mentees = {r["id"]: r for r in inputs["mentees"]}
    mentors = {r["id"]: r for r in inputs["mentors"]} or mentees
    ids, rows = reserve_ids(Proposal, len(groups)), []
    for pk, (title, _, pairs) in zip(ids, groups, strict=True):
        lists = [
            contributions(
                p,
                telling,
                _for_one(mentees[p.mentee], needs.get((p.mentee, p.mentor))),
                mentors[p.mentor],
            )
            for p in pairs
        ]
        rows.append(
            (
                pk, run.program_id, run.pk, Source.RUN.value, title,
                sum(p.score for p in pairs) / len(pairs) / POINTS if pairs else None,
                sum(p.known for p in pairs) / len(pairs) if pairs else None,
                lists[0] if len(lists) == 1 else mean_contributions(lists),
                least_shared_hours([(mentees[p.mentee], mentors[p.mentor]) for p in pairs]), uuid.uuid4(),
            )
        )  # fmt: skip
    copy_rows(Proposal, _PROPOSAL, rows)
    sides = (
        (pk, int(who), role.value)
        for pk, (_, people, _) in zip(ids, groups, strict=True)
        for who, role in people
    )
    copy_rows(ProposalSide, ("proposal_id", "enrollment_id", "role"), sides)
    left = ((run.pk, int(u.mentee), u.reason, u.words) for u in result.unmatched)
    copy_rows(Unmatched, ("run_id", "enrollment_id", "code", "reason"), left)
    return len(rows), len(result.unmatched)


def _for_one(mentee: Mapping[str, Any], need: str | None) -> Mapping[str, Any]:
    return {**mentee, "needs": [need]} if need else mentee


_PROPOSAL = (
    "id", "program_id", "run_id", "source", "title", "score", "known", "contributions", "shared_hours",
    "meeting_uid",
)  # fmt: skip


def least_shared_hours(pairs: Iterable[tuple[Mapping[str, Any], Mapping[str, Any]]]) -> int | None:
    """Working hours of a week that both have, of the pair with the fewest; None when somebody did not say."""
    known = [(a["hours"], b["hours"]) for a, b in pairs if a.get("hours") and b.get("hours")]
    return min((len(set(a) & set(b)) for a, b in known), default=None)


Member = tuple[str, MemberRole]


def _groups(result: Result) -> list[tuple[str, list[Member], list[Pair]]]:
    """(title, members, pairs inside) of every proposal: a pair each, or a circle."""
    by_pair = {(p.mentee, p.mentor): p for p in result.pairs}
    if result.circles:
        return [
            (
                f"Circle {number}",
                [(who, MemberRole.MENTOR) for who in c.leaders]
                + [(who, MemberRole.MENTEE) for who in c.mentees],
                [by_pair[m, lead] for m in c.mentees for lead in c.leaders if (m, lead) in by_pair],
            )
            for number, c in enumerate(result.circles, 1)
        ]
    left, right = (
        (MemberRole.PEER,) * 2 if result.format == "peer" else (MemberRole.MENTEE, MemberRole.MENTOR)
    )
    return [("", [(p.mentee, left), (p.mentor, right)], [p]) for p in result.pairs]


def mean_contributions(lists: Iterable[list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """A circle's contributions: the mean over its pairs, without reasons; they still sum to the score."""
    rows = list(lists)
    found: dict[str, dict[str, Any]] = {}
    for row in (row for listed in rows for row in listed):
        mine = found.setdefault(row["key"], {**row, "score": 0.0, "points": 0.0, "known": True, "reason": ""})
        mine["score"] += row["score"] / len(rows)
        mine["points"] += row["points"] / len(rows)
        mine["known"] = mine["known"] and row["known"]
    return sorted(found.values(), key=lambda row: (-row["points"], row["key"]))
