"""Signing in: by email and password, a new password by mail, and the demo's one-click door."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django.fixtures import Settings

from pairwell.people.demo import demo_cast
from pairwell.people.models import Organization, Person
from tests.factories.people import make_organization

PASSWORD = "a-long-enough-secret"


@pytest.fixture
def door(settings: Settings, db: None) -> Client:
    """A browser in front of the site, letters kept in memory."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return Client()


def sign_in(client: Client, email: str, password: str) -> bool:
    client.post("/accounts/login/", {"login": email, "password": password})
    return "_auth_user_id" in client.session


def test_email_and_password_sign_in_whatever_the_case_of_the_email(door: Client, ben: Person) -> None:
    ben.set_password(PASSWORD)
    ben.save()
    assert sign_in(door, "BEN@Example.org", PASSWORD)


def test_the_password_is_kept_as_argon2id(ben: Person) -> None:
    ben.set_password(PASSWORD)
    assert ben.password.startswith("argon2$argon2id$v=19$m=47104,t=2,p=1$")


def test_a_wrong_password_or_somebody_switched_off_stays_outside(door: Client, ben: Person) -> None:
    ben.set_password(PASSWORD)
    ben.save()
    assert not sign_in(door, ben.email, "something-else")
    Person.objects.filter(pk=ben.pk).update(is_active=False)
    assert not sign_in(door, ben.email, PASSWORD)


def test_somebody_without_a_password_sets_one_by_mail_and_the_link_works_once(
    door: Client, ben: Person
) -> None:
    door.post("/accounts/password/reset/", {"email": ben.email})
    link = re.search(r"http://\S+(/accounts/password/reset/key/\S+)", str(mail.outbox[0].body))
    assert link
    form = door.get(link[1], follow=True)
    path = form.redirect_chain[-1][0]
    door.post(path, {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(door, ben.email, PASSWORD)
    assert b"has been used already" in Client().get(link[1], follow=True).content


def test_asking_for_a_password_does_not_tell_who_is_in_the_directory(door: Client, ben: Person) -> None:
    known = door.post("/accounts/password/reset/", {"email": ben.email}, follow=True)
    unknown = door.post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True)
    token = re.compile(rb'"X-CSRFToken": "\w+"')
    assert token.sub(b"", known.content) == token.sub(b"", unknown.content)
    assert [letter.to for letter in mail.outbox] == [[ben.email]]


def test_guessing_passwords_is_stopped(door: Client, ben: Person) -> None:
    answers = [
        door.post("/accounts/login/", {"login": ben.email, "password": f"guess-{i}"}).status_code
        for i in range(12)
    ]
    assert (
        429 in answers
        or b"Too many" in door.post("/accounts/login/", {"login": ben.email, "password": "guess"}).content
    )


@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/email/", "/accounts/confirm-email/"])
def test_journeys_we_do_not_offer_do_not_exist(door: Client, path: str) -> None:
    assert door.get(path).status_code == 404


def test_every_page_needs_sign_in_and_comes_back_to_where_one_wanted_to_go(door: Client) -> None:
    response = door.get("/me/profile/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/login/?next=/me/profile/"


def demo_company(person: Person) -> Organization:
    return make_organization(is_demo=True, demo_cast=[["mentee", person.email, "a mentee's home"]])


def test_the_demo_signs_in_with_one_click(door: Client, ben: Person, settings: Settings) -> None:
    settings.DEMO = True
    demo_company(ben)
    door.get(f"/demo/sign-in/{demo_cast()[0].token}/")
    assert door.session["_auth_user_id"] == str(ben.pk)


@pytest.mark.parametrize(("mode", "is_demo"), [(False, True), (True, False), (False, False)])
def test_one_click_sign_in_does_not_exist_outside_the_demo(
    door: Client, ben: Person, settings: Settings, mode: bool, is_demo: bool
) -> None:
    settings.DEMO = True
    demo_company(ben)
    token = demo_cast()[0].token
    settings.DEMO = mode
    Organization.objects.update(is_demo=is_demo)
    assert door.get("/demo/").status_code == 404
    assert door.get(f"/demo/sign-in/{token}/").status_code == 404
    assert "_auth_user_id" not in door.session


def test_a_made_up_demo_link_signs_nobody_in(door: Client, ben: Person, settings: Settings) -> None:
    settings.DEMO = True
    demo_company(ben)
    assert door.get(f"/demo/sign-in/{ben.pk}:abc/").status_code == 404
