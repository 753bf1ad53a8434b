"""Questions about many requests: which themes grow, and where."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Count, F, Func, QuerySet
from django.db.models.functions import TruncMonth

from casework.request.models import Request

MONTHS = 6


def last_months(on: date) -> list[date]:
    """The first days of the last six months, this one last."""
    first = on.replace(day=1)
    months = [first]
    for _ in range(MONTHS - 1):
        first = (
            first.replace(year=first.year - 1, month=12)
            if first.month == 1
            else first.replace(month=first.month - 1)
        )
        months.append(first)
    return months[::-1]


def themes(rows: QuerySet[Request], since: date) -> dict[str, Counter[date]]:
    """How often each topic was asked for in each month, in one query."""
    counted = (
        rows.filter(received_at__date__gte=since)
        .annotate(topic=Func(F("topics"), function="unnest"), month=TruncMonth("received_at"))
        .order_by()
        .values_list("topic", "month")
        .annotate(number=Count("pk"))
    )
    found: dict[str, Counter[date]] = {}
    for topic, month, number in counted:
        found.setdefault(topic, Counter())[month.date()] += number
    return found


def by_school(rows: QuerySet[Request], since: date) -> Iterable[tuple[Any, ...]]:
    """District, school and number of requests, the most first."""
    return (
        rows.filter(received_at__date__gte=since, school__isnull=False)
        .order_by()
        .values_list("school__district", "school__name")
        .annotate(number=Count("pk"))
        .order_by("-number", "school__name")
    )
