"""The agreement, the skills in question, and the notes that two write at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from pairwell.core import clock
from pairwell.core.errors import Refused
from pairwell.mentorships import actions
from pairwell.mentorships.models import MentorshipSettings, SessionNotes, SkillLevel
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.queries.beginning import agreement_of, skills_in_question, standings
from pairwell.messaging.models import Notice
from pairwell.people.models import Person
from tests.factories.mentorships import make_goal, make_mentorship, make_session
from tests.factories.people import make_person, make_skill, offers, wants

BODY = {"goals": "Lead a team", "feedback": "Kindly"}


@pytest.mark.django_db
def test_a_new_agreement_begins_with_the_programs_own_words(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    MentorshipSettings.objects.create(agreement={"goals": "The house's", "trouble": "Call the house"})
    MentorshipSettings.objects.create(program=mentorship.program, agreement={"goals": "Every {days} days"})
    draft = agreement_of(mentorship, circle_of(mentorship), ben)
    texts = {part.section.key: part.text for part in draft.parts}
    assert draft.version == 0
    assert texts["goals"] == "Every 14 days"
    assert texts["trouble"] == "Call the house"
    assert "14 days for 60 minutes" in texts["rhythm"]


@pytest.mark.django_db
def test_it_is_agreed_when_everybody_has_said_yes_and_the_rhythm_follows(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    actions.change_agreement(by=ben, mentorship=mentorship, body=BODY, cadence_days=7, version=0)
    assert not agreement_of(mentorship, circle_of(mentorship), ada).is_agreed
    assert Notice.objects.get(to=ada).text.startswith("Ben Mentee wrote down what you agree")
    actions.agree(by=ada, mentorship=mentorship, version=1)
    now = agreement_of(mentorship, circle_of(mentorship), ada)
    mentorship.refresh_from_db()
    assert now.is_agreed
    assert mentorship.cadence_days == 7


@pytest.mark.django_db
def test_a_change_asks_the_others_again_and_shows_what_changed(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    actions.change_agreement(by=ben, mentorship=mentorship, body=BODY, cadence_days=7, version=0)
    actions.agree(by=ada, mentorship=mentorship, version=1)
    changed = {**BODY, "feedback": "At once"}
    actions.change_agreement(by=ada, mentorship=mentorship, body=changed, cadence_days=7, version=1)
    seen = agreement_of(mentorship, circle_of(mentorship), ben)
    assert (seen.is_agreed, seen.mine) == (False, False)
    assert [(p.section.key, p.before) for p in seen.parts if p.before is not None] == [("feedback", "Kindly")]
    with pytest.raises(actions.AgreementChanged):
        actions.agree(by=ben, mentorship=mentorship, version=1)
    actions.agree(by=ben, mentorship=mentorship, version=2)
    assert agreement_of(mentorship, circle_of(mentorship), ben).is_agreed


@pytest.mark.django_db
def test_a_stale_form_does_not_overwrite_what_somebody_else_wrote(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    actions.change_agreement(by=ben, mentorship=mentorship, body=BODY, cadence_days=7, version=0)
    with pytest.raises(actions.AgreementChanged) as moved:
        actions.change_agreement(
            by=ada, mentorship=mentorship, body={"goals": "Mine"}, cadence_days=7, version=0
        )
    assert moved.value.agreement.body["goals"] == "Lead a team"


@pytest.mark.django_db
@pytest.mark.parametrize(("body", "days", "field"), [({}, 14, "goals"), (BODY, 0, "cadence_days")])
def test_an_agreement_says_something(
    ada: Person, ben: Person, body: dict[str, str], days: int, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        actions.change_agreement(
            by=ben, mentorship=make_mentorship(ada, ben), body=body, cadence_days=days, version=0
        )
    assert refused.value.refusals[0].field == field


@pytest.mark.django_db
def test_saving_it_unchanged_asks_nobody_again(ada: Person, ben: Person) -> None:
    mentorship = make_mentorship(ada, ben)
    for version in (0, 1):
        made = actions.change_agreement(
            by=ben, mentorship=mentorship, body=BODY, cadence_days=7, version=version
        )
    assert made.version == 1
    assert Notice.objects.filter(to=ada).count() == 1


@pytest.mark.django_db
def test_skills_in_question_are_those_of_goals_then_what_the_other_can_help_with(
    ada: Person, ben: Person
) -> None:
    offers(ada, "Negotiation")
    wants(ben, "Drawing", urgency=3)
    wants(ben, "Negotiation", urgency=1)
    mentorship = make_mentorship(ada, ben)
    make_goal(mentorship, ben, skill=make_skill("Coaching"))
    found = skills_in_question(mentorship, circle_of(mentorship))
    assert [skill.name for skill in found] == ["Coaching", "Negotiation", "Drawing"]


@pytest.mark.django_db
def test_levels_are_their_authors_unless_shared(ada: Person, ben: Person) -> None:
    skill = make_skill("Coaching")
    mentorship = make_mentorship(ada, ben)
    make_goal(mentorship, ben, skill=skill)
    actions.say_levels(by=ben, mentorship=mentorship, levels={skill.pk: 2})
    actions.say_levels(by=ben, mentorship=mentorship, levels={skill.pk: 4}, moment="end")
    circle = circle_of(mentorship)
    assert standings(mentorship, circle, ben)[0].grown == 2
    assert standings(mentorship, circle, ada)[0].others == ()
    actions.say_levels(by=ben, mentorship=mentorship, levels={skill.pk: 2}, share=True)
    assert [row.level for row in standings(mentorship, circle, ada)[0].others] == [2]


@pytest.mark.django_db
def test_levels_off_the_scale_are_refused(ada: Person, ben: Person) -> None:
    with pytest.raises(Refused):
        actions.say_levels(by=ben, mentorship=make_mentorship(ada, ben), levels={make_skill().pk: 6})
    assert not SkillLevel.objects.exists()


@pytest.mark.django_db
def test_the_clock_starts_once_for_all_and_not_long_before(ada: Person, ben: Person) -> None:
    session = make_session(make_mentorship(ada, ben))
    with pytest.raises(Refused):
        actions.begin_session(by=ben, session=session)
    session = make_session(session.mentorship, clock.now() + timedelta(minutes=10))
    first = actions.begin_session(by=ben, session=session).begun_at
    assert actions.begin_session(by=ada, session=session).begun_at == first


@pytest.mark.django_db
def test_notes_that_two_write_from_the_same_beginning_hold_both(ada: Person, ben: Person) -> None:
    session = make_session(make_mentorship(ada, ben))
    actions.save_session_notes(by=ada, session=session, base="", text="Plan\n\nRisks")
    actions.save_session_notes(by=ada, session=session, base="Plan\n\nRisks", text="Plan A\n\nRisks")
    saved = actions.save_session_notes(
        by=ben, session=session, base="Plan\n\nRisks", text="Plan\n\nRisks\nmoney"
    )
    assert (saved.text, saved.version, saved.both_changed) == ("Plan A\n\nRisks\nmoney", 3, 0)
    clash = actions.save_session_notes(by=ben, session=session, base="Plan\n\nRisks", text="Plan B\n\nRisks")
    assert clash.both_changed == 1
    assert {"Plan A", "Plan B"} <= set(clash.text.split("\n"))


@pytest.mark.django_db(transaction=True)
def test_notes_saved_by_many_at_the_same_moment_lose_no_line() -> None:
    people = [make_person() for _ in range(4)]
    session = make_session(make_mentorship(people[0], *people[1:]))

    def write(number: int) -> None:
        try:
            base = ""
            for line in range(5):
                text = f"{base}\n{number}.{line}" if base else f"{number}.{line}"
                saved = actions.save_session_notes(by=people[number], session=session, base=base, text=text)
                base = saved.text
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    lines = SessionNotes.objects.get(session=session).text.split("\n")
    assert sorted(lines) == sorted(f"{n}.{line}" for n in range(4) for line in range(5))
