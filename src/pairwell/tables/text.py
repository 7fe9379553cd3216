"""Folding of text so that two spellings of one word meet. Pure; this room can not borrow from `core`."""

import re
import unicodedata

_NOT_WORD = re.compile(r"[^\w+#]+")


def fold(text: str) -> str:
    """Casefold, strip accents, squeeze blanks: "  Café  Zoë" becomes "cafe zoe". Other scripts pass."""
    if text.isascii():
        return " ".join(text.casefold().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", bare).split())


def words(text: str) -> str:
    """Fold, and turn punctuation into blanks: "E-mail (work):" becomes "e mail work". Keeps + and #."""
    return _NOT_WORD.sub(" ", fold(text).replace("_", " ")).strip()
