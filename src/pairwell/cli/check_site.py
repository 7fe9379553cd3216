"""Checks of the site's settings, its static files and its way to the mail server."""

import os
import smtplib
import ssl
from collections.abc import Iterator
from pathlib import Path

from pairwell.cli.findings import Finding, ok, problem, warning
from pairwell.cli.start import static_stamp

MAIL_SECONDS = 10


def check_mode() -> Iterator[Finding]:
    """Neither debug nor demo mode on a site with real people; the address is the one people use."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    if settings.DEBUG:
        yield problem("mode", "debug mode shows settings and data on error pages", "Remove PAIRWELL_DEBUG.")
    if settings.DEMO:
        yield warning("mode", "demo mode", "Remove PAIRWELL_DEMO for a site with real people.")
    if not settings.DEBUG and not settings.DEMO:
        yield ok("mode", "neither debug nor demo")
    yield from _address(settings.SITE_URL)


def _address(url: str) -> Iterator[Finding]:
    if not os.environ.get("PAIRWELL_URL"):
        yield warning(
            "address",
            f"not set; links in letters lead to {url}",
            "Set PAIRWELL_URL, such as https://mentoring.example.org.",
        )
    elif not url.startswith("https://"):
        yield warning(
            "address",
            f"{url} is not https: passwords travel readable",
            "Put a TLS proxy in front and set PAIRWELL_URL to https.",
        )
    else:
        yield ok("address", url)


def check_static_files() -> Iterator[Finding]:
    """What pages load is installed and collected."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    missing = [str(folder) for _, folder in settings.STATICFILES_DIRS if not Path(folder).is_dir()]
    if missing:
        yield problem("static files", f"missing: {', '.join(missing)}", "Run `make install` (or `npm ci`).")
        return
    stamp, wanted = static_stamp()
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        yield ok("static files", f"collected in {settings.STATIC_ROOT}")
    else:
        yield warning(
            "static files", "not collected, or out of date", "`pairwell serve` collects them when it starts."
        )


def check_mail() -> Iterator[Finding]:
    """The mail server can be reached, speaks TLS if asked to, and lets us in."""
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    if "smtp" not in settings.EMAIL_BACKEND:
        where = getattr(settings, "EMAIL_FILE_PATH", "nowhere")
        yield warning(
            "mail", f"letters are written as files in {where}", "Set PAIRWELL_SMTP_URL to send them."
        )
        return
    server = f"{settings.EMAIL_HOST} port {settings.EMAIL_PORT}"
    try:
        _greet(settings.EMAIL_HOST, settings.EMAIL_PORT)
    except smtplib.SMTPAuthenticationError:
        yield problem(
            "mail", f"{server} refuses the user name or password", "Mend them in PAIRWELL_SMTP_URL."
        )
    except ssl.SSLError as error:
        yield problem(
            "mail",
            f"{server}: no secure connection ({error.reason})",
            "Mend tls=1 or ssl=1 in PAIRWELL_SMTP_URL, or the server's certificate.",
        )
    except (OSError, smtplib.SMTPException) as error:
        yield problem(
            "mail", f"{server} cannot be reached ({error})", "Check PAIRWELL_SMTP_URL and the firewall."
        )
    else:
        yield ok("mail", f"{server} answers, letters come from {settings.DEFAULT_FROM_EMAIL}")


def _greet(host: str, port: int) -> None:
    from django.conf import settings  # noqa: PLC0415 - Django is ready only now

    context = ssl.create_default_context()
    server: smtplib.SMTP = (
        smtplib.SMTP_SSL(host, port, timeout=MAIL_SECONDS, context=context)
        if settings.EMAIL_USE_SSL
        else smtplib.SMTP(host, port, timeout=MAIL_SECONDS)
    )
    with server as connection:
        if settings.EMAIL_USE_TLS:
            connection.starttls(context=context)
        connection.ehlo()
        if settings.EMAIL_HOST_USER:
            connection.login(settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD)
