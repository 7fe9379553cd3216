"""One's own letters, what a program writes; stopping a kind needs no sign-in, only the signed address."""

from tests.addresses.roles import MANAGERS, NOBODY, SIGNED_IN

ROWS = [
    (SIGNED_IN, "GET POST PAGE", ["my_letters"]),
    (SIGNED_IN, "POST", ["my_chat", "add_device"]),
    (frozenset({"ben"}), "POST", ["forget_device"]),
    (MANAGERS, "GET POST PAGE", ["manage_letters"]),
    (MANAGERS, "GET PAGE", ["manage_letter_words"]),
    (MANAGERS, "GET POST PAGE", ["letter_words"]),
    (MANAGERS, "POST", ["send_letter_again", "withdraw_announcement"]),
    (frozenset({"ben"}), "GET PAGE", ["announcement"]),
    (
        NOBODY,
        "",
        ["stop_letters"],
    ),  # the matrix has no signed address: a made-up one opens nothing for anybody
]
BUDGET = [
    ("my_letters", "ben"),
    ("manage_letters", "cora"),
    ("announcement", "ben"),
    ("manage_letter_words", "cora"),
    ("letter_words", "cora"),
]
ARGUMENTS = {"letter_words": {"moment": "proposal", "language": "en"}}
