"""Every page worth looking at, as (role, name, path): what axe checks and what screenshots are made of."""

import json
from dataclasses import dataclass

from tests.browser.site import Site


@dataclass(frozen=True)
class Visit:
    """A page, and the role of the demo's cast that opens it ("" for nobody signed in)."""

    role: str
    name: str
    path: str


def visits(site: Site) -> list[Visit]:
    """The pages of this installation's demo company; ids differ, so the installation is asked."""
    printed = site.python("from tests.browser.demo_pages import show; show()")
    return [Visit(*row) for row in json.loads(printed.strip().splitlines()[-1])]
