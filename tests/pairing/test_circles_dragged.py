"""A member held over another circle: what it costs, and the form that would do it; nothing has happened yet."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.pairing.models import MatchRun, RunEdit
from pairwell.people.models import Person
from tests.factories.pairing import finished_run, join_circles, make_pool

pytestmark = pytest.mark.django_db
HTMX = {"hx-request": "true"}


@pytest.fixture
def run(cora: Person) -> MatchRun:
    """Two circles of four, six at the most."""
    program = make_pool(1, 1, by=cora, also_formats=["group"], circle_size=6)
    join_circles(program, places=6)
    return finished_run(program, cora, format_="group")


def asked(run: MatchRun) -> dict[str, str]:
    one, other = run.proposals.order_by("pk")
    who = one.sides.exclude(role="mentor")[0]
    return {"kind": "move", "member": f"{one.pk}:{who.enrollment_id}", "other": str(other.pk)}


def test_the_cost_is_a_line_with_the_form_that_does_it(run: MatchRun, client: Client) -> None:
    assert run.requested_by is not None
    client.force_login(run.requested_by)
    address = reverse("change_pairs", args=[run.program_id, run.pk])
    line = client.get(address, asked(run), headers=HTMX).content.decode()
    assert "total fit" in line
    assert "<html" not in line
    assert f'name="version" value="{run.version}"' in line
    assert "data-move" in line
    assert not RunEdit.objects.exists()
    page = client.get(reverse("match_run", args=[run.program_id, run.pk])).content.decode()
    assert f'data-seat="{asked(run)["member"]}"' in page
    assert f'data-circle="{asked(run)["other"]}"' in page


def test_a_full_circle_says_so_and_has_no_form(run: MatchRun, client: Client) -> None:
    assert run.requested_by is not None
    client.force_login(run.requested_by)
    policy = run.inputs["policy"]
    policy["circles"]["largest"] = 4
    run.save(update_fields=["inputs"])
    address = reverse("change_pairs", args=[run.program_id, run.pk])
    line = client.get(address, asked(run), headers=HTMX).content.decode()
    assert "is full" in line
    assert "data-move" not in line


def test_the_list_of_changes_names_who_went_where(run: MatchRun, client: Client) -> None:
    assert run.requested_by is not None
    client.force_login(run.requested_by)
    one, other = run.proposals.order_by("pk")
    who = one.sides.exclude(role="mentor")[0].enrollment.person.full_name
    address = reverse("change_pairs", args=[run.program_id, run.pk])
    client.post(address, {**asked(run), "version": run.version, "rest": "keep"})
    assert RunEdit.objects.get().words == f"Moved to another circle: {who}, to {other.title}"
