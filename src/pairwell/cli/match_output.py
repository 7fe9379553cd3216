"""What `pairwell match` prints and writes."""

import datetime as dt
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pairwell.cli.report import Person, Subject, render
from pairwell.cli.report.facts import fact
from pairwell.cli.report.proof import proof_sentence
from pairwell.cli.report.wording import criterion, percent
from pairwell.matching.instance import write_instance
from pairwell.matching.problem import Problem
from pairwell.matching.result import POINTS, Pair, Result
from pairwell.tables.notices import Notice
from pairwell.tables.people import Roster
from pairwell.tables.pool import Records
from pairwell.tables.writing import csv_text, write_whole

MOST_NOTICES = 25


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files to write; None for those not asked for."""

    pairs: Path
    report: Path | None
    result: Path | None
    instance: Path | None
    title: str
    suggestions: Path | None = None


def print_understood(rosters: Iterable[Roster]) -> None:
    """Which column was read as what, for the organizer to check."""
    for roster in rosters:
        sheet = roster.sheet
        print(f"{sheet.file}: {len(roster.people)} {roster.side}")
        for field, columns in roster.columns.described(sheet.header):
            print(f"  {field:<10} <- {columns}")
        kept = ", ".join(roster.columns.other)
        if kept:
            print(f"  kept as answers: {kept}")


def write_all(
    outputs: Outputs, problem: Problem, result: Result, records: Records, rosters: list[Roster]
) -> list[Path]:
    """Write every file that was asked for; each is there whole or not at all.

    Raises:
        OSError: a folder is absent or not writable.
    """
    texts: list[tuple[Path, str, bool]] = [(outputs.pairs, pairs_text(problem, result, records), True)]
    if outputs.report is not None:
        subject = report_subject(outputs.title, problem, result, records, rosters)
        texts.append((outputs.report, render(subject), False))
    if outputs.suggestions is not None:
        texts.append((outputs.suggestions, suggestions_text(problem, records), True))
    if outputs.result is not None:
        texts.append((outputs.result, result.to_json() + "\n", False))
    if outputs.instance is not None:
        # The ids are row numbers of the files, not names, and the result speaks of them.
        data = json.dumps(write_instance(problem, keep_ids=True), sort_keys=True, separators=(",", ":"))
        texts.append((outputs.instance, data + "\n", False))
    for path, text, mark in texts:
        write_whole(path, text, mark=mark)
    return [path for path, _, _ in texts]


def pairs_text(problem: Problem, result: Result, records: Records) -> str:
    """The pairs as CSV: who with whom, the fit in percent, what it is made of, and why in words."""
    criteria = [entry for entry in problem.policy.criteria if _counted(entry.key, result)]
    header = ["mentee", "mentee email", "mentor", "mentor email", "fit %", "known %", "why"]
    header += [f"points: {criterion(entry)}" for entry in criteria]
    rows = []
    for pair in sorted(result.pairs, key=lambda pair: (records.name(pair.mentee).casefold(), pair.mentor)):
        mentee, mentor = records.people[pair.mentee], records.people[pair.mentor]
        row: list[str | float] = [mentee.name, mentee.email, mentor.name, mentor.email]
        row += [round(pair.score / POINTS * 100, 1), round(pair.known * 100), _why(pair, problem, records)]
        row += [round(pair.contributions.get(entry.key, 0) / POINTS * 100, 2) for entry in criteria]
        rows.append(row)
    return csv_text(header, rows)


def suggestions_text(problem: Problem, records: Records) -> str:
    """For each mentee a few mentors, best first, and why; below them who gets fewer than wanted, and why."""
    # Only where asked for: it solves once more.
    from pairwell.matching.recommend import recommend  # noqa: PLC0415

    found = recommend(problem)
    header = ["mentee", "mentee email", "place", "mentor", "mentor email", "fit %", "why"]
    rows: list[list[str | float]] = []
    for entry in found.suggestions:
        mentee, mentor = records.people[entry.mentee], records.people[entry.mentor]
        pair = Pair(entry.mentee, entry.mentor, entry.score, entry.contributions, 1.0, entry.unknown)
        rows.append([mentee.name, mentee.email, entry.place, mentor.name, mentor.email,
                     round(entry.score / POINTS * 100, 1), _why(pair, problem, records)])  # fmt: skip
    for identity, reason in found.fewer.items():
        rows.append([records.name(identity), records.people[identity].email, "", "", "", "", reason])
    rows.sort(
        key=lambda row: (str(row[0]).casefold(), str(row[1]), row[2] if isinstance(row[2], int) else 10**6)
    )
    return csv_text(header, rows)


def _counted(key: str, result: Result) -> bool:
    return not result.criteria or any(entry.get("key") == key for entry in result.criteria)


def _why(pair: Pair, problem: Problem, records: Records) -> str:
    known = [entry for entry in problem.policy.criteria if entry.key not in pair.unknown]
    strongest = sorted(known, key=lambda entry: -pair.contributions.get(entry.key, 0))[:3]
    told = []
    for entry in strongest:
        if pair.contributions.get(entry.key, 0) > 0:
            words = fact(entry, records.people[pair.mentee].record, records.people[pair.mentor].record)
            told.append(criterion(entry) + (f" ({words})" if words else ""))
    return "; ".join(told)


def report_subject(
    title: str, problem: Problem, result: Result, records: Records, rosters: Iterable[Roster]
) -> Subject:
    """The report's subject: the result with names, and what was read from where."""
    understood = [
        (roster.sheet.file, field, columns)
        for roster in rosters
        for field, columns in roster.columns.described(roster.sheet.header)
    ]
    return Subject(
        result=result,
        policy=problem.policy,
        people={entry.id: Person(entry.name, entry.record) for entry in records.people.values()},
        title=title,
        understood=understood,
        remarks=[str(notice) for notice in records.notices],
        made=f"{dt.datetime.now().astimezone():%d %B %Y, %H:%M %Z}",
    )


def print_summary(
    result: Result, records: Records, written: list[Path], *, quiet: bool, seconds: float
) -> None:
    """Warnings first, then the figures, the proof and the files."""
    notices = [notice for notice in records.notices if notice.level == "warning" or not quiet]
    _print_notices(notices)
    for note in [] if quiet else result.notes:
        print(f"note: {note}", file=sys.stderr)
    if quiet:
        return
    summary = result.summary
    print(f"{summary.matched} of {summary.mentees} mentees matched, {summary.pairs} pairs", end="")
    if summary.mean is not None and summary.floor is not None:
        print(
            f", average fit {percent(summary.mean)}, lowest {percent(summary.floor / POINTS)}",
            end="",
        )
    print(f" ({seconds:.2f} s).")
    print(proof_sentence(result))
    print(f"Written: {', '.join(str(path) for path in written)}.")


def _print_notices(notices: list[Notice]) -> None:
    for notice in notices[:MOST_NOTICES]:
        print(f"{notice.level}: {notice}", file=sys.stderr)
    if len(notices) > MOST_NOTICES:
        print(f"... and {len(notices) - MOST_NOTICES} more remarks; the report has all.", file=sys.stderr)
