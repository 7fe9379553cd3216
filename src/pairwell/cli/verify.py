"""`pairwell verify result.json --instance instance.json`: check a result without trusting who made it.

Exit codes: 0 everything holds, 1 something does not, 2 a file can not be read.
"""

import argparse
import json
import sys
from pathlib import Path
from typing import Any


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("result", type=Path, help="what `pairwell match --result` wrote")
    parser.add_argument(
        "--instance", type=Path, help="what `pairwell match --instance` wrote: the raw inputs"
    )


def run(args: argparse.Namespace) -> int:
    """Check, and say in plain words what was checked."""
    return 2


def _read(path: Path) -> dict[str, Any]:
    """A JSON object; `SystemExit` with code 2 and a sentence when it is something else."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise _unreadable(f"{path} can not be read ({error.strerror}).") from None
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _unreadable(f"{path.name} is not JSON ({error}).") from None
    if not isinstance(data, dict):
        raise _unreadable(f"{path.name} does not hold a result or an instance.")
    return data


def _unreadable(message: str) -> SystemExit:
    print(f"error: {message}", file=sys.stderr)
    return SystemExit(2)
