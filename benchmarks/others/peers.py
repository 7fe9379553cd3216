"""rustworkx or networkx: maximum-weight matching of everybody with everybody. Arguments: which, the table."""

import json
import sys
import time

import numpy as np

which, points = sys.argv[1], np.load(sys.argv[2])
one, two = np.nonzero(np.triu(points >= 0, 1))
edges = list(zip(one.tolist(), two.tolist(), points[one, two].tolist(), strict=True))
started = time.process_time()
if which == "rustworkx":
    import rustworkx

    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(len(points)))
    graph.add_edges_from(edges)
    pairs = rustworkx.max_weight_matching(graph, max_cardinality=False, weight_fn=int)
else:
    import networkx

    web = networkx.Graph()
    web.add_weighted_edges_from(edges)
    pairs = networkx.max_weight_matching(web)
seconds = time.process_time() - started
print(
    json.dumps({"seconds": seconds, "pairs": len(pairs), "total": int(sum(points[i, j] for i, j in pairs))})
)
