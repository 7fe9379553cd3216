"""`pairwell owner`: name the first owner of an installation, who then names everybody else."""

import argparse

from pairwell.cli.errors import CommandError
from pairwell.cli.start import insist_on_current_tables, start_django


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("email", help="the owner's work email")
    parser.add_argument(
        "name", nargs="?", default="", help="their name, if the directory does not know them yet"
    )


def run(args: argparse.Namespace) -> int:
    """Find or add the person, make them an owner, print the address where they choose a password."""
    start_django()
    insist_on_current_tables()
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    from pairwell.people import actions  # noqa: PLC0415
    from pairwell.people.models import Person  # noqa: PLC0415
    from pairwell.people.rules.fields import BY_KEY, BadValue  # noqa: PLC0415

    try:
        email = BY_KEY["email"].read(args.email)
    except BadValue as error:
        raise CommandError(str(error)) from error
    person = Person.objects.filter(email=email).first()
    if person is None and not args.name:
        raise CommandError(
            f"nobody in the directory has the address {email}; add the name to put them there."
        )
    person = person or actions.add_person(by=None, email=email, full_name=args.name)
    actions.grant_role(by=None, person=person, role="owner")
    print(f"{person} owns this installation now.")
    print(f"Choose a password (works once): {settings.SITE_URL}{_password_path(person)}")
    return 0


def _password_path(person: object) -> str:
    from allauth.account.forms import default_token_generator  # noqa: PLC0415
    from allauth.account.utils import user_pk_to_url_str  # noqa: PLC0415
    from django.urls import reverse  # noqa: PLC0415

    token = default_token_generator.make_token(person)
    return reverse(
        "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": token}
    )
