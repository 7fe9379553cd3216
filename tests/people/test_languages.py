"""One table of language names: whatever a spreadsheet, a profile or the demo company may hold has a name."""

from pairwell.cli.company.material import names, offices
from pairwell.people.rules.languages import LANGUAGES, read_languages
from pairwell.tables.vocabulary import LANGUAGES as READ_FROM_SPREADSHEETS


def test_every_language_of_spreadsheets_and_of_the_demo_company_has_a_name() -> None:
    demo = {culture["language"] for culture in names().values()}
    demo |= {code for office in offices() for code in office["languages"]}
    assert sorted((demo | set(READ_FROM_SPREADSHEETS)) - set(LANGUAGES)) == []


def test_no_two_codes_share_a_name_so_that_what_is_shown_can_be_read_again() -> None:
    for code, name in LANGUAGES.items():
        assert read_languages(f"{name} 3") == ({code: 3}, [])
