"""Cells that are safe to open in a spreadsheet program."""

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def defuse(cell: object) -> str:
    """The cell as text that no spreadsheet program takes for a formula (OWASP: CSV injection).

    A quote is put before text that starts, after blanks and line breaks, with = + - @, tab or return;
    plain numbers stay numbers.
    """
    text = "" if cell is None else str(cell)
    bare = text.lstrip(" \n\v\f\u00a0\u200b")
    if not bare.startswith(_DANGEROUS) or _is_number(bare):
        return text
    return f"'{text}"


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
