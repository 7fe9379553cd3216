"""What every page's frame needs: who is signed in, what they may open, what waits for them."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from pairwell.insights.permissions import reads_any_program
from pairwell.insights.team import has_reports
from pairwell.messaging.queries import unread_notices
from pairwell.people.permissions import is_administrator
from pairwell.people.queries import organization
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


def context(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame; three small queries for a signed-in reader."""
    frame: dict[str, Any] = {"organization": organization(), "is_demo_mode": settings.DEMO}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return frame
    places = [HOME, PROGRAMS, MENTORSHIPS, ACTIVITIES]
    if manages_any_program(user):
        places.append(MANAGE)
    if reads_any_program(user):
        places.append(INSIGHTS)
    if has_reports(user):
        places.append(TEAM)
    if is_administrator(user):
        places.append(ADMIN)
    return {**frame, "user": user, "main_menu": places, "unread_notices": unread_notices(user)}
