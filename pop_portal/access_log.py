"""One line in the log for each request: its route and never its address."""

import time
from collections.abc import Callable
from http import HTTPStatus

import structlog
from django.http import HttpRequest, HttpResponse

from records.history import request_id


class AccessLog:
    """Middleware. Everything that is said during a request carries its number, as history does."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = structlog.get_logger("pop_portal.access")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        number = str(request_id(request))
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request=number):
            response = self.get_response(request)
            match = request.resolver_match
            if match and match.view_name == "health" and response.status_code == HTTPStatus.OK:
                return response
            self.log.info(
                "request answered",
                method=request.method,
                route=match.view_name if match else None,
                status=response.status_code,
                ms=round((time.perf_counter() - started) * 1000),
            )
        response["X-Request-ID"] = number
        return response
