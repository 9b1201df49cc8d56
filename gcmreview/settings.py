"""How this installation of the review site is set up; read it from top to bottom.

Machines differ only in environment variables, and each of them is named here:

    SECRET_KEY            long and random; required in production
    SECRET_KEY_FALLBACKS  earlier keys, separated by spaces: receipts that were sealed with them stay ours
    ALLOWED_HOSTS         host names, separated by commas; required in production
    DATABASE_URL          sqlite:///path or postgresql://…; a SQLite file beside manage.py when absent
    DEBUG                 yes or no: for people who change the code
    DEMO                  yes or no: invented States and one-click sign-in; never together with production
    HTTPS                 yes or no: yes in production; whether people reach the site by https
    BEHIND_PROXY          yes or no: trust X-Forwarded-Proto and X-Forwarded-For of one proxy in front
    EMAIL_URL             smtp://user:password@host:587 or smtps://…; the console when absent in DEBUG
    MAIL_FROM             the sender of every letter
    SITE_URL              the address of the site, as written in letters: https://review.example.org
    SITE_LOGO             a static path of a logo, for a deployer with the authority to show one
    MEDIA_ROOT            the folder of received files, outside of what the web server serves
    STORAGE_URL           s3://bucket/folder: received files are kept there instead (requirements-s3.txt)
    S3_ENDPOINT           https://… of an S3-compatible service; Amazon's when absent
    S3_REGION             its region, where it has several
    S3_ACCESS_KEY         and S3_SECRET_KEY: the keys; those of the machine's own role when absent
    ADMINS                addresses that are told of server errors, separated by commas
    CLAMAV_SOCKET         where a virus scanner listens: /run/clamav/clamd.ctl or host:3310; none when absent
    AUTOSAVE_SECONDS      how long after the last keystroke a page saves: 10; more where a server is small

Each can be given as NAME_FILE=/path instead, so that secrets stay out of the environment.
A value that cannot be right stops the start with a sentence that says so.
"""

import os
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from django.utils.translation import gettext_lazy as _

from gcmreview import sqlite, storing

BASE_DIR = Path(__file__).resolve().parent.parent


def text(name, default=""):
    """The value of an environment variable, or what the file named by NAME_FILE holds."""
    path = os.environ.get(f"{name}_FILE")
    if path and os.environ.get(name):
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both given: keep one of them.")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE names a file that cannot be read: {error}") from error
    return os.environ.get(name, default)


def yes(name, default):
    """True or False, from words that leave no doubt."""
    value = text(name, "yes" if default else "no").strip().lower()
    if value in {"yes", "true", "on", "1"}:
        return True
    if value in {"no", "false", "off", "0", ""}:
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: it must be yes or no.")


def words(name, default=""):
    """A list from a value whose items are separated by commas."""
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def whole(name, default, *, least, most):
    """A whole number within bounds."""
    value = text(name, str(default)).strip()
    if not value.isdecimal() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} is {value!r}: it must be a whole number from {least} to {most}.")
    return int(value)


# --- what kind of installation this is -------------------------------------------------------

DEBUG = yes("DEBUG", False)
DEMO = yes("DEMO", False)
PRODUCTION = not (DEBUG or DEMO)

SECRET_KEY = text("SECRET_KEY")
if not SECRET_KEY and not PRODUCTION:
    SECRET_KEY = get_random_secret_key()
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY or SECRET_KEY_FILE is required (or DEBUG=yes on your own machine)."
    )
if PRODUCTION and len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is shorter than 50 characters: use a long random value.")

SECRET_KEY_FALLBACKS = text("SECRET_KEY_FALLBACKS").split()

LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = words("ALLOWED_HOSTS") or ([] if PRODUCTION else LOOPBACK)
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is required: the host names of the site, separated by commas.")
if DEMO and set(ALLOWED_HOSTS) - set(LOOPBACK):
    raise ImproperlyConfigured(
        "DEMO signs anyone in with one click: it runs on this machine only, not on ALLOWED_HOSTS."
    )

# --- the house --------------------------------------------------------------------------------

INSTALLED_APPS = [
    "modeltranslation",  # before the admin, as its documentation asks
    "gcmreview.apps.DeskConfig",  # django.contrib.admin, as the desk
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "import_export",
    "csp",
    "responses",
]
if DEMO:
    INSTALLED_APPS += ["responses.demo"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "gcmreview.middleware.careful_headers",
    "gcmreview.middleware.CompressedPages",
    "csp.middleware.CSPMiddleware",
    "gcmreview.shedding.shed",  # before everything that costs work
    "gcmreview.middleware.bounded_bodies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "responses.accounts.naming.as_said",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "gcmreview.urls"
WSGI_APPLICATION = "gcmreview.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gcmreview.context.site",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
SITE_LOGO = text("SITE_LOGO")

# --- the record -------------------------------------------------------------------------------

DATABASES = {
    "default": dj_database_url.parse(
        text("DATABASE_URL", f"sqlite:///{BASE_DIR / 'db.sqlite3'}"),
        conn_max_age=None,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    library = sqlite.use_newest()
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue up instead of failing in the middle; what was acknowledged is on the disk.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": sqlite.pragmas(library),
    }
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# The rules own their transactions; reading takes none.
ATOMIC_REQUESTS = False

MEDIA_ROOT = Path(text("MEDIA_ROOT", str(BASE_DIR / "received")))
# An answer may be 5 MB of text, and a form triples what is not ASCII.
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Five annexes of 25 MB and a form around them; what is larger altogether is refused before it is read.
LARGEST_BODY = 130 * 1024 * 1024

CLAMAV_SOCKET = text("CLAMAV_SOCKET").strip()
if CLAMAV_SOCKET and not re.fullmatch(r"(unix:)?/.+|[^/\s]+:\d{1,5}", CLAMAV_SOCKET):
    raise ImproperlyConfigured(
        f"CLAMAV_SOCKET is {CLAMAV_SOCKET!r}: it must look like /run/clamav/clamd.ctl or host:3310"
    )

AUTOSAVE_SECONDS = whole("AUTOSAVE_SECONDS", 10, least=2, most=600)

# Throttles count here, so that all workers share one count; nothing else is cached.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "throttle_counts",
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# --- languages and time -----------------------------------------------------------------------

# The six languages of the United Nations hold the data (names, questions). The interface offers a
# language as soon as its translation exists: half-translated pages help nobody.
UN_LANGUAGES = ("en", "fr", "es", "ru", "ar", "zh")
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_LANGUAGES = UN_LANGUAGES
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en",)
LOCALE_PATHS = [BASE_DIR / "responses" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
FORMAT_MODULE_PATH = ["gcmreview.formats"]

# --- signing in -------------------------------------------------------------------------------

AUTH_USER_MODEL = "responses.User"
# The address is unique on Lower("email"), which this check does not recognise.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
AUTHENTICATION_BACKENDS = ["responses.accounts.backend.StaffPassword"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 14}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "start"

PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # of the link with which staff set a password
SESSION_COOKIE_AGE = 12 * 60 * 60

ACCOUNT_ADAPTER = "responses.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; allauth learns here that passwords exist
ACCOUNT_EMAIL_VERIFICATION = "none"  # a code proves the address each time
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True  # for as long as SESSION_COOKIE_AGE says, like delegates
ACCOUNT_FORMS = {"reauthenticate": "responses.accounts.forms.PasswordAgainForm"}
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_LOGIN_TIMEOUT = 30 * 60
# Digits: every keyboard of every script has them, and every phone shows them when asked for a number. Nine of
# them, five attempts for each and five codes in a quarter of an hour: a thousand years of guessing, about.
ACCOUNT_LOGIN_BY_CODE_FORMAT = {"numeric": True, "length": 9}
ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS = 5
# A whole delegation, or a whole conference, may sit behind one address ("ip"); an account ("key") is one person's.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "300/15m/ip,5/15m/key",
    "login_failed": "200/10m/ip,10/10m/key",
    "reauthenticate": "10/10m/user",
    "verify": "60/15m/ip",
    "clearance_code": "300/15m/ip,5/15m/key",  # for officials; the key is the request to clear a text
}
MFA_ADAPTER = "responses.accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "GCM Regional Review"
MFA_FORMS = {
    "authenticate": "responses.accounts.forms.SecondFactorForm",
    "reauthenticate": "responses.accounts.forms.SecondFactorAgainForm",
    "activate_totp": "responses.accounts.forms.ActivateForm",
}

CSRF_FAILURE_VIEW = "responses.delegation.unsent.form_expired"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"

# --- what a browser may do --------------------------------------------------------------------

HTTPS = yes("HTTPS", PRODUCTION)
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/$"]  # asked by the machine itself, over plain HTTP
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
BEHIND_PROXY = yes("BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# --- static files -----------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": storing.storage(
        text("STORAGE_URL"),
        endpoint=text("S3_ENDPOINT"),
        region=text("S3_REGION"),
        key=text("S3_ACCESS_KEY"),
        secret=text("S3_SECRET_KEY"),
    ),
    "staticfiles": {
        "BACKEND": "gcmreview.storage.StaticFiles"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION

# --- letters ----------------------------------------------------------------------------------

SITE_URL = text(
    "SITE_URL", f"https://{ALLOWED_HOSTS[0].lstrip('.')}" if PRODUCTION else "http://127.0.0.1:8000"
)
if urlsplit(SITE_URL).scheme not in {"http", "https"} or not urlsplit(SITE_URL).hostname:
    raise ImproperlyConfigured(f"SITE_URL is {SITE_URL!r}: it must look like https://review.example.org")

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_TIMEOUT = 10
mail = urlsplit(text("EMAIL_URL"))
if mail.scheme in {"smtp", "smtps"} and mail.hostname:
    EMAIL_HOST, EMAIL_PORT = mail.hostname, mail.port or (465 if mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(mail.username or ""), unquote(mail.password or "")
    EMAIL_USE_SSL = mail.scheme == "smtps"
    EMAIL_USE_TLS = mail.scheme == "smtp" and EMAIL_PORT == 587
elif mail.scheme or mail.path:
    raise ImproperlyConfigured(
        "EMAIL_URL must look like smtp://user:password@host:587 or smtps://user:password@host"
    )
elif DEMO:
    EMAIL_BACKEND = "responses.demo.mail.ConsoleAndPageBackend"
elif DEBUG:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
else:
    EMAIL_HOST = "localhost"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("MAIL_FROM", f"review@{urlsplit(SITE_URL).hostname}")
ADMINS = [(address, address) for address in words("ADMINS")]

# --- what is written down ---------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"quiet when busy": {"()": "gcmreview.shedding.QuietWhenBusy"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {"django.request": {"filters": ["quiet when busy"]}},
    "root": {"handlers": ["console"], "level": "INFO" if PRODUCTION else "WARNING"},
}

# --- spreadsheets -----------------------------------------------------------------------------

# Without these, anyone who reaches a list in the admin may export it.
IMPORT_EXPORT_EXPORT_PERMISSION_CODE = "export"
IMPORT_EXPORT_IMPORT_PERMISSION_CODE = "import"
IMPORT_EXPORT_USE_TRANSACTIONS = True
IMPORT_EXPORT_SKIP_ADMIN_LOG = True
