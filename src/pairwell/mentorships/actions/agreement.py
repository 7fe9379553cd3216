"""The agreement that members make together, and where they say their skills stand."""

from collections.abc import Mapping

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal, Refused, insist
from pairwell.mentorships.actions.letters import ring_agreement
from pairwell.mentorships.models import Agreement, Mentorship, Signature, SkillLevel
from pairwell.mentorships.people_in import circle_of
from pairwell.mentorships.rules import agreement as rules
from pairwell.mentorships.rules.ending import may_write
from pairwell.mentorships.states import Moment
from pairwell.people.models import Person, Skill


class AgreementChanged(Refused):
    """Somebody changed it while it was open; carries what it says now, so that nothing is lost."""

    def __init__(self, agreement: Agreement) -> None:
        self.agreement = agreement
        super().__init__(Refusal("changed", "Somebody changed the agreement while you were reading it."))


def _locked(mentorship: Mentorship) -> tuple[Mentorship, Agreement | None]:
    row = Mentorship.objects.select_for_update(of=("self",)).select_related("program").get(pk=mentorship.pk)
    insist(may_write(state=row.state, left=False))
    return row, Agreement.objects.filter(mentorship=row).first()


@transaction.atomic
def change_agreement(
    *, by: Person, mentorship: Mentorship, body: Mapping[str, str], cadence_days: int, version: int
) -> Agreement:
    """Write down what we agree; saving it is the writer's own yes, the others are asked (again).

    version: what the writer had open, 0 for none yet. Raises AgreementChanged when it has moved on.
    """
    row, agreement = _locked(mentorship)
    if (agreement.version if agreement else 0) != version:
        raise AgreementChanged(agreement or Agreement(mentorship=row, body={}, version=0))
    texts = {key: body.get(key, "").replace("\x00", "").strip() for key in rules.KEYS}
    insist(rules.may_write_down(texts, cadence_days))
    if agreement is None:
        agreement = Agreement(mentorship=row, version=0)
    if (agreement.body, agreement.cadence_days) != (texts, cadence_days) or agreement.version == 0:
        agreement.body, agreement.cadence_days = texts, cadence_days
        agreement.version, agreement.changed_by = agreement.version + 1, by
        agreement.save()
        audit.record(by=by, verb="agreement written", thing=agreement, program_id=row.program_id)
        ring_agreement(row, list(circle_of(row).others(by)), by=by, version=agreement.version)
    _sign(row, agreement, by)
    return agreement


@transaction.atomic
def agree(*, by: Person, mentorship: Mentorship, version: int) -> Agreement:
    """Say yes to the agreement as it was shown. Raises AgreementChanged when it reads differently by now."""
    row, agreement = _locked(mentorship)
    if agreement is None:
        raise Refused.because("none", "There is no agreement yet: write it down first.")
    if agreement.version != version:
        raise AgreementChanged(agreement)
    _sign(row, agreement, by)
    return agreement


def _sign(mentorship: Mentorship, agreement: Agreement, by: Person) -> None:
    Signature.objects.update_or_create(
        agreement=agreement, person=by, defaults={"version": agreement.version, "agreed_at": clock.now()}
    )
    members = [person.pk for person in circle_of(mentorship).people]
    signed = dict(agreement.signatures.values_list("person_id", "version"))
    if not rules.everybody_agrees(members, signed, agreement.version):
        return
    agreement.agreed_at, agreement.agreed_body = clock.now(), agreement.body
    agreement.save(update_fields=["agreed_at", "agreed_body"])
    mentorship.cadence_days = agreement.cadence_days
    mentorship.save(update_fields=["cadence_days"])
    audit.record(by=by, verb="agreement made", thing=agreement, program_id=mentorship.program_id)


@transaction.atomic
def say_levels(
    *,
    by: Person,
    mentorship: Mentorship,
    levels: Mapping[int, int],
    moment: str = Moment.BEGIN,
    share: bool = False,
) -> None:
    """Where my skills stand, by the id of the skill; said again, it replaces what I said before.

    Seen by its author alone unless shared with the members. Raises Refused for levels off the scale.
    """
    insist(may_write(state=mentorship.state, left=False))
    if not levels or not all(1 <= level <= 5 for level in levels.values()):
        raise Refused.because("levels", "Choose a level from 1 to 5 for each skill.", "levels")
    known = set(Skill.objects.filter(pk__in=levels).values_list("pk", flat=True))
    for skill_id, level in levels.items():
        if skill_id in known:
            SkillLevel.objects.update_or_create(
                mentorship=mentorship, person=by, skill_id=skill_id, moment=moment,
                defaults={"level": level, "is_shared": share},
            )  # fmt: skip
    mine = SkillLevel.objects.filter(mentorship=mentorship, person=by, moment=moment)
    mine.update(is_shared=share)
