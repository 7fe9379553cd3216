"""`pairwell doctor`: what is wrong with this installation and how to mend it.

Exit code 0 when nothing is a problem, 1 when something is; warnings alone do not count.
"""

import argparse
import os

from pairwell.cli import check_database, check_machine, check_site
from pairwell.cli.findings import Check, Finding, Level, look, problem

MACHINE: dict[str, Check] = {
    "Python": check_machine.check_python,
    "packages": check_machine.check_packages,
    "folder": check_machine.check_folders,
    "time zones": check_machine.check_time_zones,
    "secret key": check_machine.check_secret_key,
    "Chromium (for tests)": check_machine.check_chromium,
    "PostgreSQL": check_database.check_embedded,
}
SITE: dict[str, Check] = {
    "mode": check_site.check_mode,
    "static files": check_site.check_static_files,
    "mail": check_site.check_mail,
    "database": check_database.check_server,
}
TABLES: dict[str, Check] = {"tables": check_database.check_migrations}
QUEUE: dict[str, Check] = {"worker": check_database.check_worker}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--quiet", action="store_true", help="show warnings and problems only")


def run(args: argparse.Namespace) -> int:
    """Look at everything, print a line each, and sum up."""
    found = examine()
    for finding in found:
        if not args.quiet or finding.level is not Level.OK:
            _print(finding)
    problems = sum(finding.level is Level.PROBLEM for finding in found)
    warnings = sum(finding.level is Level.WARNING for finding in found)
    print(f"\n{problems} problem(s), {warnings} warning(s).")
    return 1 if problems else 0


def examine() -> list[Finding]:
    """Every finding, in the order in which they should be mended."""
    found = _look_at(MACHINE)
    settings_error = _start()
    if settings_error is not None:
        return [*found, settings_error]
    found += _look_at(SITE)
    # What cannot be asked is not reported as a fault of its own.
    for subject, checks in (("database", TABLES), ("tables", QUEUE)):
        if any(finding.subject == subject and finding.level is Level.OK for finding in found):
            found += _look_at(checks)
    return found


def _look_at(checks: dict[str, Check]) -> list[Finding]:
    return [finding for subject, check in checks.items() for finding in look(subject, check)]


def _start() -> Finding | None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pairwell.settings")
    try:
        import django  # noqa: PLC0415 - a missing or broken Django is one of the findings

        django.setup()
    except Exception as error:
        return problem("settings", " ".join(str(error).split()), "Mend the setting that the message names.")
    return None


def _print(finding: Finding) -> None:
    print(f"{finding.level:<8} {finding.subject}: {finding.text}")
    if finding.mend:
        print(f"{'':<8} -> {finding.mend}")
