"""Programs with a known truth: every figure on page, report, PDF, CSV, data and export equals it.

One is made from a plan of dice by the tests, so that every corner is met; the others are those of the demo
company, whose generator keeps what it made.
"""

import pytest
from django.test import Client

from pairwell.cli.company import fill
from pairwell.cli.company.cast import part
from pairwell.core import clock
from pairwell.people.models import Person
from tests.factories.people import make_organization
from tests.insights.demo_truth import truth_of
from tests.insights.everywhere import insist_on
from tests.insights.known_truth import make, plan_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_figure_everywhere_is_the_truth(seed: int, client: Client, cora: Person) -> None:
    make_organization()
    plan = plan_of(seed)
    insist_on(plan.truth(), make(plan, cora), cora, client)


def test_every_figure_of_the_demo_company_is_what_its_generator_made(client: Client) -> None:
    made = fill(people=200, seed=11)
    manager = Person.objects.get(email=part("manager").email)
    truths = {key: truth_of(one, clock.now()) for key, one in made.items()}
    for key, truth in truths.items():
        insist_on(truth, made[key].program, manager, client)
    closed, running = truths["closed"], truths["pipeline"]
    assert None not in closed.values()  # every figure is tried at least once
    assert 0 < (closed["in_rhythm"] or 0) < 1
    assert (running["active"] or 0) > 0 == running["finished"]
