"""A program whose pairs are ready to look at, and people who sign in to it."""

from playwright.sync_api import Browser

from tests.browser.site import Site
from tests.journeys.person import PASSWORD, Person

COMPANY = """
from pairwell.pairing.actions import save_policy
from pairwell.people.models import Person, Profile, ProfileSkill, Skill
from pairwell.programs.models import Enrollment, Grant, Program
managers, mentors, mentees = {{}}, {mentors!r}, {mentees!r}

def person(key, name):
    made = Person.objects.create_person(email=f"{{key}}@north.example", full_name=name, title="Engineer")
    made.set_password("{password}")
    made.save()
    return made
program = Program.objects.create(name="Side by side", state="matching", is_open=True)
for key, name in (("cora", "Cora Lead"), ("dora", "Dora Lead")):
    managers[key] = person(key, name)
    Grant.objects.create(program=program, person=managers[key], role="manager")
for side, kind, people in (("mentor", "offered", mentors), ("mentee", "wanted", mentees)):
    for key, name in people:
        who = person(key, name)
        profile = Profile.objects.create(person=who, headline="Glad to be here")
        ProfileSkill.objects.create(profile=profile, skill=Skill.objects.get(key="negotiation"), kind=kind)
        Enrollment.objects.create(program=program, person=who, state="approved", as_mentor=side == "mentor",
            as_mentee=side == "mentee", mentee_places=int(side == "mentor"), mentor_places=int(side == "mentee"))
save_policy(by=managers["cora"], program=program, body={{"criteria": [
    {{"key": "needs_coverage", "kind": "needs_coverage", "weight": 50}}]}})
print(program.pk)
"""
MENTORS = [("ada", "Ada Okafor"), ("ivo", "Ivo Weiss"), ("eva", "Eva Stone")]
MENTEES = [("ben", "Ben Sato"), ("mia", "Mia Rossi"), ("noa", "Noa Levi")]


def company(site: Site) -> str:
    """Three mentors, three mentees, one place each, and two who run it; returns the program's number."""
    made = COMPANY.format(password=PASSWORD, mentors=MENTORS, mentees=MENTEES)
    return site.python(made).strip().splitlines()[-1]


def signed_in(browser: Browser, site: Site, *names: str) -> list[Person]:
    found = []
    for name in names:
        person = Person(browser, site, name)
        person.go("/accounts/login/")
        person.page.fill("#id_login", person.email)
        person.page.fill("#id_password", PASSWORD)
        person.press("Sign in")
        found.append(person)
    return found


def row_of(person: Person, name: str) -> str:
    """What the table of pairs says of the pair somebody is in."""
    return person.page.locator("main table.pairs > tbody > tr", has_text=name).inner_text()
