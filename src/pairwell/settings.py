"""Settings, all from the environment; docs/guides/operator.md explains each.

Importing this module never starts a server: commands do (see pairwell.core.postgres).
"""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.contrib.messages import constants as message_levels

from pairwell.core.home import home, media_folder, read_or_make_secret
from pairwell.core.postgres import database_config

PACKAGE = Path(__file__).resolve().parent
PROJECT = PACKAGE.parent.parent


def _flag(name: str) -> bool:
    return os.environ.get(name, "").strip().lower() in {"1", "true", "yes", "on"}


def _list(name: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]


# What kind of installation this is. Demo mode alone opens nothing: one-click sign-in also needs a
# database that `pairwell demo` itself has filled (people.Organization.is_demo).
DEMO = _flag("PAIRWELL_DEMO")
DEBUG = _flag("PAIRWELL_DEBUG")
SITE_URL = os.environ.get("PAIRWELL_URL", "http://127.0.0.1:8000").rstrip("/")
_site = urlsplit(SITE_URL)
HTTPS = _site.scheme == "https"

SECRET_KEY = os.environ.get("PAIRWELL_SECRET_KEY") or read_or_make_secret("secret_key")
ALLOWED_HOSTS = _list("PAIRWELL_HOSTS") or sorted({_site.hostname or "localhost", "127.0.0.1", "localhost"})
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "pairwell.core",
    "pairwell.people",
    "pairwell.messaging",
    "pairwell.library",
    "pairwell.programs",
    "pairwell.mentorships",
    "pairwell.pairing",
    "pairwell.surveys",
    "pairwell.reports",
    "pairwell.web",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "csp",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "pairwell.web.middleware.ReaderTimeZoneMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "pairwell.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "pairwell.urls"
WSGI_APPLICATION = "pairwell.wsgi.application"
ASGI_APPLICATION = "pairwell.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "pairwell.web.shell.context",
            ],
            "builtins": ["pairwell.web.templatetags.pairwell"],
        },
    }
]

DATABASES = {"default": database_config()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# How near people are to each other: asked by the people room, answered by a room above it.
PAIRWELL_ACQUAINTANCE = "pairwell.mentorships.queries.acquaintance.closeness"

# Sign-in
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["pairwell.web.sign_in.ReaderBackend"]
PASSWORD_HASHERS = [
    "pairwell.people.passwords.ModestArgon2PasswordHasher",
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "pairwell.web.sign_in.ClosedAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _site.scheme
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("PAIRWELL_TRUSTED_PROXIES", "0"))

# Sessions, cookies and headers
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}
SESSION_ENGINE = "pairwell.web.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "pairwell.web.error_pages.form_expired"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# Mail: smtp://user:password@host:port?tls=1 (or ssl=1). Without it letters are written as files.
DEFAULT_FROM_EMAIL = os.environ.get("PAIRWELL_MAIL_FROM", "Pairwell <pairwell@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
CHAT_HOSTS = frozenset(host.lower() for host in _list("PAIRWELL_CHAT_HOSTS"))  # own Mattermost, Rocket.Chat
PUSH_HOSTS = frozenset(host.lower() for host in _list("PAIRWELL_PUSH_HOSTS"))  # own push services
MAIL_IN = os.environ.get("PAIRWELL_MAIL_IN", "")  # where `pairwell receive` gets mail: mentoring@example.org
_smtp = urlsplit(os.environ.get("PAIRWELL_SMTP_URL", ""))
if _smtp.scheme:
    _options = {key: values[-1] for key, values in parse_qs(_smtp.query).items()}
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _smtp.hostname or "localhost"
    EMAIL_PORT = _smtp.port or 25
    EMAIL_HOST_USER = unquote(_smtp.username or "")
    EMAIL_HOST_PASSWORD = unquote(_smtp.password or "")
    EMAIL_USE_TLS = _options.get("tls") == "1"
    EMAIL_USE_SSL = _options.get("ssl") == "1"
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = home() / "mail"

# Streams of an open conversation: how long one lasts before its reader is checked anew; 0: pages ask instead.
LIVE_SECONDS = float(os.environ.get("PAIRWELL_LIVE_SECONDS", "120"))

# Forms and files
FORM_RENDERER = "pairwell.web.form_drawing.FormRenderer"
STATIC_URL = "/static/"
STATIC_ROOT = home() / "static"
_modules = PROJECT / "node_modules"
_vendor = PACKAGE / "web" / "vendor"  # filled when a wheel is built, so that it needs no npm
FRONTEND = _vendor if _vendor.is_dir() else _modules
STATICFILES_DIRS = [
    ("tabler", FRONTEND / "@tabler" / "core" / "dist"),
    ("tom-select", FRONTEND / "tom-select" / "dist"),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "pairwell.web.static_files.VendorFinder",
]
ICONS = FRONTEND / "@tabler" / "icons" / "icons"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "pairwell.web.static_files.HashedStorage"},
}
WHITENOISE_USE_FINDERS = False
MEDIA_ROOT = media_folder()
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000

# Language and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
USE_TZ = True
TIME_ZONE = "UTC"

MESSAGE_TAGS = {message_levels.ERROR: "danger", message_levels.DEBUG: "secondary"}

# The worker
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS = ["pairwell.core.jobs"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PAIRWELL_LOG_LEVEL", "WARNING")},
    # Both would write addresses of chats, which are secrets.
    "loggers": {name: {"level": "CRITICAL"} for name in ("apprise", "urllib3")},
}
