"""Decisions of the programs room, without a database."""

from datetime import date

import pytest

from pairwell.programs.rules.answers import Known, check_answers
from pairwell.programs.rules.joining import (
    Offer,
    Wanted,
    check_wanted,
    may_be_enrolled,
    may_decide,
    may_enroll,
    may_have_places,
)
from pairwell.programs.rules.moves import Pool, may_move, next_state
from pairwell.programs.rules.questions import (
    QuestionSpec,
    check_question,
    options_of,
    side_of_skills,
    slug,
)
from pairwell.programs.rules.setup import SetupFacts, check_settings, missing, readiness
from pairwell.programs.states import Format, ProgramState

DAY = date(2026, 5, 15)
MENTEE = Wanted(as_mentee=True, mentor_places=1)


def offer(**fields: object) -> Offer:
    usual: dict[str, object] = {
        "state": "enrolling",
        "format": "traditional",
        "is_open": True,
        "opens_on": None,
        "closes_on": None,
        "mentor_places": 2,
        "circle_size": 6,
    }
    return Offer(**{**usual, **fields})  # type: ignore[arg-type]


def code(refusal: object) -> str:
    return getattr(refusal, "code", "")


@pytest.mark.parametrize(
    ("fields", "invited", "now_in", "expected"),
    [
        ({}, False, None, ""),
        ({}, False, "withdrawn", ""),
        ({}, False, "approved", "already_enrolled"),
        ({}, False, "declined", "already_enrolled"),
        ({"state": "draft"}, False, None, "not_enrolling"),
        ({"state": "matching"}, False, None, "not_enrolling"),
        ({"is_open": False}, False, None, "by_invitation"),
        ({"is_open": False}, True, None, ""),
        ({"opens_on": date(2026, 5, 16)}, False, None, "too_early"),
        ({"opens_on": DAY, "closes_on": DAY}, False, None, ""),
        ({"closes_on": date(2026, 5, 14)}, False, None, "too_late"),
    ],
)
def test_who_may_enroll(fields: dict[str, object], invited: bool, now_in: str | None, expected: str) -> None:
    said = may_enroll(offer=offer(**fields), invited=invited, now_in=now_in, today=DAY)
    assert code(said) == expected


@pytest.mark.parametrize(
    ("state", "active", "now_in", "expected"),
    [
        ("enrolling", True, None, ""),
        ("active", True, "declined", ""),
        ("draft", True, None, "not_enrolling"),
        ("closed", True, None, "not_enrolling"),
        ("matching", False, None, "not_active"),
        ("matching", True, "applied", "already_enrolled"),
    ],
)
def test_whom_the_manager_may_enroll(state: str, active: bool, now_in: str | None, expected: str) -> None:
    assert code(may_be_enrolled(state=state, is_active=active, now_in=now_in)) == expected


@pytest.mark.parametrize(
    ("format_", "wanted", "fields"),
    [
        ("traditional", Wanted(), ["role"]),
        ("peer", Wanted(as_mentor=True, mentee_places=1), ["role"]),
        ("traditional", Wanted(True, False, 0, 0), ["mentee_places"]),
        ("traditional", Wanted(True, True, 11, 3), ["mentee_places", "mentor_places"]),
        ("group", Wanted(True, False, 7, 0), ["mentee_places"]),
        ("group", Wanted(True, False, 6, 0), []),
        ("traditional", Wanted(True, True, 3, 2), []),
    ],
)
def test_impossible_roles_and_places_are_refused_by_field(
    format_: str, wanted: Wanted, fields: list[str]
) -> None:
    assert [refusal.field for refusal in check_wanted(offer(format=format_), wanted)] == fields


def test_places_never_go_below_what_is_held() -> None:
    usual = {"side_word": "places are", "most": 5, "field": "mentee_places"}
    assert code(may_have_places(places=1, held=2, **usual)) == "below_held"  # type: ignore[arg-type]
    assert may_have_places(places=2, held=2, **usual) is None  # type: ignore[arg-type]
    assert code(may_have_places(places=6, held=0, **usual)) == "places"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "to", "held", "expected"),
    [
        ("applied", "approved", 0, ""),
        ("declined", "approved", 0, ""),
        ("approved", "approved", 0, "no_such_step"),
        ("withdrawn", "approved", 0, "no_such_step"),
        ("approved", "declined", 0, ""),
        ("approved", "declined", 1, "has_pair"),
        ("withdrawn", "declined", 0, "no_such_step"),
    ],
)
def test_what_may_be_decided(state: str, to: str, held: int, expected: str) -> None:
    assert code(may_decide(state=state, to=to, held=held)) == expected


def move(
    state: str, to: str, *, missing_: tuple[str, ...] = (), ends: date | None = None, **pool: int
) -> str:
    return code(may_move(state=state, to=to, missing=missing_, pool=Pool(**pool), ends_on=ends, today=DAY))


def test_a_program_moves_one_state_at_a_time() -> None:
    assert move("draft", "enrolling") == ""
    assert move("draft", "active") == "no_such_move"
    assert move("draft", "nonsense") == "no_such_move"
    assert move("archived", "closed") == ""
    assert next_state("archived") is None


def test_a_program_opens_only_when_it_is_ready_and_not_over() -> None:
    assert move("draft", "enrolling", missing_=("say what it is for",)) == "not_ready"
    assert move("draft", "enrolling", ends=date(2026, 5, 14)) == "already_over"


def test_a_program_with_people_does_not_become_a_draft_again() -> None:
    assert move("enrolling", "draft", applied=1) == "has_enrollments"
    assert move("enrolling", "draft") == ""


def test_nobody_can_not_be_matched() -> None:
    assert move("enrolling", "matching", applied=3) == "nobody_enrolled"
    assert move("enrolling", "matching", approved=1) == ""


@pytest.mark.parametrize(
    ("values", "field"),
    [
        (
            {"enrollment_opens_on": date(2026, 2, 2), "enrollment_closes_on": date(2026, 2, 1)},
            "enrollment_closes_on",
        ),
        ({"starts_on": date(2026, 2, 2), "ends_on": date(2026, 2, 1)}, "ends_on"),
        ({"enrollment_opens_on": date(2026, 2, 2), "starts_on": date(2026, 2, 1)}, "starts_on"),
        ({"enrollment_closes_on": date(2026, 2, 2), "ends_on": date(2026, 2, 1)}, "ends_on"),
        ({"name": "  "}, "name"),
        ({"name": "x" * 141}, "name"),
        ({"aim": "a\x00b"}, "aim"),
        ({"aim": "x" * 10_000}, "aim"),
        ({"format": "waltz"}, "format"),
        ({"mentor_places": 0}, "mentor_places"),
        ({"circle_size": 13}, "circle_size"),
        ({"cadence_days": "often"}, "cadence_days"),
        ({"circle_leaders": 3}, "circle_leaders"),
        ({"mentor_capacity": 0}, "mentor_capacity"),
        ({"mentor_capacity": 2, "mentee_capacity": 1000}, "mentee_capacity"),
        (
            {
                "format": "group",
                "mentor_capacity": 3,
                "mentee_capacity": 7,
                "circle_leaders": 2,
                "circle_size": 6,
            },
            "mentee_capacity",
        ),
        ({"needs": [{"key": "a", "label": "A"}]}, "needs"),
        ({"needs": [{"key": "a", "label": "A"}], "mentor_places": 2, "format": "peer"}, "needs"),
    ],
)
def test_bad_settings_are_refused_by_field(values: dict[str, object], field: str) -> None:
    assert [refusal.field for refusal in check_settings(values)] == [field]


def facts(**fields: object) -> SetupFacts:
    usual: dict[str, object] = {
        "aim": "Grow",
        "expectations": "Come",
        "starts_on": DAY,
        "ends_on": DAY,
        "enrollment_closes_on": DAY,
        "format": Format.PEER,
        "is_open": True,
        "questions": 1,
        "has_policy": True,
        "managers": 1,
        "pool": Pool(),
    }
    return SetupFacts(**{**usual, **fields})  # type: ignore[arg-type]


def test_a_complete_program_is_ready() -> None:
    assert all(item.done for item in readiness(facts()))


def test_what_is_missing_is_said_and_only_some_of_it_blocks() -> None:
    items = readiness(facts(aim=" ", questions=0, is_open=False))
    assert {item.key for item in items if not item.done} == {"aim", "questions", "joining"}
    assert missing(items) == ["say what it is for", "open it to everybody, or invite somebody"]


def test_an_invitation_is_enough_for_a_program_that_is_not_open() -> None:
    assert missing(readiness(facts(is_open=False, pool=Pool(invited=1)))) == []


def spec(kind: str, **fields: object) -> QuestionSpec:
    options = (("a", "A"), ("b", "B")) if kind in ("single", "multiple") else ()
    return QuestionSpec(**{"key": "q", "text": "Q?", "kind": kind, "options": options, **fields})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "given", "clean"),
    [
        ("text", "  hello ", "hello"),
        ("single", "a", "a"),
        ("multiple", ["b", "a"], ["a", "b"]),
        ("scale", "5", 5),
        ("number", "2,5", 2.5),
        ("number", "3", 3),
        ("yesno", "false", False),
        ("yesno", True, True),
        ("skills", ["python", "python"], ["python"]),
    ],
)
def test_answers_are_read_as_their_kind(kind: str, given: object, clean: object) -> None:
    assert check_answers([spec(kind)], {"q": given}, MENTEE, Known(skills={"python"})) == ({"q": clean}, [])


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        ("text", "x" * 10_000),
        ("longtext", "x" * 10_000),
        ("text", "a\x00b"),
        ("single", "c"),
        ("multiple", ["a", "c"]),
        ("scale", "6"),
        ("scale", "4.5"),
        ("number", "many"),
        ("number", "nan"),
        ("number", "1e400"),
        ("yesno", "perhaps"),
        ("skills", ["telepathy"]),
        ("skills", [f"s{n}" for n in range(21)]),
    ],
)
def test_an_answer_that_does_not_do_is_refused_beside_its_field(kind: str, given: object) -> None:
    known = {f"s{n}" for n in range(21)}
    clean, wrong = check_answers([spec(kind)], {"q": given}, MENTEE, Known(skills=known))
    assert clean == {}
    assert [refusal.field for refusal in wrong] == ["q_q"]


def test_required_answers_are_required_only_of_those_who_are_asked() -> None:
    asked = [spec("text", required=True, asked="mentor")]
    assert check_answers(asked, {}, MENTEE, Known())[1] == []
    mentor = Wanted(as_mentor=True, mentee_places=1)
    assert [refusal.code for refusal in check_answers(asked, {"q": "  "}, mentor, Known())[1]] == ["required"]
    assert check_answers(asked, {}, mentor, Known(), all_required=False)[1] == []


def test_an_answer_to_a_question_one_is_not_asked_is_dropped() -> None:
    assert check_answers([spec("text", asked="mentor")], {"q": "x"}, MENTEE, Known()) == ({}, [])


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"text": "a\x00"}, "text"),
        ({"kind": "telepathy"}, "kind"),
        ({"asked": "cats"}, "asked"),
        ({"kind": "single", "options": (("a", "A"),)}, "options"),
        ({"kind": "single", "options": (("a", "Yes"), ("b", "yes"))}, "options"),
    ],
)
def test_a_question_that_does_not_do_is_refused_by_field(fields: dict[str, object], field: str) -> None:
    assert [refusal.field for refusal in check_question(spec(**{"kind": "text", **fields}))] == [field]  # type: ignore[arg-type]


def test_an_option_keeps_its_key_when_others_change() -> None:
    present = (("yes", "Yes"), ("no", "No"))
    made = options_of("No\nPerhaps\n\n  Yes  \n", present)
    assert made == (("no", "No"), ("perhaps", "Perhaps"), ("yes", "Yes"))


def test_keys_are_made_from_words_and_never_taken_twice() -> None:
    assert slug("What do you want?", {"what-do-you-want"}) == "what-do-you-want-2"
    assert slug("日本語") == "item"


def test_a_skills_question_asks_mentors_what_they_offer_and_mentees_what_they_want() -> None:
    mentor = Wanted(as_mentor=True, mentee_places=1)
    assert side_of_skills(spec("skills"), mentor) == "mentor"
    assert side_of_skills(spec("skills"), MENTEE) == "mentee"
    assert side_of_skills(spec("skills", asked="mentee"), mentor) == "mentee"


def test_every_state_has_a_way_on_except_the_last() -> None:
    assert [next_state(state) for state in ProgramState] == [*list(ProgramState)[1:], None]
