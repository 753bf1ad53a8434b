"""Tables as files that a spreadsheet opens, and that cannot make it run anything."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.http import HttpResponse

from placements.money.reads import PENNY

# What a spreadsheet takes for the beginning of a formula, tabs and returns in front of it too.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def pounds(amount: Decimal) -> Decimal:
    """To the penny: half days of a rate, and nothing at all, have the places of money too."""
    return amount.quantize(PENNY, ROUND_HALF_UP)


def cell(value: Any) -> Any:
    """Text that would begin a formula gets an apostrophe before it; figures stay figures."""
    if isinstance(value, (int, float, Decimal)) or value is None:
        return value
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(FORMULA) else text


def sheet(name: str, head: Sequence[str], rows: Iterable[Sequence[Any]]) -> HttpResponse:
    """A download of that name. It begins with a mark by which spreadsheets know the letters."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows([cell(value) for value in row] for row in rows)
    response = HttpResponse(text.getvalue().encode("utf-8-sig"), content_type="text/csv")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
