"""Is it well? Asked by proxies and container engines: without sign-in, answered without detail."""

import asyncio
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from health_check.checks import Cache, Database
from health_check.views import HealthCheckView


class Health(HealthCheckView):
    """200 with one word for each thing we stand on; 503 where one of them fails."""

    checks = (Database, Cache)
    http_method_names = ["get", "head"]

    async def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        with self.get_executor() as executor:
            asked = [check.get_result(executor) for check in self.get_checks()]
            results = await asyncio.gather(*asked)
        answer = {
            type(result.check).__name__.lower(): "failed" if result.error else "ok"
            for result in results
        }
        return JsonResponse(answer, status=503 if "failed" in answer.values() else 200)
