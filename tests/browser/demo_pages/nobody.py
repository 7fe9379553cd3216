"""What is seen without signing in."""

from collections.abc import Iterator

from tests.browser.demo_pages.asking import Row, row


def pages() -> Iterator[Row]:
    for name in ("account_login", "account_reset_password", "account_reset_password_done", "demo_roles"):
        yield row("", name.removeprefix("account_"), name)
