import time

import pytest

from pairwell.pairing.actions import send_proposals, start_run
from pairwell.pairing.jobs import perform_run
from pairwell.pairing.why import why_not
from tests.conftest import *
from tests.factories.pairing import make_pool

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("m,n", [(240, 150), (240, 150), (5000, 2500)])
def test_time(m, n, cora, client):
    p = make_pool(m, n, by=cora, places=2)
    t = time.perf_counter()
    run = start_run(by=cora, program=p)
    a = time.perf_counter() - t
    t = time.perf_counter()
    perform_run(run_id=run.pk)
    b = time.perf_counter() - t
    run.refresh_from_db()
    client.force_login(cora)
    client.get(f"/manage/programs/{p.pk}/match/")
    t = time.perf_counter()
    client.get(f"/manage/programs/{p.pk}/match/")
    c = time.perf_counter() - t
    t = time.perf_counter()
    client.get(f"/manage/programs/{p.pk}/match/runs/{run.pk}/")
    d = time.perf_counter() - t
    pr = run.result["pairs"]
    t = time.perf_counter()
    why_not(run, pr[0]["mentee"], pr[5]["mentor"])
    e = time.perf_counter() - t
    f = 0
    if m < 1000:
        t = time.perf_counter()
        o = send_proposals(by=cora, program=p, proposals=list(run.proposals.values_list("pk", flat=True)))
        f = time.perf_counter() - t
        print(len(o.sent), len(o.left_out))
    print(
        f"\n{m}x{n}: start {a:.2f} run {b:.2f} (stored seconds {run.seconds}, {run.state} {run.error}) studio {c:.3f} run page {d:.3f} why_not {e:.2f} send {f:.2f}; proven {run.result['certificate'].get('holds')} gap {run.result['certificate'].get('gap')} pairs {run.result['summary']['pairs']}"
    )
