"""How mentorships of a program, or of the whole organization, work."""

from collections.abc import Mapping

from django.db import transaction

from pairwell.core import audit
from pairwell.core.errors import insist
from pairwell.mentorships.models import MentorshipSettings
from pairwell.mentorships.rules.agreement import KEYS, LONGEST
from pairwell.mentorships.rules.health import HEAVIEST, WEIGHTS
from pairwell.mentorships.rules.video import check_template
from pairwell.people.models import Person
from pairwell.programs.models import Program


@transaction.atomic
def change_settings(
    *,
    by: Person,
    program: Program | None,
    video_template: str = "",
    ending_words: str = "",
    agreement: Mapping[str, str] | None = None,
    health_weights: Mapping[str, int] | None = None,
) -> MentorshipSettings:
    """Say how mentorships work here; None: in the whole organization. Raises Refused on an odd template."""
    insist(check_template(video_template.strip()))
    row, _ = MentorshipSettings.objects.select_for_update().get_or_create(program=program)
    row.video_template = video_template.strip()
    row.ending_words = ending_words.strip()[:1000]
    row.agreement = {key: text.strip()[:LONGEST] for key, text in (agreement or {}).items() if key in KEYS}
    if health_weights is not None:
        row.health_weights = {
            code: max(0, min(HEAVIEST, weight))
            for code, weight in health_weights.items()
            if code in WEIGHTS and weight != WEIGHTS[code]
        }
    row.save()
    audit.record(
        by=by, verb="mentorship settings changed", thing=row, program_id=program.pk if program else None
    )
    return row
