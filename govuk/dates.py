"""A date in three boxes and a time in one, with messages that name the part that is wrong."""

import calendar
import re
from collections.abc import Mapping, Sequence
from datetime import date, time
from enum import Enum
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_date

PARTS: Final = ("day", "month", "year")
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 12, 31)
_MONTHS: Final = {
    name.lower(): number
    for names in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(names)
    if name
} | {"sept": 9}


TIMES: Final = ("%H:%M", "%H:%M:%S", "%H.%M") + tuple(
    f"{clock}{gap}%p" for clock in ("%I:%M", "%I.%M", "%I") for gap in ("", " ")
)
_FOUR_DIGITS: Final = re.compile(r"^(\d\d)(\d\d)$")


class When(Enum):
    """Where a date must lie, seen from today."""

    PAST = "must be in the past"
    TODAY_OR_PAST = "must be today or in the past"
    FUTURE = "must be in the future"
    TODAY_OR_FUTURE = "must be today or in the future"

    def holds(self, day: date, today: date) -> bool:
        return {
            When.PAST: day < today,
            When.TODAY_OR_PAST: day <= today,
            When.FUTURE: day > today,
            When.TODAY_OR_FUTURE: day >= today,
        }[self]


class DateBoxes(forms.MultiWidget):
    """Boxes named `<field>_day`, `<field>_month` and `<field>_year`.

    One ISO value under the field's own name is understood too, as an address carries it.
    """

    def __init__(self, attrs: Any = None) -> None:
        super().__init__({part: forms.TextInput() for part in PARTS}, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            value = parse_date(value) if len(value) == 10 else None
        return [value.day, value.month, value.year] if value else [None, None, None]

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> Sequence[Any] | None:
        if self._is_one_value(data, name):
            parts = str(data[name]).strip().split("-")
            return list(reversed(parts)) if len(parts) == 3 else [str(data[name]), "", ""]
        return super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return not self._is_one_value(data, name) and super().value_omitted_from_data(
            data, files, name
        )

    @staticmethod
    def _is_one_value(data: Mapping[str, Any], name: str) -> bool:
        return bool(data.get(name)) and f"{name}_day" not in data


class DateField(forms.Field):
    """A date. `subject` opens its messages ("The date of the visit must include a month").

    Without a `subject` the label is used, unless it is a question. `when` says where the date
    must lie; `earliest` and `latest` are the outer limits. Every error carries the wrong
    `parts` in its params, so that the boxes and the error summary can point at them.
    """

    widget = DateBoxes

    def __init__(
        self,
        *,
        subject: str = "",
        when: When | None = None,
        earliest: date = EARLIEST,
        latest: date = LATEST,
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.subject, self.when, self.earliest, self.latest = subject, when, earliest, latest

    @classmethod
    def from_plain(cls, field: forms.DateField) -> "DateField":
        """Our field in place of Django's one-box one, as a model form makes it."""
        return cls(
            required=field.required,
            label=field.label,
            initial=field.initial,
            help_text=field.help_text,
            disabled=field.disabled,
            validators=[v for v in field.validators if v not in field.default_validators],
        )

    def name_in_messages(self) -> str:
        label = str(self.label or "")
        return self.subject or (label if label and not label.endswith("?") else "The date")

    def wrong(self, problem: str, parts: Sequence[str] = PARTS) -> ValidationError:
        return ValidationError(
            f"{self.name_in_messages()} {problem}".replace("%", "%%"),
            code="date",
            params={"parts": tuple(parts)},
        )

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        texts = {
            part: str(text or "").strip()
            for part, text in zip(PARTS, value or ("",) * 3, strict=True)
        }
        if not any(texts.values()):
            return None
        missing = [part for part in PARTS if not texts[part]]
        if missing:
            raise self.wrong(f"must include a {' and '.join(missing)}", missing)
        return self._real_date(texts)

    def _real_date(self, texts: dict[str, str]) -> date:
        numbers = {
            "day": _number(texts["day"], 2),
            "month": _MONTHS.get(texts["month"].lower()) or _number(texts["month"], 2),
            "year": _number(texts["year"], 4),
        }
        if numbers["year"] is not None and len(texts["year"]) < 4:
            raise self.wrong("must have a year of 4 numbers, for example 2026", ["year"])
        parts_wrong = [
            part
            for part, top in (("day", 31), ("month", 12), ("year", 9999))
            if not 1 <= (numbers[part] or 0) <= top
        ]
        if parts_wrong:
            raise self.wrong("must be a real date", parts_wrong)
        try:
            return date(**numbers)  # type: ignore[arg-type]
        except ValueError:
            raise self.wrong("must be a real date", ["day"]) from None

    def validate(self, value: date | None) -> None:
        if value is None:
            if self.required:
                raise ValidationError(
                    self.error_messages["required"], code="required", params={"parts": PARTS}
                )
            return
        if value < self.earliest or value > self.latest:
            edge = (
                f"must be {self.earliest:%-d %B %Y} or later"
                if value < self.earliest
                else f"must be {self.latest:%-d %B %Y} or earlier"
            )
            raise self.wrong(edge)
        if self.when and not self.when.holds(value, timezone.localdate()):
            raise self.wrong(self.when.value)


def _number(text: str, digits: int) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


class TimeField(forms.TimeField):
    """A time as people write it down: 14:30, 14.30, 1430, 2:30pm, 2.30 pm or 2pm."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**(options | {"input_formats": TIMES}))

    @classmethod
    def from_plain(cls, field: forms.TimeField) -> "TimeField":
        """Our field in place of Django's, which knows none but 14:30."""
        return cls(
            required=field.required,
            label=field.label,
            initial=field.initial,
            help_text=field.help_text,
            disabled=field.disabled,
            widget=field.widget,
            error_messages=field.error_messages,
            validators=[v for v in field.validators if v not in field.default_validators],
        )

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str):
            value = _FOUR_DIGITS.sub(r"\1:\2", value.strip())
        return super().to_python(value)
