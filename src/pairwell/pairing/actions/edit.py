"""Changing a run's suggestions by hand, and undoing it. Two managers at once never overwrite each other."""

from collections.abc import Iterable

from django.db import transaction

from pairwell.core import audit, clock
from pairwell.core.errors import Refusal, Refused, insist
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.actions.closing import locked_proposals
from pairwell.pairing.arrangement import Group, Plan
from pairwell.pairing.models import MatchRun, PairNote, Proposal, ProposalSide, RunEdit, Unmatched
from pairwell.pairing.pairs import contributions_in
from pairwell.pairing.rules import may_match_now
from pairwell.pairing.states import HOLDING, EditKind, ProposalState, Source
from pairwell.people.models import Person
from pairwell.programs.models import Avoidance, Enrollment

CHANGED = "A colleague has changed these pairs since you opened this page, so nothing of yours was done yet."


def locked_run(run: MatchRun, version: int | None) -> MatchRun:
    """The run, locked; Refused when somebody else has changed its pairs since `version`."""
    locked = MatchRun.objects.select_for_update(of=("self",)).select_related("program").get(pk=run.pk)
    if version is not None and locked.version != version:
        raise Refused(Refusal("changed", CHANGED))
    return locked


@transaction.atomic
def apply_plan(*, by: Person, run: MatchRun, plan: Plan, version: int) -> RunEdit:
    """Do what a plan says. version: of the run, as the page with the plan's cost showed it."""
    locked = locked_run(run, version)
    insist(may_match_now(state=locked.program.state))
    removed = [g.id for g in plan.removed]
    gone = locked_proposals(locked.program_id, removed)
    if len(gone) != len(removed) or any(p.state != ProposalState.SUGGESTED for p in gone):
        raise Refused(Refusal("changed", CHANGED))
    for proposal in gone:
        proposal.state, proposal.decided_at = ProposalState.REPLACED, clock.now()
        proposal.save(update_fields=["state", "decided_at"])
    added = [_made(locked, by, group, plan) for group in plan.added]
    apart = _kept_apart(plan)
    edit = RunEdit.objects.create(
        run=locked, number=locked.version, kind=plan.kind, words=words_of(plan)[:400],
        removed=removed, added=[p.pk for p in added], apart=apart, by=by,
    )  # fmt: skip
    _next_version(locked)
    settle_unmatched(locked, [*plan.removed, *plan.added], by=by)
    details = {"kind": plan.kind, "removed": removed, "added": edit.added}
    audit.record(
        by=by, verb="pairs changed by hand", thing=locked, program_id=locked.program_id, details=details
    )
    return edit


@transaction.atomic
def undo_edit(*, by: Person, run: MatchRun, edit: RunEdit, version: int) -> RunEdit:
    """Take the latest change back, as long as nothing that it made was sent or changed since."""
    locked = locked_run(run, version)
    latest = RunEdit.objects.select_for_update(of=("self",)).filter(run=locked, undone_at=None).first()
    if latest is None or latest.pk != edit.pk:
        raise Refused.because(
            "not_latest", "Only the latest change can be undone; undo the later ones first."
        )
    rows = {p.pk: p for p in locked_proposals(locked.program_id, [*latest.removed, *latest.added])}
    if any(rows[pk].state != ProposalState.SUGGESTED for pk in latest.added):
        raise Refused.because("used", "A pair of this change was approved or sent. Take that back first.")
    if any(rows[pk].state != ProposalState.REPLACED for pk in latest.removed):
        raise Refused.because(
            "used", "Something else has happened to these pairs since; it can not be undone."
        )
    for pk in latest.added:
        rows[pk].state, rows[pk].decided_at = ProposalState.REPLACED, clock.now()
    for pk in latest.removed:
        rows[pk].state, rows[pk].decided_at = ProposalState.SUGGESTED, None
    Proposal.objects.bulk_update(rows.values(), ["state", "decided_at"])
    Avoidance.objects.filter(pk__in=latest.apart, because="manager").delete()
    latest.undone_by, latest.undone_at = by, clock.now()
    latest.save(update_fields=["undone_by", "undone_at"])
    _next_version(locked)
    settle_unmatched(locked, [_group(p) for p in rows.values()], by=by)
    audit.record(by=by, verb="change by hand undone", thing=locked, program_id=locked.program_id)
    return latest


@transaction.atomic
def undo_back_to(*, by: Person, run: MatchRun, edit: RunEdit, version: int) -> int:
    """Take a change back and before it every later one, the newest first; all of them, or Refused and none.

    Returns how many were undone.
    """
    locked = locked_run(run, version)
    later = list(RunEdit.objects.filter(run=locked, undone_at=None, number__gte=edit.number))
    if not any(one.pk == edit.pk for one in later):
        raise Refused.because("undone", "This change was undone already. Look at the list again.")
    for number, one in enumerate(later):
        undo_edit(by=by, run=locked, edit=one, version=version + number)
    return len(later)


@transaction.atomic
def lock_pair(*, by: Person, run: MatchRun, proposal: Proposal, locked: bool) -> Proposal:
    """Keep a suggestion as it is, also in later runs; or let it be changed again."""
    held = locked_run(run, None)
    (row,) = locked_proposals(held.program_id, [proposal.pk])
    if row.state not in (ProposalState.SUGGESTED, *HOLDING):
        raise Refused.because("over", "This suggestion is over; there is nothing to lock.")
    if row.is_locked != locked:
        row.is_locked, row.locked_by = locked, by if locked else None
        row.save(update_fields=["is_locked", "locked_by"])
        _next_version(held)
        verb = "pair locked" if locked else "pair unlocked"
        audit.record(by=by, verb=verb, thing=row, program_id=held.program_id)
    return row


@transaction.atomic
def note_pair(*, by: Person, proposal: Proposal, text: str) -> PairNote:
    """Write a note for the other managers of the program."""
    cleaned = text.strip()[:2000]
    if not cleaned:
        raise Refused.because("empty", "Write something first.", "text")
    made = PairNote.objects.create(proposal=proposal, author=by, text=cleaned)
    audit.record(by=by, verb="note on a pair", thing=proposal, program_id=proposal.program_id)
    return made


def words_of(plan: Plan) -> str:
    """One line about a plan for the list of changes, with names."""
    ids = {int(who) for group in (*plan.removed, *plan.added) for who, _ in group.members}
    names = dict(Enrollment.objects.filter(pk__in=ids).values_list("pk", "person__full_name"))

    def named(group: Group) -> str:
        if group.title:
            return group.title
        return " and ".join(names.get(int(who), "?") for who, _ in group.members)

    label = EditKind(plan.kind).label
    if moved := _moved(plan):
        return f"{label}: {names.get(int(moved[0]), '?')}, to {moved[1]}"
    chosen = [g for g in plan.added if g.locked] or plan.removed[:1]
    others = len(plan.removed) + len(plan.added) - len(chosen)
    line = f"{label}: {'; '.join(named(g) for g in chosen)}"
    return line + (f" ({others} more changed)" if others > 1 else "")


def _moved(plan: Plan) -> tuple[str, str] | None:
    """Who goes to which circle; None for other changes."""
    if plan.kind != EditKind.MOVE:
        return None
    was = {who: group.title for group in plan.removed for who in group.learners}
    return next(
        ((who, group.title) for group in plan.added for who in group.learners if was.get(who) != group.title),
        None,
    )


def settle_unmatched(run: MatchRun, touched: Iterable[Group], *, by: Person | None) -> None:
    """Who has no live suggestion after a change is listed as left out, and nobody else."""
    learners = {int(who) for group in touched for who in (group.learners if group.leaders else ())}
    learners |= {int(w) for g in touched for w, role in g.members if role == MemberRole.PEER}
    live = (ProposalState.SUGGESTED, *HOLDING)
    matched = set(
        ProposalSide.objects.filter(proposal__run=run, proposal__state__in=live, enrollment__in=learners)
        .exclude(role=MemberRole.MENTOR)
        .values_list("enrollment_id", flat=True)
    )
    Unmatched.objects.filter(run=run, enrollment__in=matched).delete()
    who = by.full_name if by else "the system"
    Unmatched.objects.bulk_create(
        [
            Unmatched(run=run, enrollment_id=one, code="by_hand", reason=f"Left open by a change of {who}.")
            for one in sorted(learners - matched)
        ],
        ignore_conflicts=True,
    )


def _next_version(run: MatchRun) -> None:
    run.version += 1
    run.save(update_fields=["version"])


def _group(proposal: Proposal) -> Group:
    members = tuple((str(s.enrollment_id), MemberRole(s.role)) for s in proposal.sides.all())
    return Group(proposal.pk, members)


def _made(run: MatchRun, by: Person, group: Group, plan: Plan) -> Proposal:
    rows, known, hours = contributions_in(run, group.pairs)
    made = Proposal.objects.create(
        program=run.program, run=run, title=group.title, score=plan.fits[group.members], known=known,
        shared_hours=hours, contributions=rows, made_by=by if group.locked else None,
        source=Source.MANAGER if group.locked or group.title else Source.RUN,
        is_locked=group.locked, locked_by=by if group.locked else None,
    )  # fmt: skip
    ProposalSide.objects.bulk_create(
        ProposalSide(proposal=made, enrollment_id=int(who), role=role) for who, role in group.members
    )
    return made


def _kept_apart(plan: Plan) -> list[int]:
    if plan.apart is None:
        return []
    mentee, mentor = (int(one) for one in plan.apart)
    person = Enrollment.objects.values_list("person_id", flat=True).get(pk=mentor)
    row, made = Avoidance.objects.get_or_create(
        enrollment_id=mentee, person_id=person, defaults={"because": "manager"}
    )
    return [row.pk] if made else []
