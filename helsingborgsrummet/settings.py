"""Settings for Helsingborgsrummet. One file; the environment decides.

Every environment variable is read here and nowhere else. ``make run`` keeps the ones it
needs in ``var/env``; an operator sets them for the service.
"""

import datetime
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from helsingborgsrummet.serving.file_headers import add_headers

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()

# Everything the site writes (database, uploads, built static files) lives under one folder.
DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / "var")))

DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing. Start with `make run`, which makes one and keeps it in var/env, "
        "or set SECRET_KEY to at least 50 random characters in the environment."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

# The public origin, without a trailing slash: used in feeds, sitemap and social previews, which
# need absolute addresses that do not depend on the Host header of the visitor who came first.
SITE_ORIGIN = env.str("SITE_ORIGIN", default="http://127.0.0.1:8000").rstrip("/")
BEHIND_TLS_PROXY = env.bool("BEHIND_TLS_PROXY", default=False)
IS_HTTPS = SITE_ORIGIN.startswith("https://")

INSTALLED_APPS = [
    "helsingborgsrummet.apps.SiteConfig",
    "exhibits.apps.ExhibitsConfig",
    "news.apps.NewsConfig",
    "helsingborgsrummet.apps.SiteAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
    "markdownx",
    "reversion",
    "axes",
]

MIDDLEWARE = [
    "helsingborgsrummet.middleware.CacheLifetimes",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "helsingborgsrummet.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "helsingborgsrummet.middleware.Refusals",
    "exhibits.views.terms.ExplainTerms",
]

ROOT_URLCONF = "helsingborgsrummet.urls"
# Widgets are looked up among our own templates too.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
WSGI_APPLICATION = "helsingborgsrummet.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            # What Django does by itself, but our own templates are made compact when they are loaded.
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "helsingborgsrummet.template_loader.CompactLoader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": [
                "helsingborgsrummet.templatetags.addresses",
                "exhibits.templatetags.words",
            ],
        },
    },
]

if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    DATABASES["default"]["CONN_MAX_AGE"] = None
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    if DATABASES["default"]["ENGINE"].endswith("postgresql"):
        # A server that is gone without a word is noticed within seconds. How long statements may take
        # is said in wsgi.py, for those who serve.
        DATABASES["default"].setdefault("OPTIONS", {}).update(
            {
                "connect_timeout": 5,
                "tcp_user_timeout": 10_000,
                "keepalives_idle": 10,
                "keepalives_interval": 5,
                "keepalives_count": 2,
            }
        )
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": DATA_DIR / "db.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                # IMMEDIATE takes the write lock when a transaction begins, so that two
                # writers wait for each other instead of failing half way.
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # FULL: a commit that was answered survives a power cut, in WAL mode too.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "helsingborgsrummet.passwords.OwnWordsValidator"},
    {"NAME": "helsingborgsrummet.passwords.RepetitionValidator"},
]

# Five wrong passwords for an account from one address close it for that address for fifteen minutes;
# sign_in.py says what else is counted, and how the owner gets in meanwhile. Stored with a wrong password
# are the name that was typed, the address and whether the browser is known; remove_old_traces takes them
# away after thirty days, and the next sign-in after fifteen minutes takes what is older than that.
LOGIN_URL, LOGIN_REDIRECT_URL = "admin:login", "admin:index"
AXES_HANDLER = "helsingborgsrummet.sign_in.SignInHandler"
AXES_CLIENT_IP_CALLABLE = "helsingborgsrummet.sign_in.address_of"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = datetime.timedelta(minutes=15)
# The handler filters by itself; axes asks that its own way be told all the same.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_SENSITIVE_PARAMETERS = ["username", "csrfmiddlewaretoken"]
AXES_LOCKOUT_TEMPLATE = "admin/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# Its lists are in English and tell no more than the audit log does.
AXES_ENABLE_ADMIN = False

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
# Without the American ways of writing a day that Django knows for Swedish.
FORMAT_MODULE_PATH = ["helsingborgsrummet.formats"]
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Where uploads are found. Rows and stored HTML keep names, so that this can change at any time.
MEDIA_URL = env.str("MEDIA_URL", default="/media/")
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "helsingborgsrummet.storage.OneStylesheetStorage"},
}
WHITENOISE_MAX_AGE = 3600
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = add_headers

# Larger uploads are refused before they are read into memory by the form; pictures have limits
# of their own in content/pictures.py.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
# A plan with a hundred steps has more than the thousand fields that Django allows.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "helsingborgsrummet.editing.upload_handler.StaffUploadHandler",
]
FILE_UPLOAD_PERMISSIONS = 0o644

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
if BEHIND_TLS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
# Those who receive visitors, on the room's phone.
HOST_SESSION_AGE = env.int("HOST_SIGNED_IN_HOURS", default=12) * 3600
CSRF_FAILURE_VIEW = "helsingborgsrummet.views.refused_forms.csrf_failure"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/admin/"

# Letters. Without EMAIL_URL they become files, which any mail program opens.
LETTERS_DIR = DATA_DIR / "letters"
if env.str("EMAIL_URL", default=""):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_HOST = ""
EMAIL_USE_TLS = vars().get("EMAIL_USE_TLS", False)
_HOST = SITE_ORIGIN.partition("://")[2].partition(":")[0]
_HOST = "localhost" if _HOST.replace(".", "").isdecimal() else _HOST
LETTERS_FROM = env.str("LETTERS_FROM", default=f"Helsingborgsrummet <brev@{_HOST}>")
# Where answers to letters go, and what pages give as the way to us.
CONTACT_EMAIL = env.str("CONTACT_EMAIL", default="")
# The municipality's official notice board; its front page leads there.
NOTICE_BOARD_URL = env.str("NOTICE_BOARD_URL", default="https://helsingborg.se/")
# How many letters may go in a minute; 0 is as many as the server takes.
LETTERS_PER_MINUTE = env.int("LETTERS_PER_MINUTE", default=1200)

PAGE_CACHE = env.bool("PAGE_CACHE", default=True)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"axes": {"level": "ERROR"}},
}
