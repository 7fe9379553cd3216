"""What every page's frame needs: who is signed in, what they may open, what waits for them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property

from pairwell.insights.permissions import reads_any_program
from pairwell.people.models import Organization, Person
from pairwell.people.permissions import is_administrator
from pairwell.programs.permissions import manages_any_program


@dataclass(frozen=True)
class Place:
    """An entry of the main navigation."""

    label: str
    url_name: str
    icon: str
    area: str


HOME = Place("Home", "home", "home", "home")
PROGRAMS = Place("Programs", "programs", "layout-grid", "programs")
MENTORSHIPS = Place("Mentorships", "mentorships", "users", "mentorships")
ACTIVITIES = Place("Activities", "activities", "book", "activities")
MANAGE = Place("Manage", "manage_programs", "adjustments", "manage")
INSIGHTS = Place("Insights", "insights", "chart-bar", "insights")
TEAM = Place("My team", "team", "sitemap", "team")
ADMIN = Place("Directory", "admin_people", "address-book", "admin")


_FRAME = """
SELECT ours.*,
       EXISTS (SELECT 1 FROM people_person WHERE manager_id = %(reader)s AND is_active) AS has_reports,
       (SELECT count(*) FROM messaging_notice WHERE to_id = %(reader)s AND read_at IS NULL) AS unread
FROM (SELECT 1) AS one LEFT JOIN people_organization AS ours ON ours.id = 1
"""


class Frame:
    """The frame of one page, read in one query when a template first asks for any of it."""

    def __init__(self, reader: Person | None) -> None:
        self.reader = reader

    @cached_property
    def row(self) -> Organization:
        """The organization (unsaved before it is set up), whether the reader has reports, unread notices."""
        (found,) = Organization.objects.raw(_FRAME, {"reader": self.reader.pk if self.reader else None})
        return found

    def organization(self) -> Organization:
        """The organization; one with defaults before it is set up."""
        return self.row if self.row.pk else Organization(pk=1)

    def unread(self) -> int:
        """How many notices wait behind the bell."""
        return int(self.row.unread)

    def menu(self) -> list[Place]:
        """What the reader may open."""
        if self.reader is None:
            return []
        places = [HOME, PROGRAMS, MENTORSHIPS, ACTIVITIES]
        if manages_any_program(self.reader):
            places.append(MANAGE)
        if reads_any_program(self.reader):
            places.append(INSIGHTS)
        if self.row.has_reports:
            places.append(TEAM)
        if is_administrator(self.reader):
            places.append(ADMIN)
        return places


def context(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame; templates call what is asked of the database."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"organization": Frame(None).organization, "is_demo_mode": settings.DEMO}
    frame = Frame(user)
    return {
        "organization": frame.organization,
        "is_demo_mode": settings.DEMO,
        "user": user,
        "main_menu": frame.menu,
        "unread_notices": frame.unread,
    }
