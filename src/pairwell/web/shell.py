"""What every page's frame needs: who is signed in, what they may open, what waits for them."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString

from pairwell.insights.permissions import reads_any_program
from pairwell.people.models import Person
from pairwell.people.permissions import is_administrator
from pairwell.people.queries import organization
from pairwell.programs.permissions import manages_any_program
from pairwell.web.reader import frame_for


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


def menu_for(reader: Person) -> tuple[Place, ...]:
    """What the reader may open."""
    places = [HOME, PROGRAMS, MENTORSHIPS, ACTIVITIES]
    if manages_any_program(reader):
        places.append(MANAGE)
    if reads_any_program(reader):
        places.append(INSIGHTS)
    if frame_for(reader).has_reports:
        places.append(TEAM)
    if is_administrator(reader):
        places.append(ADMIN)
    return tuple(places)


@lru_cache(maxsize=256)
def drawn_menu(places: tuple[Place, ...], area: str, language: str) -> SafeString:
    """The entries of the main navigation; drawn once for each choice of them, as every page has them."""
    return render_to_string("shell/menu.html", {"places": places, "area": area})


@lru_cache(maxsize=1024)
def drawn_tabs(program_id: int, name: str, tab: str, language: str) -> SafeString:
    """The pages of one program for its manager."""
    program = {"pk": program_id, "name": name}
    return render_to_string("manager/tabs.html", {"program": program, "tab": tab})


@lru_cache(maxsize=16)
def drawn_account_links(language: str) -> SafeString:
    """What one can open of one's own, the same for everybody."""
    return render_to_string("shell/account_links.html")


def context(request: HttpRequest) -> dict[str, Any]:
    """Template variables of the frame."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {"organization": SimpleLazyObject(organization), "is_demo_mode": settings.DEMO}
    frame = frame_for(user)
    return {
        "organization": frame.organization,
        "unread_notices": frame.unread,
        "is_demo_mode": settings.DEMO,
        "user": user,
    }
