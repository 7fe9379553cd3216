# ruff: noqa: E501 - tables of words read better in long lines
"""The many spellings organizers use: of column names, of yes and no, of numbers, levels and languages.

Everything is folded (lower case, no accents, no punctuation), so one spelling covers many.
"""

from typing import Final

FIELDS: Final[dict[str, str]] = {
    "id": "a number or code of the person",
    "name": "the person's full name",
    "first_name": "first name, joined with the last name",
    "last_name": "last name, joined with the first name",
    "email": "email address",
    "active": "whether the person takes part this time (yes or no)",
    "capacity": "how many mentees (or mentors) the person can take",
    "minimum": "the fewest mentees the person wants if any",
    "wants": "skills the person wants to learn",
    "offers": "skills the person can teach",
    "goals": "goals in the person's own words",
    "experience": "experience in the person's own words",
    "interests": "interests outside work",
    "years": "years of experience",
    "level": "seniority, as a number, a grade or a title",
    "unit": "department or team",
    "line": "reporting line",
    "manager": "the person's own manager (name or email)",
    "place": "office, city or country",
    "time_zone": "time zone",
    "hours": "hours in which the person can meet",
    "languages": "languages the person speaks",
    "cadence": "how often to meet",
    "style": "the kind of help wanted or given",
    "ranks": "people they would most like, in order",
    "avoid": "people they must not be paired with",
    "present": "the person they are paired with today",
    "priority": "the criterion that matters most to this person",
}
MANY: Final = frozenset(
    {"wants", "offers", "goals", "experience", "interests", "ranks", "avoid", "languages"}
)

# Each spelling is looked for whole first, then as part of a longer header; the longest one found wins.
HEADERS: Final[dict[str, tuple[str, ...]]] = {
    "id": ("id", "person id", "employee id", "employee number", "staff number", "personnel number", "key"),
    "name": (
        "name", "full name", "fullname", "your name", "participant", "participant name", "mentor name",
        "mentee name", "mentor", "mentee", "display name", "employee", "employee name", "preferred name",
        "nombre completo", "nombre y apellidos", "nom complet", "vollstandiger name", "nom et prenom",
    ),
    "first_name": ("first name", "firstname", "given name", "given names", "forename", "vorname", "prenom", "nombre"),
    "last_name": ("last name", "lastname", "surname", "family name", "nachname", "nom", "nom de famille", "apellido", "apellidos"),
    "email": (
        "email", "e mail", "mail", "email address", "e mail address", "work email", "your email", "contact email",
        "courriel", "correo", "correo electronico", "adresse e mail",
    ),
    "active": ("taking part", "takes part", "participating", "active", "available this round", "available this year", "opted in", "joining"),
    "capacity": (
        "capacity", "places", "how many", "how many mentees", "how many mentors", "number of mentees",
        "max mentees", "maximum mentees", "mentees max", "max number of mentees", "mentee capacity",
        "can take", "mentees you can take", "mentors wanted", "number of mentors", "slots", "spots",
    ),
    "minimum": ("minimum mentees", "min mentees", "at least"),
    "wants": (
        "wants", "wants to learn", "want to learn", "would like to learn", "looking to learn", "learn", "to learn",
        "skills wanted", "skills to learn", "skills to develop", "skills needed", "development areas", "learning goals",
        "areas for growth", "areas to develop", "areas of growth", "needs", "needs help with", "help with",
        "topics of interest", "looking for help with", "wish to improve", "mochte lernen", "quiere aprender",
        "souhaite apprendre",
    ),
    "offers": (
        "offers", "can teach", "can offer", "skills offered", "skills to share", "can share", "expertise",
        "areas of expertise", "expert in", "strengths", "can help with", "can mentor on", "mentoring topics",
        "skills i have", "current skills", "specialties", "knows", "kann lehren", "competences", "puede ensenar",
    ),
    "goals": (
        "goals", "goal", "objectives", "aims", "why do you want", "what do you hope", "hope to get", "hopes",
        "what would you like to achieve", "motivation", "expectations", "ziele", "objetivos", "objectifs",
        "what do you want to get out of", "aspirations", "career goals", "in two years", "in three years", "in five years", "where do you see yourself", "where do you want to be",
    ),
    "experience": (
        "experience", "bio", "biography", "about", "about me", "about you", "background", "career so far",
        "career", "summary", "profile", "story", "what have you done", "erfahrung", "experiencia", "parcours",
    ),
    "interests": ("interests", "hobbies", "outside work", "personal interests", "free time", "passions", "hobbys", "loisirs"),
    "years": (
        "years", "years of experience", "years experience", "years in role", "experience years", "experience in years",
        "yoe", "yrs", "tenure", "years of service", "years at company", "years with us", "berufsjahre", "anos de experiencia",
        "annees d experience",
    ),
    "level": ("level", "seniority", "grade", "job level", "career level", "band", "rank", "job grade", "title", "job title", "role", "position"),
    "unit": ("unit", "department", "dept", "team", "division", "business unit", "function", "area", "abteilung", "departamento", "service", "faculty"),
    "line": ("reporting line", "chain of command"),
    "manager": ("manager", "line manager", "manager email", "direct manager", "reports to", "boss", "supervisor", "vorgesetzte", "vorgesetzter", "jefe"),
    "place": ("place", "location", "office", "city", "country", "site", "region", "standort", "ciudad", "ville", "based in", "office location"),
    "time_zone": ("time zone", "timezone", "tz", "zeitzone", "zona horaria", "fuseau horaire", "utc offset", "gmt offset"),
    "hours": (
        "hours", "working hours", "available hours", "availability", "when can you meet", "best times", "times",
        "preferred times", "meeting times", "office hours", "work hours", "arbeitszeit", "horario", "horaires", "free slots",
    ),
    "languages": ("languages", "language", "spoken languages", "languages spoken", "speaks", "sprachen", "idiomas", "langues"),
    "cadence": ("cadence", "how often", "frequency", "meeting frequency", "how often would you like to meet", "rhythm"),
    "style": ("style", "mentoring style", "kind of help", "style of help", "type of support", "kind of support", "support wanted", "working style"),
    "ranks": (
        "ranks", "ranking", "preferred mentor", "preferred mentors", "preferred mentee", "preferred mentees",
        "first choice", "second choice", "third choice", "1st choice", "2nd choice", "3rd choice", "choice 1", "choice 2",
        "choice 3", "choices", "wish list", "favorites", "favourites", "mentor preferences", "mentee preferences",
        "would like to work with", "would like to mentor", "would like to be mentored by", "would like as mentor", "would like to be paired with", "top picks", "requested mentor", "wunschmentor",
    ),
    "avoid": (
        "avoid", "please not with", "not with", "not to be paired with", "do not pair", "do not pair with", "do not match with",
        "exclude", "exclusions", "conflict", "conflicts", "conflict of interest", "cannot be paired with", "never again", "bitte nicht mit", "no con", "pas avec",
    ),
    "present": ("current mentor", "current mentee", "present mentor", "present pair", "mentor today", "paired with now"),
    "priority": ("what matters most", "matters most", "most important", "priority", "top priority"),
}  # fmt: skip

YES: Final = frozenset(
    ["yes", "y", "true", "t", "x", "1", "ok", "sure", "ja", "oui", "si", "sí", "sim", "da", "joo"]
) | {"✓", "✔", "✅", "☑"}
NO: Final = frozenset(
    ["no", "n", "false", "f", "0", "nope", "nein", "non", "nao", "não", "net", "ei", "not"]
) | {"✗", "✘", "❌", "☐"}
BLANKS: Final = frozenset(
    {"", "-", "--", "—", "–", "?", "??", ".", "n/a", "na", "n.a.", "none", "nil", "null", "nan", "tbd", "tbc", "#n/a", "unknown",
     "no preference", "not sure", "keine", "ninguno", "aucun", "no answer"}
)  # fmt: skip
NUMBERS: Final = {
    "none": 0, "no": 0, "zero": 0, "one": 1, "a": 1, "single": 1, "two": 2, "couple": 2, "pair": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eins": 1, "zwei": 2, "drei": 3, "un": 1, "une": 1,
    "uno": 1, "una": 1, "deux": 2, "dos": 2, "trois": 3, "tres": 3,
}  # fmt: skip
SKILL_LEVELS: Final = {
    "beginner": 1, "novice": 1, "some": 2, "basic": 2, "basics": 2, "elementary": 2, "intermediate": 3, "good": 3,
    "medium": 3, "working": 3, "advanced": 4, "proficient": 4, "strong": 4, "very good": 4, "expert": 5, "master": 5,
    "excellent": 5, "guru": 5, "low": 1, "high": 5, "urgent": 5, "must": 5, "nice to have": 2,
}  # fmt: skip
SENIORITY: Final = {
    "intern": 1, "trainee": 1, "apprentice": 1, "student": 1, "junior": 2, "associate": 2, "assistant": 2, "entry": 2,
    "graduate": 2, "mid": 3, "regular": 3, "professional": 3, "specialist": 3, "intermediate": 3, "senior": 4, "lead": 5,
    "staff": 5, "principal": 6, "manager": 5, "head": 6, "director": 7, "vp": 8, "vice president": 8, "executive": 9,
    "chief": 9, "ceo": 9, "cto": 9, "cfo": 9, "coo": 9, "partner": 8, "officer": 4, "analyst": 3,
}  # fmt: skip
LANGUAGES: Final = {
    "ar": "arabic arabe arabisch العربية", "bn": "bengali bangla", "cs": "czech tschechisch cestina", "da": "danish danisch dansk",
    "de": "german deutsch aleman allemand", "el": "greek griechisch", "en": "english englisch ingles anglais",
    "es": "spanish espanol castellano spanisch espagnol", "fa": "persian farsi", "fi": "finnish suomi", "fil": "filipino tagalog",
    "fr": "french francais frances franzosisch", "gu": "gujarati", "he": "hebrew ivrit", "hi": "hindi", "hr": "croatian",
    "hu": "hungarian magyar", "id": "indonesian bahasa", "it": "italian italiano italienisch italien", "ja": "japanese 日本語 nihongo",
    "ko": "korean 한국어", "lt": "lithuanian", "ms": "malay melayu", "nl": "dutch nederlands niederlandisch", "no": "norwegian norsk",
    "pa": "punjabi", "pl": "polish polski polnisch", "pt": "portuguese portugues portugiesisch portugais", "ro": "romanian romana",
    "ru": "russian русский russisch", "sk": "slovak", "sl": "slovene slovenian", "sr": "serbian", "sv": "swedish svenska schwedisch",
    "sw": "swahili kiswahili", "ta": "tamil", "te": "telugu", "th": "thai", "tr": "turkish turkce", "uk": "ukrainian українська",
    "ur": "urdu", "vi": "vietnamese", "yo": "yoruba", "zh": "chinese mandarin 中文 putonghua", "yue": "cantonese 粤语",
    "am": "amharic", "ha": "hausa", "ig": "igbo", "zu": "zulu isizulu", "xh": "xhosa isixhosa", "ca": "catalan catala",
    "eu": "basque euskara", "bg": "bulgarian", "et": "estonian", "lv": "latvian", "is": "icelandic", "ga": "irish gaeilge",
    "mr": "marathi", "kn": "kannada", "ml": "malayalam", "si": "sinhala", "ne": "nepali", "km": "khmer", "my": "burmese",
    "af": "afrikaans", "so": "somali", "sq": "albanian", "hy": "armenian", "ka": "georgian", "mk": "macedonian",
}  # fmt: skip
FLUENCY: Final = {
    "native": 5, "mother tongue": 5, "bilingual": 5, "fluent": 4, "advanced": 4, "c2": 5, "c1": 4, "b2": 3, "b1": 3,
    "good": 3, "intermediate": 3, "working": 3, "conversational": 3, "a2": 2, "a1": 1, "basic": 2, "beginner": 1, "some": 2,
}  # fmt: skip
# Standard time, in minutes from UTC: what people write instead of an IANA name.
ZONES: Final = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "uk": 0, "cet": 60, "cest": 60, "met": 60, "central european": 60, "eet": 120, "eest": 120,
    "bst": 0, "ist": 330, "india": 330, "sast": 120, "cat": 120, "eat": 180, "wat": 60, "msk": 180, "gst": 240, "pkt": 300,
    "est": -300, "edt": -300, "et": -300, "eastern": -300, "cst": -360, "cdt": -360, "ct": -360, "central": -360, "mst": -420,
    "mdt": -420, "mountain": -420, "pst": -480, "pdt": -480, "pt": -480, "pacific": -480, "brt": -180, "art": -180, "clt": -240,
    "sgt": 480, "hkt": 480, "china": 480, "pht": 480, "awst": 480, "jst": 540, "kst": 540, "japan": 540, "aest": 600,
    "aedt": 600, "nzst": 720, "nzdt": 720, "germany": 60, "france": 60, "spain": 60, "brazil": -180, "mexico": -360,
}  # fmt: skip
DAYS: Final = {
    "mon": 0, "monday": 0, "mo": 0, "montag": 0, "lundi": 0, "lunes": 0, "tue": 1, "tues": 1, "tuesday": 1, "tu": 1, "dienstag": 1,
    "mardi": 1, "martes": 1, "wed": 2, "weds": 2, "wednesday": 2, "we": 2, "mittwoch": 2, "mercredi": 2, "miercoles": 2,
    "thu": 3, "thur": 3, "thurs": 3, "thursday": 3, "th": 3, "donnerstag": 3, "jeudi": 3, "jueves": 3, "fri": 4, "friday": 4,
    "fr": 4, "freitag": 4, "vendredi": 4, "viernes": 4, "sat": 5, "saturday": 5, "sa": 5, "samstag": 5, "sun": 6, "sunday": 6, "su": 6,
}  # fmt: skip
SPANS: Final = {
    "early mornings": (6, 9), "early morning": (6, 9), "mornings": (8, 12), "morning": (8, 12), "lunch": (12, 14),
    "lunchtime": (12, 14), "after lunch": (13, 17), "after work": (17, 20), "before work": (7, 9), "noon": (12, 14), "afternoons": (13, 17), "afternoon": (13, 17), "evenings": (17, 21), "evening": (17, 21),
    "am": (8, 12), "pm": (13, 17), "office hours": (9, 17), "business hours": (9, 17), "working hours": (9, 17), "all day": (8, 18),
    "flexible": (7, 20), "any time": (7, 20), "anytime": (7, 20), "any": (7, 20),
}  # fmt: skip
SKILL_SYNONYMS: Final = {
    "ml": "machine learning", "ai": "artificial intelligence", "genai": "generative ai", "js": "javascript", "ts": "typescript",
    "k8s": "kubernetes", "golang": "go", "postgres": "postgresql", "ms excel": "excel", "microsoft excel": "excel",
    "powerpoint": "presentations", "ppt": "presentations", "pm": "project management", "ux design": "ux", "ux ui": "ux",
    "ui ux": "ux", "user experience": "ux", "people mgmt": "people management", "people mgt": "people management",
    "line management": "people management", "managing people": "people management", "team leadership": "leadership",
    "public speaking and presenting": "public speaking", "speaking in public": "public speaking", "data analytics": "data analysis",
    "data analyst": "data analysis", "analytics": "data analysis", "nlp": "natural language processing",
    "negotiations": "negotiation", "negotiating": "negotiation", "stakeholder mgmt": "stakeholder management",
    "networking skills": "networking", "mentorship": "mentoring", "presenting": "presentations", "presentation": "presentations",
    "presentation skills": "presentations", "time mgmt": "time management", "delegating": "delegation", "budgeting": "budgets",
    "career change": "career transition", "career switch": "career transition", "career planning": "career development",
}  # fmt: skip
