"""DATABASE_URL is read strictly, and its mistakes are named without repeating the password."""

import pytest

from pairwell.core.postgres import DatabaseUrlError, database_config, is_embedded, parse_database_url


def test_every_part_of_the_address_is_understood():
    found = parse_database_url("postgres://mara:s%40cret%2F1@db.example.org:6432/pair%20well?sslmode=require")
    assert found == {
        "NAME": "pair well",
        "USER": "mara",
        "PASSWORD": "s@cret/1",
        "HOST": "db.example.org",
        "PORT": "6432",
        "OPTIONS": {"sslmode": "require"},
    }


def test_a_socket_folder_may_be_named_as_an_option():
    found = parse_database_url("postgresql:///pairwell?host=/run/postgresql&port=5433")
    assert (found["HOST"], found["PORT"], found["NAME"]) == ("/run/postgresql", "5433", "pairwell")
    assert found["OPTIONS"] == {}


def test_an_ipv6_address_and_no_port_are_fine():
    found = parse_database_url("postgres://u@[::1]/pairwell")
    assert (found["HOST"], found["PORT"]) == ("::1", "")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("mysql://u:pw-canary@h/x", "PostgreSQL only"),
        ("sqlite:///x.db", "PostgreSQL only"),
        ("db.example.org/pairwell", "not an address"),
        ("postgres://u:pw-canary@h", "name of one database"),
        ("postgres://u:pw-canary@h/", "name of one database"),
        ("postgres://u:pw-canary@h/a/b", "name of one database"),
        ("postgres://u:pw-canary@h:port/x", "a port that is not a number"),
        ("postgres://u:pw-canary@h:70000/x", "from 1 to 65535"),
        ("postgres://u:pw-canary@h/x?port=0", "from 1 to 65535"),
        ("postgres://u:pw-canary@h/x?sslmode=yes", "sslmode=yes"),
        ("postgres://u:pw-canary@h/x?ssl=true", "'ssl'"),
        ("postgres://u:pw-canary@h/x?sslmode", "name=value"),
        ("postgres://u:pw-canary#2@h/x", "%23"),
        ("postgres://u:pw-canary[@h/x", "percent-encoded"),
    ],
)
def test_a_mistake_is_named_and_the_password_is_not(text: str, says: str):
    with pytest.raises(DatabaseUrlError) as caught:
        parse_database_url(text)
    assert says in str(caught.value)
    assert "pw-canary" not in str(caught.value)


def test_the_environment_chooses_between_the_embedded_server_and_another(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://u@h/x")
    assert not is_embedded()
    assert database_config()["HOST"] == "h"
    monkeypatch.setenv("DATABASE_URL", "  ")
    assert is_embedded()
    assert database_config()["HOST"].startswith("/")
