"""A program's team."""

from collections.abc import Iterator

from pairwell.programs.models import Program
from tests.browser.demo_pages.asking import Row, row


def pages() -> Iterator[Row]:
    enrolling = Program.objects.filter(state="enrolling").order_by("pk")[0]
    yield row("Program manager", "manage_team", "manage_team", enrolling.pk)
    role, _, path = row("Program manager", "", "manage_team", enrolling.pk)
    yield role, "manage_team-search", f"{path}?words=ma"
