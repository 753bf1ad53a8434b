"""One settings file, read from the environment and strict by default. It never starts a server."""

from datetime import time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from environs import Env
from pghistory import ContextJSONField

from pop_portal.addresses import database_settings, mail_settings
from pop_portal.logging import configuration

BASE_DIR = Path(__file__).resolve().parent.parent
env = Env()

DEBUG = env.bool("DEBUG", False)
DEMO = env.bool("DEMO", False)
SECRET_KEY = env.str("SECRET_KEY", "")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Set it to a long random text; keep it secret and do not change it."
    )

SITE_URL = env.str("SITE_URL", "http://localhost:8000")
ALLOWED_HOSTS = env.list(
    "ALLOWED_HOSTS", [urlsplit(SITE_URL).hostname or "", "localhost", "127.0.0.1"]
)
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", [SITE_URL])
SECURE_SITE = SITE_URL.startswith("https://")

# Names are configuration: the service has changed its organisation once already.
SERVICE_NAME = "POP Portal"
TEAM_NAME = env.str("TEAM_NAME", "Positive Outcomes Project")
ORGANISATION_NAME = env.str("ORGANISATION_NAME", "Worcestershire County Council")
SUPPORT_EMAIL = env.str("SUPPORT_EMAIL", "support@pop-portal.example")
# Letters before a child's number, such as POP1108. Changing it leaves given references as they are.
CHILD_REFERENCE_PREFIX = env.str("CHILD_REFERENCE_PREFIX", "POP")
# An emergency access to a restricted record ends after these hours, and never past midnight.
BREAK_GLASS_HOURS = env.int("BREAK_GLASS_HOURS", 4)
# Where a level 4 concern goes today; said on every page that takes a request.
FRONT_DOOR_NAME = env.str("FRONT_DOOR_NAME", "Family Front Door")
FRONT_DOOR_PHONE = env.str("FRONT_DOOR_PHONE", "01905 822 666")
FRONT_DOOR_OUT_OF_HOURS = env.str("FRONT_DOOR_OUT_OF_HOURS", "01905 768 020")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "crispy_forms",
    "django_filters",
    "govuk",
    "accounts",
    "notices",
    "records",
    "partners",
    "timescales",
    "casework",
    "placements",
    "schools",
    "supervision",
    "oversight",
    "pop_portal",
    "pop_portal.demo",
    "pop_portal.bench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "pop_portal.access_log.AccessLog",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.RefusalLog",
    "accounts.middleware.SessionClock",
    "accounts.middleware.SignInRequired",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "records.history.HistoryMiddleware",
    "accounts.middleware.SecondFactorRequired",
    "axes.middleware.AxesMiddleware",
    # Innermost: it sees the view's own answer, and may take it back before anyone else does.
    "records.reads.ReadLogMiddleware",
]

ROOT_URLCONF = "pop_portal.urls"
WSGI_APPLICATION = "pop_portal.wsgi.application"

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
                "csp.context_processors.nonce",
                "pop_portal.navigation.context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database_settings(env.str("DATABASE_URL", "postgresql:///pop_portal"))}
# The web role's address, where this process connects as the owner: see `connect_as_owner`.
DATABASE_WEB_URL = env.str("DATABASE_WEB_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", "redis://localhost:6379/0")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        # redis-py says unix:// where Celery says redis+socket:// for the same socket.
        "LOCATION": REDIS_URL.replace("redis+socket://", "unix://"),
        "KEY_PREFIX": "pop",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "accounts.backends.SignInBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.SignInForm",
    "reset_password": "accounts.forms.sign_in.PasswordLinkForm",
    "reset_password_from_key": "accounts.forms.sign_in.SetPasswordForm",
    "change_password": "accounts.forms.sign_in.ChangePasswordForm",
    "reauthenticate": "accounts.forms.sign_in.ReauthenticateForm",
}
# One address from one place is locked sooner, by axes; these stop many addresses or many places.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "30/m/ip,15/15m/key",
    "reset_password": "20/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/m/user",
}
MFA_ADAPTER = "accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SERVICE_NAME
MFA_TOTP_TOLERANCE = 1
# Addresses are confirmed by an administrator, who adds people; there is no second list of them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.CodeForm",
    "reauthenticate": "accounts.forms.sign_in.CodeAgainForm",
    "activate_totp": "accounts.forms.sign_in.SwitchOnForm",
    "deactivate_totp": "accounts.forms.sign_in.SwitchOffForm",
    "generate_recovery_codes": "accounts.forms.sign_in.NewRecoveryCodesForm",
}
# Keys that encrypt second-factor secrets, the newest first; without any, one made from SECRET_KEY.
SECOND_FACTOR_KEYS: list[str] = env.list("SECOND_FACTOR_KEYS", [])

# Second factor for every role that sees children; the demo says on each page that it is off.
SECOND_FACTOR_REQUIRED = env.bool("SECOND_FACTOR_REQUIRED", not DEMO)
IDLE_MINUTES = env.int("IDLE_MINUTES", 15)
IDLE_WARNING_MINUTES = env.int("IDLE_WARNING_MINUTES", 3)
SESSION_COOKIE_AGE = env.int("SESSION_HOURS", 10) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
SESSION_COOKIE_NAME = env.str("SESSION_COOKIE_NAME", "pop_session")
CSRF_COOKIE_NAME = env.str("CSRF_COOKIE_NAME", "pop_csrf")

AXES_VERBOSE = False
# Proxies of ours in front of the server: whose word about a caller's address is taken.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)
AXES_HANDLER = "axes.handlers.cache.AxesCacheHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_USERNAME_CALLABLE = "accounts.lockout.typed_address"
AXES_CLIENT_IP_CALLABLE = "accounts.lockout.client_ip"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "login", "email"]
AXES_RESET_ON_SUCCESS = True

SECURE_SSL_REDIRECT = SECURE_SITE
# Asked inside the house, past the proxy that speaks https.
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE else None
SECURE_HSTS_SECONDS = 31536000 if SECURE_SITE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE_SITE
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

CRISPY_ALLOWED_TEMPLATE_PACKS = ["govuk"]
CRISPY_TEMPLATE_PACK = "govuk"

# Who did it stands on the event row itself, where the web role can insert but not update.
PGHISTORY_CONTEXT_FIELD = ContextJSONField()
PGHISTORY_APPEND_ONLY = False

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / ".assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": env.str(
            "STATICFILES_BACKEND", "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
    # Attachments: outside the web root, served only through a view that asks for the right.
    "attachments": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": env.str("ATTACHMENT_ROOT", str(BASE_DIR / ".data" / "attachments"))
        },
    },
}
ATTACHMENT_MAX_BYTES = env.int("ATTACHMENT_MAX_MEGABYTES", 20) * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "records.uploads.CappedUpload",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# Typed and not sent: how much one form may hold, and when someone is told that it lies about.
UNSENT_MAX_BYTES = env.int("UNSENT_MAX_KILOBYTES", 200) * 1024
UNSENT_IDLE_DAYS = env.int("UNSENT_IDLE_DAYS", 3)
# How long after its time a worker on a visit may stay silent before somebody is told.
VISIT_GRACE = timedelta(minutes=env.int("VISIT_GRACE_MINUTES", 30))
# The national school register, whole, is about 70 megabytes.
SCHOOL_IMPORT_MAX_BYTES = env.int("SCHOOL_IMPORT_MAX_MEGABYTES", 150) * 1024 * 1024
# After so many days a fact about a partner asks to be confirmed again.
PARTNER_FACT_STALE_DAYS = env.int("PARTNER_FACT_STALE_DAYS", 90)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

LOGGING = configuration()

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
vars().update(mail_settings(env.str("EMAIL_URL", "smtp://localhost:25")))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "POP Portal <no-reply@pop-portal.example>")
# The morning's digest goes out at the first sweep after this time of day.
DIGEST_TIME = env.time("DIGEST_TIME", time(7, 30))
# By name: the room that keeps the outbox may not import the one that knows the right to a record.
NOTICE_SENDING_TASK = "timescales.tasks.send_notices"

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# Never shorter than the longest task: a shorter one runs tasks twice.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 10,
    "socket_keepalive": True,
    "health_check_interval": 25,
    # A nudge that finds no broker gives up at once: no page waits for it, and beat asks again.
    "socket_connect_timeout": 2,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
}
# Asked to stop, a worker ends what it can in this time and gives the rest back to the queue.
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
# Beat shows that it lives at least this often: see `pop_portal.beat`.
CELERY_BEAT_MAX_LOOP_INTERVAL = 30
CELERY_BEAT_SCHEDULER = "pop_portal.beat:Scheduler"
# The timetable. Each task finds its own work in the database: a beat that was down loses nothing.
CELERY_BEAT_SCHEDULE: dict[str, dict[str, object]] = {
    "accounts.send-password-links": {
        "task": "accounts.tasks.send_password_links",
        "schedule": 60.0,
    },
    "timescales.sweep-deadlines": {
        "task": "timescales.tasks.sweep_deadlines",
        "schedule": env.float("SWEEP_SECONDS", 300.0),
    },
    "timescales.send-notices": {
        "task": "timescales.tasks.send_notices",
        "schedule": env.float("SEND_SECONDS", 60.0),
    },
    "placements.remind-of-concerns": {
        "task": "placements.tasks.remind_of_concerns",
        "schedule": crontab(hour=6, minute=20),
    },
    "placements.hand-over-placements": {
        "task": "placements.tasks.hand_over_placements",
        "schedule": crontab(minute=1),
    },
    "placements.follow-rules": {
        "task": "placements.tasks.follow_rules",
        "schedule": 600.0,
    },
    "placements.refresh-timelines": {
        "task": "placements.tasks.refresh_timelines",
        "schedule": crontab(hour=1, minute=50),
    },
    "timescales.recompute-deadlines": {
        "task": "timescales.tasks.recompute_deadlines",
        "schedule": crontab(hour=2, minute=10),
    },
    "casework.put-involvements-right": {
        "task": "casework.tasks.put_involvements_right",
        "schedule": crontab(hour=2, minute=40),
    },
    "casework.stop-clocks-of-grown-ups": {
        "task": "casework.tasks.stop_clocks_of_grown_ups",
        "schedule": 60.0,
    },
    "casework.remind-of-consents": {
        "task": "casework.tasks.remind_of_consents",
        "schedule": crontab(hour=6, minute=20),
    },
    "casework.watch-visits": {
        "task": "casework.tasks.watch_visits",
        "schedule": env.float("VISIT_WATCH_SECONDS", 60.0),
    },
    "casework.raise-idle-drafts": {
        "task": "casework.tasks.raise_idle_drafts",
        "schedule": crontab(hour=7, minute=20),
    },
    "records.raise-idle-unsent": {
        "task": "records.tasks.raise_idle_unsent",
        "schedule": crontab(hour=7, minute=10),
    },
    "placements.put-access-right": {
        "task": "placements.tasks.put_access_right",
        "schedule": crontab(minute=5),
    },
    "partners.sweep-imports": {"task": "partners.tasks.sweep_imports", "schedule": 60.0},
    "records.forget-once-tokens": {
        "task": "records.tasks.forget_once_tokens",
        "schedule": crontab(hour=3, minute=40),
    },
    "records.remove-orphan-files": {
        "task": "records.tasks.remove_orphan_files",
        "schedule": crontab(hour=3, minute=50),
    },
}
