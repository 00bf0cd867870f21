"""Django settings. Everything a service may change comes from the environment; docs/operating.md lists it."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF

from wayline.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent
HOME = env.home()

DEBUG = env.flag("DEBUG")
DEMO = env.flag("DEMO")
DEMO_PUBLIC = env.flag("DEMO_PUBLIC")  # a demo for the world, without any real person in it
SECRET_KEY = env.secret_key()
SECRET_KEY_FALLBACKS = env.text("SECRET_KEY_BEFORE", "").split()
PUBLIC_URL = env.text("PUBLIC_URL", f"http://127.0.0.1:{env.text('PORT', '8000')}")
SECURE = PUBLIC_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS") or sorted(
    {urlsplit(PUBLIC_URL).hostname or "", "127.0.0.1", "localhost", "[::1]"}
)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

# Our rooms come first, so that their templates stand before those of allauth.
INSTALLED_APPS = [
    "wayline.common",
    "wayline.people",
    "wayline.taxonomy",
    "wayline.lmi",
    "wayline.portfolio",
    "wayline.discussion",
    "wayline.assessment",
    "wayline.opportunities",
    "wayline.learning",
    "wayline.home",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "wayline.common.middleware.browser_headers",
    "wayline.lmi.api.door.open_door",  # public, read only: needs nothing of what follows
    "wayline.common.middleware.no_nul",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # below the headers: static files carry them too
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wayline.people.middleware.membership",
]

ROOT_URLCONF = "wayline.config.urls"
ASGI_APPLICATION = "wayline.config.asgi.application"
FORM_RENDERER = "wayline.common.forms.FormRenderer"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wayline.people.context.shell",
            ],
        },
    }
]

# Threads share a pool: a page costs no new connection. Live readers hold none (see discussion/live.py).
DATABASES: dict[str, dict[str, Any]] = {"default": {**dj_database_url.parse(env.database_url()), "CONN_MAX_AGE": 0}}
DATABASES["default"]["OPTIONS"] = {
    **DATABASES["default"].get("OPTIONS", {}),  # what stands behind the ? in the address: sslmode and the like
    "pool": {"min_size": 1, "max_size": int(env.text("DATABASE_POOL", "16")), "timeout": 10},
}
if "host" in DATABASES["default"]["OPTIONS"]:  # a folder with a Unix socket
    DATABASES["default"]["HOST"] = DATABASES["default"]["OPTIONS"].pop("host")
DATABASES["default"].setdefault("TEST", {})["NAME"] = env.text("TEST_DATABASE", "wayline_test")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "common_cache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    },
    # Drawn charts: large, cheap to lose, not worth a trip to the database.
    "charts": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 300}},
    # Parts of public pages that are the same for everybody: at most some MB a process.
    "fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
        "OPTIONS": {"MAX_ENTRIES": 64},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "long"]}}  # common/errands.py

# Who one is
AUTH_USER_MODEL = "people.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # e-mail addresses are unique, whatever their case: people_user_email_once
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "wayline.people.passwords.GuessableValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "account_login"
LOGOUT_URL = "account_logout"
LOGIN_REDIRECT_URL = "home:start"
LOGOUT_REDIRECT_URL = "home:start"
ACCOUNT_ADAPTER = "wayline.people.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "wayline.people.adapters.SocialAccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "wayline.people.forms.SignUpDetails"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CHANGE_EMAIL = True  # one address, replaced when the new one is confirmed
SIGN_UP_OPEN = env.flag("SIGN_UP_OPEN", default=True)  # no: by invitation only
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 600
PASSWORD_RESET_TIMEOUT = 3600  # some mail servers hold letters of strangers back for half an hour
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_FORMS = {
    "login": "wayline.people.sign_in_forms.LoginForm",
    "signup": "wayline.people.sign_in_forms.SignupForm",
    "add_email": "wayline.people.sign_in_forms.AddEmailForm",
    "change_email": "wayline.people.sign_in_forms.ChangeEmailForm",
    "reset_password": "wayline.people.sign_in_forms.ResetPasswordForm",
    "change_password": "wayline.people.sign_in_forms.ChangePasswordForm",
    "reauthenticate": "wayline.people.sign_in_forms.ReauthenticateForm",
}
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key", "signup": "20/m/ip"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_TOTP_ISSUER = "Wayline"
SOCIALACCOUNT_ONLY = False
# Who comes by another service agrees to the terms as well, and an invitation in hand is taken up: our form asks.
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, object]] = {}
OIDC_ORIGIN = ["/".join(env.text("OIDC_SERVER").split("/")[:3])] if env.text("OIDC_SERVER") else []
if env.text("OIDC_SERVER"):
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "service",
                "name": env.text("OIDC_NAME", "my service"),
                "client_id": env.text("OIDC_CLIENT_ID"),
                "secret": env.text("OIDC_SECRET"),
                "settings": {"server_url": env.text("OIDC_SERVER")},
            }
        ]
    }

# Sessions and cookies
SESSION_ENGINE = "wayline.people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 2  # without a request; a longest step is 40 minutes, and drafts outlive the session
SESSION_LONGEST = 60 * 60 * 12  # since the sign-in: a working day
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no cookie of its own
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
LANGUAGE_COOKIE_NAME = "__Host-language" if SECURE else "django_language"
CSRF_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"

# Programs that read: requests a minute, and keys as "name:secret" with a limit of their own
API_LIMIT = int(env.text("API_LIMIT", "600"))
API_KEY_LIMIT = int(env.text("API_KEY_LIMIT", "6000"))
API_KEYS = dict(word.split(":", 1) for word in env.words("API_KEYS"))

# What a browser may do with our pages
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = False  # the reverse proxy does it; docs/operating.md
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if env.flag("BEHIND_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = int(env.text("PROXY_COUNT", "1"))
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "media-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF, *OIDC_ORIGIN],  # browsers hold a redirect after a form to this list too
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# The web app that people put on their phones
APP_NAME = env.text("APP_NAME", "Wayline")
APP_START = "portfolio:items"

# Languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("it", "Italiano")]
LOCALE_PATHS = [PACKAGE / "locale"]
FORMAT_MODULE_PATH = ["wayline.common.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = env.text("TIME_ZONE", "Europe/London")
COUNTRY = env.text("COUNTRY", "GB")  # whose figures come first (ISO 3166, two letters)

# Files
STATIC_URL = "/static/"
STATICFILES_DIRS: list[Path] = []
STATIC_ROOT = None  # served from the package itself; nothing to collect
MEDIA_ROOT = Path(env.text("MEDIA_ROOT") or HOME / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "wayline.common.staticfiles.MarkedStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
UPLOAD_LIMIT_MB = int(env.text("UPLOAD_LIMIT_MB", "20"))
VIDEO_LIMIT_MB = int(env.text("VIDEO_LIMIT_MB", "300"))  # sent in parts; without a script UPLOAD_LIMIT_MB holds
VIDEO_SECONDS = int(env.text("VIDEO_SECONDS", "90"))
PACKAGE_LIMIT_MB = int(env.text("PACKAGE_LIMIT_MB", "500"))

# Mail: printed to the log until a server is named
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
if env.text("MAIL_HOST"):
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = env.text("MAIL_HOST")
    EMAIL_PORT = int(env.text("MAIL_PORT", "587"))
    EMAIL_HOST_USER = env.text("MAIL_USER")
    EMAIL_HOST_PASSWORD = env.text("MAIL_PASSWORD")
    EMAIL_USE_SSL = EMAIL_PORT == 465  # TLS from the first byte; on other ports it is asked for (STARTTLS)
    EMAIL_USE_TLS = env.flag("MAIL_TLS", default=True) and not EMAIL_USE_SSL
    EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("MAIL_FROM", "Wayline <no-reply@localhost>")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {name} {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {"wayline": {"level": env.text("LOG_LEVEL", "INFO")}},
}
