"""`pairwell verify result.json --instance instance.json`: check a result without trusting who made it.

The checker shares no code with the solver and computes everything again from the raw inputs. Exit codes: 0
everything holds, 1 something does not, 2 a file can not be read or is of another kind.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from pairwell.matching.checker import Verdict, seal, verify

HOLDS, BROKEN, UNREADABLE = 0, 1, 2
RESULT, INSTANCE, RECORD = "pairwell-result-1", "pairwell-instance-1", "pairwell-run-1"
EPILOG = "exit codes: 0 everything holds, 1 something does not, 2 a file can not be read"


class Unreadable(Exception):  # noqa: N818 - it says what is so
    """A file that can not be checked; the message says why."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.epilog = EPILOG
    parser.add_argument(
        "result", type=Path, help="what `pairwell match --result` wrote, or the record of a run of the site"
    )
    parser.add_argument(
        "--instance", type=Path, help="what `pairwell match --instance` wrote: the raw inputs"
    )


def run(args: argparse.Namespace) -> int:
    """Check, and say in plain words what was checked and what came of it."""
    try:
        record = _record(args.result)
        if record is not None:
            return _told(verify(record["result"], record["instance"]))
        result = _read(args.result, RESULT, "a result")
        if args.instance is None:
            return _seal_only(result)
        instance = _read(args.instance, INSTANCE, "an instance")
    except Unreadable as error:
        print(f"error: {error}", file=sys.stderr)
        return UNREADABLE
    return _told(verify(result, instance))


def _record(path: Path) -> dict[str, Any] | None:
    """The record of a run, which holds its inputs beside its result; None when the file is something else."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or data.get("kind") != RECORD:
        return None
    for part, kind in (("result", RESULT), ("instance", INSTANCE)):
        if not isinstance(data.get(part), dict) or data[part].get("kind") != kind:
            raise Unreadable(
                f"{path.name} is the record of a run, but its {part} is missing or of another kind."
            )
    return data


def _told(verdict: Verdict) -> int:
    for check in verdict.checks:
        print(f"{'ok    ' if check.holds else 'BROKEN'} {check.words}")
    if not verdict.holds:
        broken = sum(not check.holds for check in verdict.checks)
        print(f"This result can not be trusted: {broken} of {len(verdict.checks)} checks failed.")
        return BROKEN
    print(verdict.words)
    return HOLDS


def _seal_only(result: dict[str, Any]) -> int:
    certificate = result.get("certificate")
    if not isinstance(certificate, dict) or certificate.get("seal") != seal(result):
        print("BROKEN The file was changed after it was written.")
        return BROKEN
    print("ok     The file was not changed since it was written.")
    print("Nothing else can be checked without the inputs: give them with --instance.")
    return HOLDS


def _read(path: Path, kind: str, what: str) -> dict[str, Any]:
    """A JSON object of the kind named. Raises `Unreadable`."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise Unreadable(f"{path} can not be read ({error.strerror}).") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path.name} is not JSON ({error}).") from None
    if not isinstance(data, dict) or data.get("kind") != kind:
        raise Unreadable(f"{path.name} is not {what}: it does not say that it is {kind!r}.")
    return data
