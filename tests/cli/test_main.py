"""The command `pairwell` loads a subcommand only when it is called, and speaks to people."""

import sys

import pytest

from pairwell.cli.main import COMMANDS, main
from tests.installations import installation


def test_without_a_command_it_lists_them_all(capsys: pytest.CaptureFixture[str]):
    assert main([]) == 2
    listing = capsys.readouterr().out
    assert all(f"  {name} " in listing for name in COMMANDS)


def test_a_misspelled_command_is_named(capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as caught:
        main(["serv"])
    assert caught.value.code == 2
    assert "'serv'" in capsys.readouterr().err


def test_listing_the_commands_imports_no_django():
    code = "import sys; from pairwell.cli.main import main; main([]); print('django' in sys.modules)"
    with installation() as place:
        assert place.python(code).stdout.splitlines()[-1] == "False"


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]):
    with pytest.raises(SystemExit) as caught:
        main([name, "--help"])
    assert caught.value.code == 0
    assert f"usage: pairwell {name}" in capsys.readouterr().out


def test_the_exit_code_reaches_the_shell():
    with installation(DATABASE_URL="mysql://u@h/x") as place:
        done = place.pairwell("migrate")
    assert done.returncode == 1
    assert "PostgreSQL only" in done.stderr
    assert "Traceback" not in done.stderr
    assert sys.executable not in done.stderr
