"""The changes a manager can make by hand to a run's suggestions, each as a plan with its cost."""

from collections.abc import Sequence
from dataclasses import replace

from pairwell.core.errors import Refused
from pairwell.mentorships.states import MemberRole
from pairwell.pairing.arrangement import Arrangement, Group, Member, Plan
from pairwell.pairing.states import EditKind
from pairwell.programs.models import Avoidance, Enrollment
from pairwell.programs.states import Format


def plan_pair(now: Arrangement, mentee: str, mentor: str, *, best: bool) -> Plan:
    """Make these two a pair, whatever the rules say; what stands in the way goes.

    best: everybody else is matched again as well as possible; otherwise whoever loses their pair is left open.
    """
    now.insist_known(mentee, mentor)
    if mentee == mentor:
        raise Refused.because("same_person", "Choose two different people.")
    _insist_may_meet(mentee, mentor)
    members = _two(now, mentee, mentor)
    if any(g.members == members for g in now.groups):
        raise Refused.because("already", "They are suggested to each other already.")
    new = Group(0, members, fixed=True, locked=True)
    rest = _make_room(now, mentee, mentor)
    after = [*rest, new]
    if best:
        after = now.best([*[g for g in rest if g.fixed], new])
    broken = now.broken((mentee, mentor))
    return now.planned(EditKind.PAIR, "Make them a pair", after, broken=broken)


def plan_forbid(now: Arrangement, proposal_id: int, *, best: bool) -> Plan:
    """Keep the two of a pair apart, in this run and in every later one."""
    group = now.group(proposal_id)
    if len(group.members) != 2:
        raise Refused.because("circle", "People of a circle are moved, not kept apart here.")
    pair = group.pairs[0]
    rest = [g for g in now.groups if g is not group]
    after = now.best([g for g in rest if g.fixed], never=[pair]) if best else rest
    return now.planned(EditKind.FORBID, "Keep them apart", after, apart=pair)


def plan_unmatch(now: Arrangement, proposal_id: int) -> Plan:
    """Take a suggestion back; its people stay open."""
    group = now.group(proposal_id)
    return now.planned(EditKind.UNMATCH, "Take it back", [g for g in now.groups if g is not group])


def plan_swap(now: Arrangement, one_id: int, other_id: int) -> Plan:
    """The mentees of two pairs change places."""
    one, other = now.group(one_id), now.group(other_id)
    if one is other or len(one.members) != 2 or len(other.members) != 2:
        raise Refused.because("not_two", "Choose another pair to swap with.")
    (a, x), (b, y) = one.pairs[0], other.pairs[0]
    if x == y:
        raise Refused.because("same_mentor", "Both have the same mentor already, so nothing would change.")
    for pair in ((a, y), (b, x)):
        _insist_may_meet(*pair)
    new = [Group(0, _two(now, *pair), fixed=True, locked=True) for pair in ((a, y), (b, x))]
    rest = [g for g in now.groups if g is not one and g is not other]
    broken = tuple(dict.fromkeys([*now.broken((a, y)), *now.broken((b, x))]))
    return now.planned(EditKind.SWAP, "Swap their mentors", [*rest, *new], broken=broken)


def plan_move(now: Arrangement, proposal_id: int, who: str, to_id: int) -> Plan:
    """Somebody of a circle goes to another one."""
    left, to = now.group(proposal_id), now.group(to_id)
    member = next((m for m in left.members if m[0] == who), None)
    if member is None or left is to:
        raise Refused.because("not_there", "Choose somebody of this circle, and another circle.")
    if member[1] == MemberRole.MENTOR:
        raise Refused.because("leader", "A leader stays with their circle; move its members instead.")
    sizes = now.policy.circles
    if len(to.learners) >= sizes.largest:
        raise Refused.because("full", f"{to.title} is full: {sizes.largest} members are the most.")
    for leader in to.leaders:
        _insist_may_meet(who, leader)
    smaller = replace(left, id=0, members=tuple(m for m in left.members if m != member))
    larger = replace(to, id=0, members=_ordered([*to.members, member]))
    kept = [g for g in now.groups if g is not left and g is not to]
    broken = tuple(dict.fromkeys(label for leader in to.leaders for label in now.broken((who, leader))))
    after = [*kept, larger] + ([smaller] if smaller.learners and len(smaller.members) > 1 else [])
    plan = now.planned(EditKind.MOVE, f"Move them to {to.title}", after, broken=broken)
    if len(left.learners) - 1 < sizes.smallest:
        small = f"{left.title} would have fewer than {sizes.smallest} members"
        plan = replace(plan, broken=(*plan.broken, small))
    return plan


def _ordered(members: Sequence[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda m: (m[1] != MemberRole.MENTEE, int(m[0]))))


def _two(now: Arrangement, mentee: str, mentor: str) -> tuple[Member, ...]:
    if now.run.shape == Format.PEER:
        return _ordered([(mentee, MemberRole.PEER), (mentor, MemberRole.PEER)])
    return ((mentee, MemberRole.MENTEE), (mentor, MemberRole.MENTOR))


def _make_room(now: Arrangement, mentee: str, mentor: str) -> list[Group]:
    """The present groups without those that hold the last place of one of the two, the weakest first."""
    groups = list(now.groups)
    for who in (mentee, mentor):
        while _taken(groups, who) >= _places(now, who, as_mentor=who == mentor):
            movable = [g for g in groups if not g.fixed and who in {m for m, _ in g.members}]
            if not movable:
                raise Refused.because(
                    "no_place",
                    "One of them has no place left: a locked or sent pair holds it. Free it first.",
                )
            fits = now.scores(movable)
            groups.remove(min(zip(fits, [g.id for g in movable], movable, strict=True))[2])
    return groups


def _taken(groups: Sequence[Group], who: str) -> int:
    return sum(who in {member for member, _ in group.members} for group in groups)


def _places(now: Arrangement, who: str, *, as_mentor: bool) -> int:
    pool = now.warm.pool
    side = pool.mentors if as_mentor and who in pool.mentors.positions else pool.mentees
    if who not in side.positions:
        raise Refused.because("not_in_run", "One of them was not in this run. Start a new run first.")
    return int(side.places[side.positions[who]])


def _insist_may_meet(one: str, other: str) -> None:
    """What people asked for is never overruled by hand."""
    ids = [int(one), int(other)]
    persons = Enrollment.objects.filter(pk__in=ids).values("person_id")
    if Avoidance.objects.filter(enrollment__in=ids, person__in=persons).exists():
        raise Refused.because(
            "avoided",
            "These two were paired before, were kept apart, or one of them asked not to meet the other.",
        )
