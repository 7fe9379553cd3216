"""Whom the tables of addresses speak of.

The cast: ada (mentor) and ben (mentee) are the members of the mentorship; boss is ben's people manager;
neighbor takes part in the same program, not in the mentorship; cora runs the program; rival runs another
one; patron sponsors this program, sponsor all; ana administers, olga owns; otto is in the directory only;
gone was an administrator and is switched off; anonymous has not signed in.
"""

SIGNED_IN = frozenset(
    {"ada", "ben", "boss", "neighbor", "cora", "rival", "patron", "sponsor", "ana", "olga", "otto"}
)
EVERYBODY = SIGNED_IN | {"anonymous", "gone"}
ADMINISTRATORS = frozenset({"ana", "olga"})
MANAGERS = ADMINISTRATORS | {"cora"}
ANY_MANAGER = MANAGERS | {"rival"}
MEMBERS = frozenset({"ada", "ben"})
AUTHOR = frozenset({"ben"})
IN_PROGRAM = frozenset({"ada", "ben", "neighbor"})
NOBODY: frozenset[str] = frozenset()
