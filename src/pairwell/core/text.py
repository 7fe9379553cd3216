"""Folding of text for search and comparison."""

import unicodedata


def fold(text: str) -> str:
    """Casefold, strip accents, squeeze blanks: "  Café  Zoë" becomes "cafe zoe".

    Scripts without case or accents pass unchanged, so the result can be searched in any language.
    """
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return " ".join(unicodedata.normalize("NFC", bare).split())
