"""Questions of every kind: what they must look like, what answers them, what changing them does."""

import pytest

from pairwell.programs.rules.answers import Known, check_answers
from pairwell.programs.rules.changing import Answered, plan_change
from pairwell.programs.rules.conditions import check_conditions, circle_among, is_shown
from pairwell.programs.rules.files import check_file, tidy_name
from pairwell.programs.rules.joining import Wanted
from pairwell.programs.rules.questions import QuestionSpec, ShownIf, check_question

MENTEE = Wanted(as_mentee=True, mentor_places=1)
KNOWN = Known(
    skills={"python", "sql"},
    people={"ada@example.org": 7, "7": 7},
    files={"t": {"name": "cv.pdf", "size": 9}},
)


def spec(kind: str, key: str = "q", **fields: object) -> QuestionSpec:
    options = (("a", "A"), ("b", "B"), ("c", "C")) if kind in ("single", "multiple", "ranked") else ()
    return QuestionSpec(**{"key": key, "text": f"{key}?", "kind": kind, "options": options, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "limits", "given", "clean"),
    [
        ("ranked", {}, ["c", "a"], ["c", "a"]),
        ("date", {}, " 2027-02-28 ", "2027-02-28"),
        ("skills", {"levels": True}, {"python": [5, 3]}, {"python": [5, 3]}),
        ("skills", {"levels": True}, ["sql"], {"sql": [3, 2]}),
        ("skills", {"levels": True}, {"sql": [99, -4]}, {"sql": [5, 1]}),
        ("skills", {}, {"python": [5, 3]}, ["python"]),
        ("person", {}, "Ada@Example.org", [7]),
        ("person", {}, [7], [7]),
        ("hours", {}, ["tue-9", "mon-10", "mon-9", "mon-14"], {"mon": [[9, 11], [14, 15]], "tue": [[9, 10]]}),
        ("hours", {}, {"mon": [[9, 11]]}, {"mon": [[9, 11]]}),
        ("file", {}, {"file": "t", "name": "evil"}, {"file": "t", "name": "cv.pdf", "size": 9}),
        ("number", {"least": 1, "most": 5}, "5", 5),
    ],
)
def test_an_answer_is_read_as_its_kind(
    kind: str, limits: dict[str, object], given: object, clean: object
) -> None:
    assert check_answers([spec(kind, limits=limits)], {"q": given}, MENTEE, KNOWN) == ({"q": clean}, [])


@pytest.mark.parametrize(
    ("kind", "limits", "given", "said"),
    [
        ("ranked", {}, ["a", "a"], "Give each place once"),
        ("ranked", {"most": 1}, ["a", "b"], "at most 1"),
        ("ranked", {}, ["z"], "among the options"),
        ("multiple", {"most": 2}, ["a", "b", "c"], "at most 2"),
        ("date", {}, "30 February", "Write a date"),
        ("date", {}, "0001-01-01", "between 1900"),
        ("person", {}, "nobody@example.org", "Nobody in the directory that you can name"),
        ("person", {"most": 1}, "ada@example.org, 7x", "Nobody in the directory that you can name"),
        ("hours", {}, ["mon-25"], "hours of the week"),
        ("hours", {}, ["someday-3"], "hours of the week"),
        ("hours", {}, ["mon-٣"], "hours of the week"),
        ("file", {}, {"file": "stolen"}, "choose it again"),
        ("file", {}, "t", "choose it again"),
        ("number", {"most": 5}, "6", "up to 5"),
    ],
)
def test_an_answer_that_does_not_do_says_why(
    kind: str, limits: dict[str, object], given: object, said: str
) -> None:
    clean, wrong = check_answers([spec(kind, limits=limits)], {"q": given}, MENTEE, KNOWN)
    assert clean == {}
    assert said in wrong[0].message
    assert wrong[0].field == "q_q"


def test_a_question_is_asked_only_of_those_who_answered_another_one_so() -> None:
    first = spec("single", "first")
    second = spec("text", "second", required=True, shown_if=ShownIf("first", ("a", "b")))
    third = spec("text", "third", required=True, shown_if=ShownIf("yes", ("yes",)))
    yes = spec("yesno", "yes", shown_if=ShownIf("first", ("a",)))
    form = [first, second, third, yes]
    assert [w.field for w in check_answers(form, {"first": "b"}, MENTEE, KNOWN)[1]] == ["q_second"]
    clean, wrong = check_answers(form, {"first": "c", "second": "typed before"}, MENTEE, KNOWN)
    assert (clean, wrong) == ({"first": "c"}, [])
    hidden_chain = {"first": "b", "yes": "true", "third": ""}
    by_key = {one.key: one for one in form}
    assert not is_shown(third, hidden_chain, by_key)
    assert is_shown(third, {"first": "a", "yes": True}, by_key)


def test_a_circle_of_questions_is_refused_by_name() -> None:
    form = [
        spec("single", "one", shown_if=ShownIf("three", ("a",))),
        spec("single", "two", shown_if=ShownIf("one", ("a",))),
        spec("single", "three", shown_if=ShownIf("two", ("a",))),
        spec("text", "outside", shown_if=ShownIf("one", ("a",))),
    ]
    assert sorted(circle_among(form)) == ["one", "three", "two"]
    said = check_conditions(form)[0]
    assert (said.code, said.field) == ("circle", "shown_if")
    assert all(f"“{key}?”" in said.message for key in ("one", "two", "three"))
    assert circle_among([spec("single", "self", shown_if=ShownIf("self", ("a",)))]) == ["self"]


@pytest.mark.parametrize(
    ("waits", "code"),
    [
        (spec("text", shown_if=ShownIf("gone", ("a",))), "no_such_question"),
        (spec("text", shown_if=ShownIf("words", ("a",))), "no_fixed_answers"),
        (spec("text", shown_if=ShownIf("pick", ("z",))), "no_such_answer"),
        (spec("text", shown_if=ShownIf("pick", ())), "no_answer"),
        (spec("text", asked="mentor", shown_if=ShownIf("mentees", ("a",))), "never_asked"),
    ],
)
def test_a_condition_that_can_not_be_met_is_refused(waits: QuestionSpec, code: str) -> None:
    form = [spec("text", "words"), spec("single", "pick"), spec("single", "mentees", asked="mentee"), waits]
    assert [found.code for found in check_conditions(form)] == [code]


@pytest.mark.parametrize(
    ("kind", "how", "code"),
    [
        ("text", "", "not_comparable"),
        ("file", "", "not_comparable"),
        ("person", "", "not_comparable"),
        ("hours", "same", "does_not_fit"),
        ("single", "near", "does_not_fit"),
        ("number", "same", "does_not_fit"),
    ],
)
def test_only_answers_that_the_engine_can_compare_are_used_in_matching(
    kind: str, how: str, code: str
) -> None:
    found = check_question(spec(kind, used_in_matching=True, matched_how=how))
    assert [one.code for one in found] == [code]


def test_the_usual_way_to_compare_follows_from_the_kind() -> None:
    ways = {
        kind: spec(kind, used_in_matching=True).how
        for kind in ("single", "scale", "multiple", "ranked", "date")
    }
    assert ways == {
        "single": "same",
        "scale": "near",
        "multiple": "contains",
        "ranked": "contains",
        "date": "near",
    }
    assert spec("single").how == ""


def test_a_question_is_read_in_ones_own_language_as_far_as_it_is_translated() -> None:
    said = {"de": {"text": "Wie?", "help": "", "options": {"a": "Ah"}}}
    german = spec("single", translations=said, help="Hint").in_language("de-AT")
    assert (german.text, german.help, german.options[:2]) == ("Wie?", "Hint", (("a", "Ah"), ("b", "B")))
    assert spec("single", translations=said).in_language("fr").text == "q?"
    assert check_question(spec("text", translations={"xx": {"text": "?"}}))[0].code == "unknown_language"


def test_a_change_says_what_it_does_to_the_answers_that_are_there() -> None:
    before, there = spec("single"), Answered(5, {"a": 4, "b": 1})
    after = spec("single", text="New?", required=True, options=(("b", "B"), ("c", "C"), ("d", "D")))
    change = plan_change(before, after, there)
    said = " ".join(change.effects)
    assert change.refusals == ()
    assert change.new_wording
    assert "4 people have chosen “A”" in said
    assert "5 people answered the old wording" in said
    assert "must answer it when they change" in said
    assert "“D”" in said
    assert plan_change(before, after, Answered()).effects == ()


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (spec("text"), spec("number"), "answered"),
        (spec("text", seen_by="matching"), spec("text", seen_by="managers"), "promised"),
        (spec("text", seen_by="managers"), spec("text", seen_by="partners"), "promised"),
    ],
)
def test_a_change_that_would_falsify_answers_is_refused(
    before: QuestionSpec, after: QuestionSpec, code: str
) -> None:
    assert [one.code for one in plan_change(before, after, Answered(3)).refusals] == [code]
    assert plan_change(before, after, Answered(0)).refusals == ()


def test_what_matching_compares_can_not_be_taken_from_it() -> None:
    before = spec("single", used_in_matching=True)
    weighed = Answered(0, weighs=True)
    assert plan_change(before, spec("single"), weighed).refusals[0].code == "weighed"
    assert plan_change(before, spec("multiple", used_in_matching=True), weighed).refusals[0].field == "kind"
    assert plan_change(before, spec("single", used_in_matching=True, text="Other"), weighed).refusals == ()


@pytest.mark.parametrize(
    ("name", "head", "size", "code"),
    [
        ("cv.pdf", b"%PDF-1.7", 900, None),
        ("photo.JPEG", b"\xff\xd8\xff\xe0", 900, None),
        ("notes.txt", "Grüße".encode(), 900, None),
        ("cv.pdf", b"<html><script>", 900, "content"),
        ("page.svg", b"<svg onload=alert(1)>", 900, "type"),
        ("run.exe", b"MZ", 900, "type"),
        ("no-ending", b"%PDF-", 900, "type"),
        ("cv.pdf", b"%PDF-", 40_000_000, "too_large"),
        ("cv.pdf", b"", 0, "empty"),
        ("notes.txt", b"a\x00b", 900, "content"),
        ("notes.txt", b"\xff\xfe\xff", 900, "content"),
    ],
)
def test_files_are_taken_by_what_they_are_not_by_what_they_say(
    name: str, head: bytes, size: int, code: str | None
) -> None:
    found = check_file(name=name, size=size, head=head, limits={}, field="q_q")
    assert (found.code if found else None) == code


def test_a_files_name_can_not_break_a_header_or_a_path() -> None:
    assert tidy_name('../../etc/pass"wd\r\nSet-Cookie: a') == "passwdSet-Cookie: a"
    assert tidy_name("C:\\secret\\cv.pdf") == "cv.pdf"
    assert tidy_name("") == "file"
