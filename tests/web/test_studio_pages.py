"""The live studio: a draft is shown beside the saved policy, for htmx and without any script."""

import pytest
from django.test import Client
from django.urls import reverse

from pairwell.pairing.warm import forget_everything
from pairwell.people.models import Person
from tests.factories.pairing import make_pool
from tests.web.test_match_pages import studio_form

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _nothing_kept():
    forget_everything()
    yield
    forget_everything()


def test_a_changed_weight_is_answered_with_what_it_does_and_saves_nothing(
    client: Client, cora: Person
) -> None:
    program = make_pool(12, 9, by=cora)
    client.force_login(cora)
    form = studio_form(program.policies.get(), **{"weight-hours_overlap": "500"})
    page = client.post(reverse("studio_draft", args=[program.pk]), form, headers=HTMX)
    text = page.content.decode()
    assert "9 of 12" in text
    assert "<html" not in text
    assert "get somebody else" in text or "keeps the same match" in text
    assert program.policies.get().version == 1
    assert program.runs.count() == 0


def test_without_a_script_try_it_shows_the_whole_studio_with_the_form_as_it_was(
    client: Client, cora: Person
) -> None:
    program = make_pool(5, 4, by=cora)
    client.force_login(cora)
    form = studio_form(program.policies.get(), **{"weight-hours_overlap": "77"})
    text = client.post(reverse("studio_draft", args=[program.pk]), form).content.decode()
    assert 'value="77"' in text
    assert "4 of 5" in text
    assert "Save and find the best pairs" in text


def test_a_draft_that_can_not_be_says_why_beside_the_outcome(client: Client, cora: Person) -> None:
    program = make_pool(2, 2, by=cora)
    client.force_login(cora)
    form = studio_form(program.policies.get(), **{"weight-hours_overlap": "much"})
    page = client.post(reverse("studio_draft", args=[program.pk]), form, headers=HTMX)
    assert page.status_code == 200
    assert "not a number" in page.content.decode()


def test_fallbacks_are_tried_in_the_order_that_was_written(client: Client, cora: Person) -> None:
    program = make_pool(2, 2, by=cora)
    client.force_login(cora)
    form = studio_form(
        program.policies.get(),
        **{"number-hours_in_common": "8", "steps-hours_in_common": "4, 2", "fallback-hours_in_common": "on"},
    )
    client.post(reverse("save_policy", args=[program.pk]), form)
    rule = next(r for r in program.policies.first().body["rules"] if r["kind"] == "hours_in_common")
    assert rule["slots"] == 8
    assert [(s["kind"], s.get("slots")) for s in rule["fallback"]] == [
        ("hours_in_common", 4), ("hours_in_common", 2), ("none", None),
    ]  # fmt: skip
    page = client.get(reverse("studio", args=[program.pk])).content.decode()
    assert "First 8, otherwise 4, otherwise 2, otherwise set aside" in page


def test_what_would_help_most_is_told_apart_from_the_outcome(client: Client, cora: Person) -> None:
    program = make_pool(6, 2, by=cora)
    client.force_login(cora)
    text = client.post(reverse("studio_advice", args=[program.pk]), headers=HTMX).content.decode()
    assert "What would help most" in text
