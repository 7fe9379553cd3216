"""Only where a program is large does a worker load what large matches need."""

import pytest

from pairwell.pairing.queries import size
from pairwell.programs.states import ProgramState
from tests.factories.pairing import make_pool
from tests.factories.people import make_person

pytestmark = pytest.mark.django_db


def test_a_program_is_large_by_its_possible_pairs_and_only_while_it_can_be_matched(monkeypatch):
    program = make_pool(6, 4, by=make_person("Cora Manager"))
    assert not size.has_large_programs()
    monkeypatch.setattr(size, "SMALL", 23)
    assert size.has_large_programs()
    monkeypatch.setattr(size, "SMALL", 24)
    assert not size.has_large_programs()
    monkeypatch.setattr(size, "SMALL", 0)
    program.state = ProgramState.ARCHIVED
    program.save(update_fields=["state"])
    assert not size.has_large_programs()
