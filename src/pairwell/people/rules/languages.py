"""Languages as people write them: "English 5, Französisch (3)"."""

import re
from collections.abc import Mapping

from pairwell.core.text import fold

LANGUAGES: dict[str, str] = {
    "af": "Afrikaans", "ak": "Akan", "sq": "Albanian", "am": "Amharic", "ar": "Arabic", "hy": "Armenian",
    "eu": "Basque", "bn": "Bengali", "bg": "Bulgarian", "my": "Burmese", "yue": "Cantonese",
    "ca": "Catalan", "zh": "Chinese", "hr": "Croatian", "cs": "Czech", "da": "Danish", "nl": "Dutch",
    "en": "English", "et": "Estonian", "fil": "Filipino", "fi": "Finnish", "fr": "French",
    "ka": "Georgian", "de": "German", "el": "Greek", "gu": "Gujarati", "ha": "Hausa", "he": "Hebrew",
    "hi": "Hindi", "hu": "Hungarian", "is": "Icelandic", "ig": "Igbo", "id": "Indonesian", "ga": "Irish",
    "it": "Italian", "ja": "Japanese", "kn": "Kannada", "km": "Khmer", "ko": "Korean", "lv": "Latvian",
    "lt": "Lithuanian", "mk": "Macedonian", "ms": "Malay", "ml": "Malayalam", "mi": "Māori",
    "mr": "Marathi", "ne": "Nepali", "no": "Norwegian", "fa": "Persian", "pl": "Polish",
    "pt": "Portuguese", "pa": "Punjabi", "ro": "Romanian", "ru": "Russian", "sr": "Serbian",
    "si": "Sinhala", "sk": "Slovak", "sl": "Slovene", "so": "Somali", "es": "Spanish", "sw": "Swahili",
    "sv": "Swedish", "tl": "Tagalog", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tr": "Turkish",
    "uk": "Ukrainian", "ur": "Urdu", "vi": "Vietnamese", "xh": "Xhosa", "yo": "Yoruba", "zu": "Zulu",
}  # fmt: skip
"""The one table of language names: every code that a profile, a spreadsheet or the demo company may hold."""
_CODES = {fold(name): code for code, name in LANGUAGES.items()} | {code: code for code in LANGUAGES}
_ENTRY = re.compile(r"^(?P<name>.+?)[\s(:]*(?P<level>[1-5])?\)?$")


def read_languages(text: str) -> tuple[dict[str, int], list[str]]:
    """Code -> fluency 1 to 5 (4 where not said), and the words we do not know."""
    found: dict[str, int] = {}
    unknown: list[str] = []
    for part in re.split(r"[,;\n]", text):
        match = _ENTRY.match(part.strip())
        if match is None:
            continue
        code = _CODES.get(fold(match["name"]))
        if code is None:
            unknown.append(match["name"].strip())
        else:
            found[code] = int(match["level"] or 4)
    return found, unknown


def write_languages(languages: Mapping[str, int]) -> str:
    """The inverse: "English 5, French 3", most fluent first."""
    ordered = sorted(languages.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{LANGUAGES.get(code, code)} {level}" for code, level in ordered)
