"""The fixed cast of every test: ada mentor, ben mentee, cora program manager, ana administrator, otto."""

import pytest

from pairwell.people.models import Person
from pairwell.people.states import OrganizationRole
from tests.factories.people import make_person


@pytest.fixture
def ada(db: None) -> Person:
    """Mentors."""
    return make_person("Ada Mentor", email="ada@example.org", level=7, department="Engineering")


@pytest.fixture
def ben(db: None) -> Person:
    """Wants to learn."""
    return make_person("Ben Mentee", email="ben@example.org", level=3, department="Sales")


@pytest.fixture
def cora(db: None) -> Person:
    """Runs programs; tests grant her the program in question."""
    return make_person("Cora Manager", email="cora@example.org", level=6, department="People")


@pytest.fixture
def ana(db: None) -> Person:
    """Administrator of the organization."""
    return make_person("Ana Administrator", email="ana@example.org", role=OrganizationRole.ADMINISTRATOR)


@pytest.fixture
def otto(db: None) -> Person:
    """An outsider: in the directory, in nothing else."""
    return make_person("Otto Outsider", email="otto@example.org")
