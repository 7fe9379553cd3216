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


def initials_of(name: str) -> str:
    """One or two letters for an avatar."""
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else "?"
