"""The report of `pairwell match`, opened from a file: axe-core finds nothing, nothing is fetched, it fits a phone."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from pairwell.cli.main import main
from tests.browser.test_accessibility import AXE

LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]
EXAMPLE = Path(__file__).parents[2] / "examples" / "spreadsheet"
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    policy = '[fairness]\nfields = ["Department"]\nsuppress_below = 3\n[[reserved]]\nfield = "Department"\n'
    (folder / "policy.toml").write_text(policy + 'value = "Finance"\nplaces = 2\n', encoding="utf-8")
    files = [
        str(EXAMPLE / "mentors.csv"),
        str(EXAMPLE / "mentees.csv"),
        "--policy",
        str(folder / "policy.toml"),
    ]
    outputs = ["--out", str(folder / "pairs.csv"), "--report", str(folder / "report.html")]
    assert main(["match", *files, *outputs, "--no-meaning", "--quiet"]) == 0
    return folder / "report.html"


@pytest.mark.parametrize(("width", "theme"), LOOKS)
def test_axe_finds_nothing_in_the_report(report: Path, browser: Browser, width: int, theme: Any) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())
    page.evaluate(AXE)
    found: list[dict[str, Any]] = page.evaluate("axe.run(document).then(r => r.violations)")
    assert [(one["id"], [node["html"] for node in one["nodes"][:3]]) for one in found] == []
    assert asked == [report.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
