"""`pairwell match mentors.csv mentees.csv`: from two spreadsheets to certified, explained pairs.

Needs no database, no server and no network. Exit codes: 0 pairs were written, 2 the input or the policy is
wrong (nothing is written), 3 no pair is possible (the files are written and say why), 4 a result could not
be written.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from pairwell.cli.match_output import Outputs, print_summary, print_understood, write_all
from pairwell.cli.policy_file import PolicyFile, read_policy_file
from pairwell.cli.priorities import settle_priorities
from pairwell.matching.errors import MatchingError
from pairwell.matching.meaning import give_meaning
from pairwell.matching.policy import Policy
from pairwell.matching.pool import Pool
from pairwell.matching.problem import Problem
from pairwell.matching.result import Result
from pairwell.tables.columns import Side
from pairwell.tables.notices import Notice, TableRefused
from pairwell.tables.people import Roster, read_people
from pairwell.tables.pool import Records, combine, named_pairs
from pairwell.tables.reading import read_table

OK, BAD_INPUT, NO_PAIR, NOT_WRITTEN = 0, 2, 3, 4
EPILOG = """exit codes: 0 pairs were written, 2 the input or the policy is wrong (nothing is written),
3 no pair is possible (the files say why), 4 a result could not be written"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = EPILOG
    parser.add_argument("mentors", help="CSV, XLSX or Parquet; people.xlsx#Mentors names a sheet")
    parser.add_argument("mentees", help="likewise")
    parser.add_argument("--policy", type=Path, help="TOML: what counts, rules, columns; a default without it")
    parser.add_argument("--out", type=Path, default=Path("pairs.csv"), help="the pairs (default: pairs.csv)")
    parser.add_argument("--report", type=Path, help="an HTML report that stands alone in one file")
    parser.add_argument(
        "--suggestions",
        type=Path,
        help="a few mentors for each mentee to choose from, spread over all mentors",
    )
    parser.add_argument("--result", type=Path, help="the whole result, for `pairwell verify`")
    parser.add_argument("--instance", type=Path, help="the problem without names, for `pairwell verify`")
    parser.add_argument("--title", default="Match report", help="the title of the report")
    parser.add_argument("--seed", type=int, default=0, help="decides between equals (default: 0)")
    parser.add_argument("--threads", type=int, help="most threads to use (default: all processors)")
    parser.add_argument("--no-meaning", action="store_true", help="do not compare free texts by meaning")
    parser.add_argument(
        "--model", default="auto", choices=("auto", "english", "multilingual"), help="for free texts"
    )
    parser.add_argument("--cache", type=Path, help="folder that keeps the meaning of texts between runs")
    parser.add_argument(
        "--cluster", help="address of a Dask scheduler that shares the scoring of a large pool"
    )
    parser.add_argument("--quiet", action="store_true", help="print warnings and errors only")


def run(args: argparse.Namespace) -> int:
    """Do it; the exit code is one of those above."""
    started = time.perf_counter()
    tell = _teller(args.quiet)
    try:
        tell("reading")
        settings = read_policy_file(args.policy)
        records, rosters = read_files(args.mentees, args.mentors, settings)
        problem = make_problem(args, settings, records, tell)
    except TableRefused as refused:
        return _refused(refused.notices)
    except MatchingError as error:
        return _refused([Notice("error", str(args.policy or "policy"), str(error))])
    if not args.quiet:
        print_understood(rosters)
    try:
        result = _solve(problem, args.threads, args.cluster, tell)
    except MatchingError as error:
        return _refused([Notice("error", str(args.policy or "policy"), str(error))])
    finally:
        tell("")
    outputs = Outputs(args.out, args.report, args.result, args.instance, args.title, args.suggestions)
    try:
        written = write_all(outputs, problem, result, records, rosters)
    except OSError as error:
        print(f"error: {error.filename or ''} can not be written ({error.strerror}).", file=sys.stderr)
        return NOT_WRITTEN
    print_summary(result, records, written, quiet=args.quiet, seconds=time.perf_counter() - started)
    return OK if result.pairs or result.circles else NO_PAIR


def read_files(mentees: str, mentors: str, settings: PolicyFile) -> tuple[Records, list[Roster]]:
    """Read and understand both files; errors of both are raised together.

    Raises:
        TableRefused: with the errors of both files.
    """
    rosters: list[Roster] = []
    notices: list[Notice] = []
    sheets = {"mentees": read_table(mentees), "mentors": read_table(mentors)}
    sides: tuple[tuple[Side, Side], ...] = (("mentees", "mentors"), ("mentors", "mentees"))
    for side, other in sides:
        header, beside = sheets[side].header, sheets[other].header
        try:
            override = settings.override(side, header, beside)
            rosters.append(read_people(sheets[side], side, override, settings.synonyms, settings.kinds))
        except TableRefused as refused:
            notices += refused.notices
    if notices:
        raise TableRefused(notices)
    return combine(rosters[0], rosters[1]), rosters


def make_problem(
    args: argparse.Namespace, settings: PolicyFile, records: Records, tell: Callable[[str], None]
) -> Problem:
    """The problem for the engine, with the meaning of texts attached where the policy compares it.

    Raises:
        MatchingError: the policy is wrong, or names a column that is not there.
        TableRefused: a pair to keep or forbid names somebody who is not in the files.
    """
    names = {name for record in [*records.mentees, *records.mentors] for name in record}
    policy = settings.build(names)
    settle_priorities(records, policy)
    pool = Pool.from_records(
        records.mentees,
        records.mentors,
        fields=records.fields,
        standing=records.standing,
        keep=named_pairs(records, settings.keep, settings.name, "[[keep]]"),
        forbid=named_pairs(records, settings.forbid, settings.name, "[[forbid]]"),
    )
    for name in policy.fairness.fields:
        if name not in pool.mentees.columns:
            message = f'[fairness] names "{name}", which the mentees do not have; it is left out.'
            records.notices.append(Notice("warning", settings.name, message, "Check the name of the column."))
    compared = _text_columns(policy)
    if compared and not args.no_meaning:
        tell("understanding texts")
        meaning = give_meaning(pool, columns=compared, folder=args.cache or _cache(), name=args.model)
        pool = meaning.pool
        if meaning.missing:
            records.notices.append(Notice("warning", "texts", meaning.missing))
    return Problem(pool, policy, seed=args.seed)


def _text_columns(policy: Policy) -> set[str]:
    found: set[str] = set()
    for entry in policy.criteria:
        if entry.kind == "meaning" and entry.weight > 0:
            found.add(str(entry.params.get("mentee_field", "goals")))
            found.add(str(entry.params.get("mentor_field", "experience")))
    return found


def _cache() -> Path:
    """Where the meaning of texts is kept: under PAIRWELL_HOME, else in the user's own cache folder."""
    home = os.environ.get("PAIRWELL_HOME")
    if home:
        return Path(home) / "meaning"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "pairwell" / "meaning"


def _solve(problem: Problem, threads: int | None, cluster: str | None, tell: Callable[[str], None]) -> Result:
    # The solver is the heaviest import: bad input is told before it is paid for.
    from pairwell.matching.solving import solve  # noqa: PLC0415

    def progress(phase: str, done: int, total: int) -> None:
        tell(f"{phase} {done}/{total}" if total > 1 else phase)

    if cluster is None:
        return solve(problem, threads=threads, progress=progress)
    from pairwell.matching.cluster import connect, solve_on  # noqa: PLC0415 - an optional extra

    with connect(cluster) as client:
        return solve_on(problem, client, progress=progress)


def _teller(quiet: bool) -> Callable[[str], None]:
    """Shows what is being done on one line of standard error, only when that is a terminal."""
    if quiet or not sys.stderr.isatty():
        return lambda text: None

    def tell(text: str) -> None:
        sys.stderr.write(f"\r\x1b[K{text}{' ...' if text else ''}")
        sys.stderr.flush()

    return tell


def _refused(notices: Iterable[Notice]) -> int:
    errors = 0
    for notice in notices:
        print(f"{notice.level}: {notice}", file=sys.stderr)
        errors += notice.level == "error"
    print(f"Nothing was written: {errors} error{'s' if errors != 1 else ''}.", file=sys.stderr)
    return BAD_INPUT


if __name__ == "__main__":
    own = argparse.ArgumentParser(prog="pairwell match")
    add_arguments(own)
    sys.exit(run(own.parse_args()))
