"""The report stands alone, adds up, names everybody, and can not be broken into."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from pairwell.cli.report import Person, Subject, render
from pairwell.cli.report.markup import tag
from pairwell.matching import Policy, Pool, Problem, solve
from pairwell.matching.result import POINTS

HOSTILE = "<script>alert(1)</script>\"'&<img src=x onerror=alert(2)>"
NAMES = {
    "m1": "ليلى حداد", "m2": "陈玉兰", "m3": HOSTILE, "m4": "Zoë Ünal", "m5": "Bolu", "m6": "Ana",
    "t1": "Søren \u202e evil", "t2": "O'Brien & Sons \ud800\x07",
}  # fmt: skip
MENTEES = [
    {"id": "m1", "skills_wanted": ["SQL", "Python"], "languages": ["en"], "unit": "Sales", "prefers": ["t1"]},
    {"id": "m2", "skills_wanted": ["SQL"], "languages": ["en"], "unit": "Sales"},
    {"id": "m3", "skills_wanted": ["Leadership"], "languages": ["en"], "unit": "Legal"},
    {"id": "m4", "skills_wanted": ["Python"], "languages": ["de"], "unit": "Legal"},
    {"id": "m5", "languages": ["en"], "unit": "Legal"},
    {"id": "m6", "skills_wanted": ["SQL"], "languages": ["yo"], "unit": "Sales"},
]
MENTORS = [
    {"id": "t1", "skills_offered": {"SQL": 5, "Python": 4}, "languages": ["en"], "unit": "Data", "places": 2},
    {"id": "t2", "skills_offered": {"Leadership": 5}, "languages": ["en", "de"], "unit": "Data", "places": 2},
]


class Outline(HTMLParser):
    """Tags in order, with what matters of them; fails on tags that are not closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def all(self, name: str) -> list[dict]:
        return [attributes for tag, attributes in self.tags if tag == name]


@pytest.fixture(scope="module")
def subject() -> Subject:
    columns = {name for record in [*MENTEES, *MENTORS] for name in record}
    policy = replace(Policy.default("traditional", columns), name="Spring", fairness=replace(
        Policy.default().fairness, fields=("unit",), suppress_below=2))  # fmt: skip
    result = solve(Problem(Pool.from_records(MENTEES, MENTORS), policy))
    records = {record["id"]: record for record in [*MENTEES, *MENTORS]}
    people = {identity: Person(name, records[identity]) for identity, name in NAMES.items()}
    return Subject(
        result, policy, people, remarks=("a < b",), understood=(("mentees.csv", "wants", "Skills"),)
    )


@pytest.fixture(scope="module")
def page(subject) -> str:
    return render(subject)


def test_it_is_one_valid_file_that_needs_nothing_else(page):
    outline = Outline(page)

    assert page.startswith("<!doctype html>")
    assert not outline.open
    assert not outline.all("script")
    assert not outline.all("link")
    assert not outline.all("img")
    assert not re.search(r"https?://|@import|url\(", page)
    assert not [name for _, attributes in outline.tags for name in attributes if name.startswith("on")]
    assert page.encode("utf-8")


def test_hostile_names_are_text_and_every_script_is_kept(page):
    assert "<script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#x27;&amp;&lt;img" in page
    assert "<bdi>ليلى حداد</bdi>" in page
    assert "<bdi>陈玉兰</bdi>" in page
    assert "\x07" not in page


def test_everybody_is_in_it_matched_or_not(subject, page):
    pairs, _, rest = page.partition('id="pairs"')
    unmatched = pairs[pairs.index('id="unmatched"') :]

    assert len(subject.result.pairs) == 4
    assert {entry.mentee for entry in subject.result.unmatched} >= {"m6"}
    for pair in subject.result.pairs:
        assert str(tag("bdi", NAMES[pair.mentee])) in rest
    for entry in subject.result.unmatched:
        assert str(tag("bdi", NAMES[entry.mentee])) in unmatched
    assert "2 mentors ruled out: no language in common" in unmatched


def test_the_parts_of_every_bar_add_up_to_the_fit(subject, page):
    bars = re.findall(r'<svg viewBox="0 0 1000 10"[^>]*>(.*?)</svg>', page)
    widths = [sum(map(float, re.findall(r'width="([\d.]+)"', bar))) for bar in bars]

    fits = sorted(pair.score / POINTS * 1000 for pair in subject.result.pairs)
    assert sorted(widths) == pytest.approx(fits, abs=0.1)


def test_the_points_in_every_table_add_up_to_the_fit(page):
    for table in re.findall(r"<table><caption>Points of.*?</table>", page):
        body, _, foot = table.partition("<tfoot>")
        points = re.findall(r'<td class="n">([\d.]+)</td><td class="n">[\d.]+</td>', body)
        (total,) = re.findall(r'<td class="n">([\d.]+)</td><td class="n">100.0</td>', foot)
        assert sum(map(float, points)) == pytest.approx(float(total), abs=0.6)


def test_the_proof_is_told_in_plain_words(page):
    proof = page[page.index('id="proof"') : page.index('id="distribution"')]

    assert "Proven to be the best possible" in proof
    assert "No other way matches more than 4 mentees." in proof
    assert "pairwell verify" in proof


def test_a_result_without_proof_does_not_claim_one(subject):
    unproven = replace(
        subject.result, certificate={"kind": "circles", "holds": False, "gap": 50_000, "bound": 0}
    )

    page = render(replace(subject, result=unproven))

    assert "Proven" not in page
    assert "How close this is to the best possible" in page


def test_screen_readers_find_their_way(page):
    outline = Outline(page)
    headings = [tag for tag, _ in outline.tags if re.fullmatch(r"h[1-6]", tag)]
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]

    assert outline.all("html") == [{"lang": "en", "dir": "ltr"}]
    assert [len(outline.all(name)) for name in ("main", "nav", "header", "footer", "h1", "title")][:5] == [
        1
    ] * 5
    assert headings[0] == "h1"
    assert all(int(b[1]) - int(a[1]) <= 1 for a, b in pairwise(headings))
    assert len(ids) == len(set(ids))
    assert {link["href"][1:] for link in outline.all("a")} <= set(ids)
    assert all(
        "aria-label" in svg or "aria-hidden" in svg or 'role="img"' in page for svg in outline.all("svg")
    )
    assert all(head.get("scope") in ("col", "row") for head in outline.all("th"))


def test_a_small_group_is_named_but_not_shown(subject):
    few = replace(subject.policy, fairness=replace(subject.policy.fairness, suppress_below=10))
    result = solve(Problem(Pool.from_records(MENTEES, MENTORS), few))

    page = render(replace(subject, policy=few, result=result))

    assert "too few people to show" in page[page.index('id="fairness"') : page.index('id="unmatched"')]


def test_nobody_matched_still_makes_a_page_that_says_why(subject):
    result = solve(Problem(Pool.from_records(MENTEES, [{**MENTORS[0], "places": 0}]), subject.policy))

    page = render(replace(subject, result=result))

    assert "0 of 6 mentees have a mentor" in page
    assert "what stood in the way" in page


def test_the_same_run_gives_the_same_bytes(subject, page):
    assert render(subject) == page


def test_who_reads_in_the_dark_still_prints_on_white_paper(page):
    style = page[page.index("<style>") : page.index("</style>")]

    assert "@media screen and (prefers-color-scheme: dark)" in style
    assert "@media (prefers-color-scheme: dark)" not in style
