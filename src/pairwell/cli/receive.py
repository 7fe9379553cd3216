"""`pairwell receive`: take in one mail from standard input, as a mail server hands it to a command."""

import argparse
import os
import sys

from pairwell.cli.errors import CommandError
from pairwell.cli.start import insist_on_current_tables, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--to", default="", metavar="ADDRESS",
        help="the address that the mail server took the mail for (without it: the headers say so)",
    )  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Read the mail and do what it asks for; the exit code is one that mail servers understand (sysexits.h)."""
    raw = sys.stdin.buffer.read(_largest() + 1)
    try:
        return _take_in(raw, args.to)
    except CommandError as problem:
        print(f"pairwell receive: {problem}", file=sys.stderr)
    except Exception as problem:
        print(f"pairwell receive: {type(problem).__name__}: {problem}", file=sys.stderr)
    return os.EX_TEMPFAIL  # the mail server keeps the mail and tries again


def _take_in(raw: bytes, to: str) -> int:
    start_django()
    insist_on_current_tables()
    from pairwell.mentorships.actions.incoming import MailRefused, take_in_mail  # noqa: PLC0415 - after Django
    from pairwell.mentorships.states import MailRefusal  # noqa: PLC0415

    try:
        print(take_in_mail(raw=raw, to=to))
    except MailRefused as refused:
        print(refused, file=sys.stderr)
        return {
            MailRefusal.UNREADABLE: os.EX_DATAERR,
            MailRefusal.NOBODY: os.EX_NOUSER,
            MailRefusal.NOT_YOU: os.EX_NOPERM,
        }[refused.reason]
    return os.EX_OK


def _largest() -> int:
    from pairwell.messaging.incoming import LARGEST  # noqa: PLC0415 - after Django

    return LARGEST
