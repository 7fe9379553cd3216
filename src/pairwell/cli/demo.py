"""`pairwell demo`: a realistic company on this machine, made if missing, served by web and worker."""

import argparse
import os
import time
import urllib.error
import urllib.request

from pairwell.cli.children import Children
from pairwell.cli.demo_company import ensure_company, sign_in_links
from pairwell.cli.errors import CommandError
from pairwell.cli.serve import refuse_taken_port
from pairwell.cli.start import Steps, collect_static, migrate, start_django
from pairwell.core.home import home
from pairwell.core.postgres import is_embedded, keep_running

PEOPLE = 600
SEED = 7
ANSWER_SECONDS = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--people", type=int, default=None, help=f"size of the company (default {PEOPLE})")
    parser.add_argument("--seed", type=int, default=None, help=f"same seed, same company (default {SEED})")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on (default: this machine only)"
    )
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default 8000)")
    parser.add_argument("--fresh", action="store_true", help="throw the demo company away and make it anew")
    parser.add_argument("--prepare-only", action="store_true", help="make the company but serve nothing")


def run(args: argparse.Namespace) -> int:
    """Prepare everything, serve until told to stop, stop everything that was started."""
    steps = Steps()
    if not args.prepare_only:
        refuse_taken_port(args.host, args.port)
    address = f"http://{_shown_host(args.host)}:{args.port}"
    os.environ |= {"PAIRWELL_DEMO": "1", "PAIRWELL_URL": address}
    os.environ.pop("PAIRWELL_SMTP_URL", None)  # no letter leaves this machine, whatever the shell says
    print("Preparing the demo company.", flush=True)
    _prepare(args, steps)
    if args.prepare_only:
        return 0
    return _serve(args, address, steps)


def _shown_host(host: str) -> str:
    if host in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return "127.0.0.1"
    return f"[{host}]" if ":" in host else host


def _prepare(args: argparse.Namespace, steps: Steps) -> None:
    start_django()
    steps.say(f"PostgreSQL runs, data in {home()}" if is_embedded() else "PostgreSQL of DATABASE_URL answers")
    applied = migrate()
    if applied:
        steps.say(f"{applied} migrations applied")
    steps.say(ensure_company(people=args.people, seed=args.seed, fresh=args.fresh, default=(PEOPLE, SEED)))
    if collect_static():
        steps.say("static files collected")


def _serve(args: argparse.Namespace, address: str, steps: Steps) -> int:
    keep_running()
    children = Children()
    children.stop_on_signals()
    try:
        children.start("web", "serve", "--host", args.host, "--port", str(args.port))
        children.start("worker", "worker")
        if _wait_for_answer(address, children):
            steps.say("web and worker run")
            _welcome(address, time.monotonic() - steps.began)
        ended = children.wait()
    finally:
        children.stop()
    if ended is None:
        print("\nStopped.", flush=True)
        return 0
    name, code = ended
    raise CommandError(f"the {name} process ended by itself (exit code {code}), so everything was stopped.")


def _wait_for_answer(address: str, children: Children) -> bool:
    deadline = time.monotonic() + ANSWER_SECONDS
    while time.monotonic() < deadline and not children.told_to_stop.is_set() and children.ended() is None:
        try:
            urllib.request.urlopen(f"{address}/accounts/login/", timeout=10).close()  # noqa: S310 - our own site
        except urllib.error.HTTPError as error:
            error.close()
            return True  # it answers; what it says is the site's matter
        except OSError:
            children.told_to_stop.wait(0.1)
        else:
            return True
    return False


def _welcome(address: str, seconds: float) -> None:
    links = sign_in_links()
    width = max((len(role) for role, _ in links), default=0)
    lines = [f"  {role:<{width}}  {address}{path}" for role, path in links]
    print(
        f"\nReady after {seconds:.1f} s at {address}\n",
        *lines,
        "\nNobody in this company is real, and no letter leaves this machine. Ctrl-C stops everything.",
        sep="\n",
        flush=True,
    )
