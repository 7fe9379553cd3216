"""The demo company in the database: made whole or not at all, thrown away only if it is one."""

import sys

from pairwell.cli.errors import CommandError
from pairwell.cli.start import migrate
from pairwell.core.home import home


def ensure_company(*, people: int | None, seed: int | None, fresh: bool, default: tuple[int, int]) -> str:
    """Make the demo company unless it is there; return a sentence about it.

    default: (people, seed) where none is given. Raises CommandError rather than touch data that is not
    the demo company's, or when the company that is there has another size than asked for.
    """
    from pairwell.people.models import Organization, Person  # noqa: PLC0415 - Django is ready only now

    is_demo = Organization.objects.filter(is_demo=True).exists()
    count = Person.objects.count()
    if count and not is_demo:
        raise CommandError(
            f"the installation in {home()} holds {count} people who are not the demo company's. "
            "Name another folder with PAIRWELL_HOME (or another database with DATABASE_URL) for the demo."
        )
    if is_demo and not fresh:
        if people not in {None, count} or seed is not None:
            raise CommandError(
                f"there is a demo company of {count} people already; add --fresh to replace it."
            )
        return f"the demo company is there, {count} people"
    if is_demo:
        empty_database()
        migrate()
    _fill(people=people or default[0], seed=default[1] if seed is None else seed)
    return f"the demo company is made, {Person.objects.count()} people"


def empty_database() -> None:
    """Drop every table of this installation; `migrate` makes them again."""
    from django.db import connection  # noqa: PLC0415 - Django is ready only now

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")


def _fill(*, people: int, seed: int) -> None:
    from django.db import transaction  # noqa: PLC0415 - Django is ready only now

    from pairwell.cli.company import cast, fill  # noqa: PLC0415
    from pairwell.core.bulk import count_anew  # noqa: PLC0415
    from pairwell.people.models import Organization  # noqa: PLC0415

    with transaction.atomic():  # a company half made would pass for a whole one on the next start
        fill(people=people, seed=seed, progress=_show)
        Organization.objects.filter(pk=1).update(is_demo=True, demo_cast=[list(entry) for entry in cast()])
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    count_anew()


def _show(phase: str, done: int = 0, total: int = 0) -> None:
    if sys.stderr.isatty():
        amount = f" {done:,} of {total:,}" if total else ""
        print(f"\r\033[K  {phase}{amount}", end="", file=sys.stderr, flush=True)


def sign_in_links() -> list[tuple[str, str]]:
    """Roles to look at the demo company in, each with the path that signs in as somebody in that role."""
    from django.urls import reverse  # noqa: PLC0415 - Django is ready only now

    from pairwell.people.demo import demo_cast  # noqa: PLC0415

    return [(member.role, reverse("demo_sign_in", args=[member.token])) for member in demo_cast()]
