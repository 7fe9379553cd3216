"""The directory."""

from collections.abc import Iterator

from pairwell.people import actions, importing
from pairwell.people.models import DirectoryImport
from tests.browser.demo_pages.asking import Row, person, row

ROWS = b"Email,Name,Manager\nnew@example.org,New One,nobody@example.org\nbroken,=cmd,\n"


def pages() -> Iterator[Row]:
    role = "Administrator"
    for name in ("admin_people", "admin_organization", "admin_imports"):
        yield row(role, name, name)
    yield row(role, "admin_person", "admin_person", person("Mentee").pk)
    for name, checked in (("import-mapping", False), ("import-checked", True)):
        yield row(role, name, "admin_import", _an_import(f"{name}.csv", checked=checked).pk)


def _an_import(name: str, *, checked: bool) -> DirectoryImport:
    found = DirectoryImport.objects.filter(file_name=name).first()
    if found is None:
        found = actions.upload(by=None, file_name=name, content=ROWS)
        if checked:
            actions.choose_mapping(by=None, of=found, mapping=found.mapping, bad_rows="skip")
            importing.work_on(found.pk)
    return found
