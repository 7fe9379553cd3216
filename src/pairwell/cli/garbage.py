"""How often a process that serves or works for days looks for garbage."""

import gc


def look_rarely(*, after: int) -> None:
    """Leave what is loaded by now out of every search for cycles of objects, and search after so many new ones.

    Python searches after 700. A page makes some thousand objects and a large run millions, hardly any in cycles:
    searching took a tenth of a page and a fifth of a run.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(after, 20, 50)
