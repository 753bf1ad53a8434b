"""What the portal writes about itself: one JSON object a line, and nothing about a person.

No address with its query, no body, no name of anybody, no argument of a task, and no words of an
error: a database error quotes the row it refused. An error is told by its kind, its place in the
code and the database's own code for it. Who did what to which record is in the row history and the
read log, where the right to read it is asked.
"""

import traceback
from typing import Any

import structlog

Told = dict[str, Any]


def _say_error_without_its_words(_: object, __: str, event: Told) -> Told:
    """`exc_info` becomes the kinds of the errors and where they came from, without their words."""
    found = event.pop("exc_info", None)
    error = found[1] if isinstance(found, tuple) else found
    if not isinstance(error, BaseException):
        return event
    event["error"] = []
    while error is not None:
        event["error"].append(_described(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return event


def _described(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    told: dict[str, Any] = {
        "kind": f"{type(error).__module__}.{type(error).__qualname__}",
        "at": [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames],
    }
    if code := getattr(error, "pgcode", None):
        told["database"] = code
        constraint = getattr(getattr(error, "diag", None), "constraint_name", None)
        if constraint:
            told["constraint"] = constraint
    return told


def _say_task_without_its_words(_: object, __: str, event: Told) -> Told:
    """Celery's line about a task quotes its result or its error: keep name and id."""
    record = event.get("_record")
    told = getattr(record, "data", None)
    if record is not None and record.name == "celery.app.trace" and isinstance(told, dict):
        event["event"] = "task " + {"ERROR": "failed", "WARNING": "will be tried again"}.get(
            record.levelname, "done"
        )
        event["task"], event["task_id"] = told.get("name"), told.get("id")
    return event


def _say_request_without_its_address(_: object, __: str, event: Told) -> Told:
    """Django's line about a failed request quotes its path; the access line names its route."""
    record = event.get("_record")
    if record is not None and record.name.startswith(("django.request", "django.security")):
        event["event"] = f"request answered {getattr(record, 'status_code', 'with an error')}"
    return event


SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configuration() -> dict[str, Any]:
    """The `logging.config.dictConfig` of every process of the portal."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": SHARED,
        "processors": [
            _say_task_without_its_words,
            _say_request_without_its_address,
            _say_error_without_its_words,
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(),
        ],
    }
    quiet = {"level": "INFO", "handlers": [], "propagate": True}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"level": "INFO", "handlers": ["out"]},
        "loggers": dict.fromkeys(("django", "celery", "gunicorn.error"), quiet)
        | {
            # It misses a host name in the address of a broker that listens on a socket file.
            "kombu.connection": {"level": "ERROR", "handlers": [], "propagate": True},
            # Our own line, from `access_log`, says the same with a route instead of an address.
            "django.server": {"level": "WARNING", "handlers": [], "propagate": True},
            "gunicorn.access": {"level": "WARNING", "handlers": [], "propagate": True},
        },
    }
