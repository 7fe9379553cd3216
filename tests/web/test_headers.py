"""What every answer carries."""

import pytest
from django.test import Client

from pairwell.people.models import Person


@pytest.mark.parametrize("path", ["/accounts/login/", "/about/", "/nothing-here/", "/admin/people/"])
def test_every_page_forbids_inline_scripts_and_framing(client: Client, ana: Person, path: str) -> None:
    client.force_login(ana)
    response = client.get(path)
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client, ana: Person) -> None:
    ana.set_password("a-long-enough-secret")
    ana.save()
    client.post("/accounts/login/", {"login": ana.email, "password": "a-long-enough-secret"})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_a_form_without_its_token_is_refused_kindly(ana: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(ana)
    response = strict.post("/admin/imports/")
    assert response.status_code == 403
    assert b"This form has expired" in response.content


def test_a_page_that_does_not_exist_says_where_to_go(client: Client, ana: Person) -> None:
    client.force_login(ana)
    response = client.get("/nothing-here/")
    assert response.status_code == 404
    assert b"To my home page" in response.content
