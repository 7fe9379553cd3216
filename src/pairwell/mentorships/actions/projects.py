"""Looking at goals again, and projects: steps in sessions, files, and a result to show."""

from typing import BinaryIO

from django.core.files import File
from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refused, insist
from pairwell.mentorships.actions.goals import drop_goal, open_goal, reach_goal, recount
from pairwell.mentorships.models import AgendaItem, Goal, GoalFile, GoalReview, Milestone, Session
from pairwell.mentorships.rules import goals as rules
from pairwell.mentorships.rules.ending import may_write
from pairwell.mentorships.states import Verdict
from pairwell.people.models import Person


@transaction.atomic
def review_goal(*, by: Person, goal: Goal, verdict: str, line: str = "") -> GoalReview:
    """Say what becomes of a goal; the next look is set by itself. Raises Refused for an unknown verdict."""
    locked = open_goal(goal)
    if verdict not in Verdict.values:
        raise Refused.because("verdict", "Choose whether to keep, change, reach or let go.", "verdict")
    review = GoalReview.objects.create(
        goal=locked, author=by, verdict=verdict, line=line.strip()[:300], progress=locked.progress
    )
    if verdict == Verdict.REACHED:
        reach_goal(by=by, goal=locked)
    elif verdict == Verdict.LET_GO:
        drop_goal(by=by, goal=locked)
    else:
        cadence = locked.mentorship.cadence_days
        today = clock.today()
        locked.review_on = rules.next_review(today=today, due_on=locked.due_on, cadence_days=cadence)
        locked.save(update_fields=["review_on", "changed_at"])
    audit.record(by=by, verb="goal reviewed", thing=locked, program_id=locked.mentorship.program_id)
    return review


@transaction.atomic
def make_step(*, by: Person, item: AgendaItem, goal: Goal) -> Milestone:
    """A promise made in a session becomes a step of a goal; once only, and done if it was kept already."""
    locked = open_goal(goal)
    if item.session.mentorship_id != locked.mentorship_id:
        raise Refused.because("elsewhere", "This promise belongs to another mentorship.")
    if Milestone.objects.filter(from_item=item).exists():
        raise Refused.because("already", "This promise is a step already.")
    step = Milestone.objects.create(
        goal=locked, title=item.text[:160], position=locked.milestones.count(), done_at=item.done_at,
        session=item.session, from_item=item,
    )  # fmt: skip
    recount(locked, own=locked.progress)
    return step


@transaction.atomic
def plan_step(*, by: Person, step: Milestone, session: Session | None) -> Milestone:
    """In which session we work on a step; None: no session in particular."""
    locked = open_goal(step.goal)
    if session is not None and session.mentorship_id != locked.mentorship_id:
        raise Refused.because("elsewhere", "Choose a session of this mentorship.", "session")
    step.session = session
    step.save(update_fields=["session"])
    return step


@transaction.atomic
def show_result(*, by: Person, goal: Goal, result: str, link: str = "") -> Goal:
    """What there is to show of a project, in words and perhaps a link; also after it was reached."""
    locked = Goal.objects.select_for_update(of=("self",)).select_related("mentorship").get(pk=goal.pk)
    insist(may_write(state=locked.mentorship.state, left=False))
    if link and not link.startswith(("https://", "http://")):
        raise Refused.because("link", "A link begins with https://", "result_link")
    locked.result, locked.result_link = result.replace("\x00", "").strip()[:8000], link.strip()[:500]
    locked.save(update_fields=["result", "result_link", "changed_at"])
    return locked


@transaction.atomic
def attach_file(*, by: Person, goal: Goal, name: str, size: int, content: BinaryIO) -> GoalFile:
    """Put a file beside a project, for its members. Raises Refused when it is too large or one too many."""
    locked = Goal.objects.select_for_update(of=("self",)).select_related("mentorship").get(pk=goal.pk)
    insist(may_write(state=locked.mentorship.state, left=False))
    insist(rules.may_attach(size=size, files=locked.files.count()))
    bare = "".join(c for c in name.replace("\\", "/").rsplit("/", 1)[-1] if c.isprintable()).strip()
    made = GoalFile(goal=locked, name=bare[-200:] or "file", size=size, added_by=by)
    made.content.save("file", File(content), save=False)
    made.save()
    return made


@transaction.atomic
def remove_file(*, by: Person, file: GoalFile) -> None:
    """Take a file away for everybody; its bytes go once this is certain."""
    insist(may_write(state=file.goal.mentorship.state, left=False))
    storage, name = file.content.storage, str(file.content.name)
    file.delete()
    transaction.on_commit(lambda: storage.delete(name))
