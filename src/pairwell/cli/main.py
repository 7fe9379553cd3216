"""The command `pairwell`. Each subcommand is a module, imported only when it is called.

A subcommand's module has `add_arguments(parser)` and `run(args) -> int`, the exit code. `match` and `verify`
need neither Django nor a database, so nothing here imports them.
"""

import argparse
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType

from pairwell import __version__
from pairwell.cli.errors import CommandError

COMMANDS = {
    "demo": ("pairwell.cli.demo", "make and serve a realistic company, to look at Pairwell"),
    "serve": ("pairwell.cli.serve", "serve the site"),
    "receive": ("pairwell.cli.receive", "take in one mail from standard input, for a mail server"),
    "worker": ("pairwell.cli.worker", "do the background work: letters, match runs, imports, reminders"),
    "migrate": ("pairwell.cli.migrate", "bring the database to this version"),
    "owner": ("pairwell.cli.owner", "name the first owner of an installation"),
    "import": ("pairwell.cli.import_", "import people from a CSV or XLSX file"),
    "match": ("pairwell.cli.match", "match two spreadsheets, without a database or a server"),
    "verify": ("pairwell.cli.verify", "check the certificate of a match"),
    "backup": ("pairwell.cli.backup", "write database and uploaded files into one file"),
    "restore": ("pairwell.cli.restore", "bring back what `backup` wrote"),
    "export": ("pairwell.cli.export", "write everything, or one program, in open files, to move away"),
    "import-export": ("pairwell.cli.import_export", "bring what `export` wrote into an empty installation"),
    "doctor": ("pairwell.cli.doctor", "say what is wrong with this installation and how to mend it"),
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the subcommand that the words name and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    top = _top_parser()
    if not words or words[0] not in COMMANDS:
        args = top.parse_args(words)
        if not getattr(args, "command", None):
            top.print_help()
            return 2
    return _run(words[0], words[1:])


def _top_parser() -> argparse.ArgumentParser:
    listing = "\n".join(f"  {name:<13} {text}" for name, (_, text) in COMMANDS.items())
    parser = argparse.ArgumentParser(
        prog="pairwell",
        description="The mentoring platform an organization runs itself.",
        epilog=f"commands:\n{listing}\n\n`pairwell COMMAND --help` says more.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"pairwell {__version__}")
    parser.add_argument("command", nargs="?", choices=COMMANDS, metavar="COMMAND", help="one of those below")
    return parser


def _run(name: str, words: list[str]) -> int:
    module_name, text = COMMANDS[name]
    module = _load(name, module_name)
    if module is None:
        return 1
    parser = argparse.ArgumentParser(prog=f"pairwell {name}", description=f"{text[0].upper()}{text[1:]}.")
    module.add_arguments(parser)
    args = parser.parse_args(words)
    try:
        return int(module.run(args))
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        if not is_meant_for_people(error):
            raise
        print(f"pairwell {name}: {error}", file=sys.stderr)
        return 1


def _load(name: str, module_name: str) -> ModuleType | None:
    try:
        return importlib.import_module(module_name)
    except ModuleNotFoundError as error:
        if error.name != module_name:
            raise
        print(f"pairwell {name} is not part of this installation.", file=sys.stderr)
        return None


def is_meant_for_people(error: Exception) -> bool:
    """Whether the error's message alone tells what to do, so that a traceback would only hide it."""
    if isinstance(error, CommandError):
        return True
    # By name: importing the class would import the database's driver, which `match` does not need.
    kinds = {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}
    return "pairwell.core.postgres.errors.PostgresError" in kinds
