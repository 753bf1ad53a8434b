"""A date in three boxes says which box is wrong, and keeps what was typed."""

from datetime import date

import pytest
import time_machine
from django import forms as django_forms
from django.utils.datastructures import MultiValueDict

from govuk import errors, fields
from govuk.forms import DateField, Form, When


class VisitForm(Form):
    on = DateField(label="When was it?", subject="Date of the visit", when=When.PAST)


def form_with(day="", month="", year="", kind=VisitForm):
    return kind({"on_day": day, "on_month": month, "on_year": year})


@pytest.mark.parametrize(
    ("boxes", "message", "linked"),
    [
        (("", "", ""), "Answer “When was it?”", "id_on_day"),
        (("3", "", "2026"), "Date of the visit must include a month", "id_on_month"),
        (("3", "", ""), "Date of the visit must include a month and year", "id_on_month"),
        (("", "5", "2026"), "Date of the visit must include a day", "id_on_day"),
        (("31", "2", "2026"), "Date of the visit must be a real date", "id_on_day"),
        (("3", "13", "2026"), "Date of the visit must be a real date", "id_on_month"),
        (("x", "1", "2026"), "Date of the visit must be a real date", "id_on_day"),
        (("3", "blah", "2026"), "Date of the visit must be a real date", "id_on_month"),
        (("٣", "1", "2026"), "Date of the visit must be a real date", "id_on_day"),
        (
            ("3", "1", "26"),
            "Date of the visit must have a year of 4 numbers, for example 2026",
            "id_on_year",
        ),
        (("3", "1", "0000"), "Date of the visit must be a real date", "id_on_year"),
        (("3", "1", "1066"), "Date of the visit must be 1 January 1900 or later", "id_on_day"),
        (("3", "1", "2200"), "Date of the visit must be 31 December 2100 or earlier", "id_on_day"),
        (("22", "11", "2026"), "Date of the visit must be in the past", "id_on_day"),
    ],
)
@time_machine.travel("2026-11-22 09:00 +0000", tick=False)
def test_each_wrong_date_says_what_is_wrong_and_where(boxes, message, linked):
    form = form_with(*boxes)

    assert form.errors["on"] == [message]
    assert errors.target(form["on"]) == linked
    html = fields.render(form["on"])
    assert message in html.replace("&quot;", '"')
    assert html.count("govuk-input--error") == len(errors.wrong_parts(form["on"]))
    for text in filter(None, boxes):
        assert f'value="{text}"' in html


@pytest.mark.parametrize("month", ["3", "03", "March", "mar", "MAR "])
@time_machine.travel("2026-11-22 09:00 +0000", tick=False)
def test_a_month_may_be_written_as_a_number_or_a_word(month):
    form = form_with(" 4", month, "2026")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2026, 3, 4)


def test_september_may_be_shortened_as_people_do():
    assert DateField(label="On").clean(["1", "Sept", "2025"]) == date(2025, 9, 1)


def test_an_optional_date_may_be_left_empty():
    class Optional(Form):
        on = DateField(label="On", required=False)

    form = form_with(kind=Optional)
    assert form.is_valid()
    assert form.cleaned_data["on"] is None


@pytest.mark.parametrize(
    ("when", "yesterday", "today", "tomorrow"),
    [
        (When.PAST, True, False, False),
        (When.TODAY_OR_PAST, True, True, False),
        (When.FUTURE, False, False, True),
        (When.TODAY_OR_FUTURE, False, True, True),
    ],
)
def test_today_counts_where_it_is_named(when, yesterday, today, tomorrow):
    days = [date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23)]
    assert [when.holds(day, date(2026, 11, 22)) for day in days] == [yesterday, today, tomorrow]


def test_one_iso_value_is_understood_as_an_address_carries_it():
    class Optional(Form):
        on = DateField(label="On")

    form = Optional(MultiValueDict({"on": ["2026-11-19"]}))
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2026, 11, 19)
    assert not Optional({"on": "soon"}).is_valid()


def test_a_saved_date_stands_in_its_boxes():
    html = fields.render(VisitForm(initial={"on": date(2026, 3, 4)})["on"])
    assert [f'value="{part}"' in html for part in (4, 3, 2026)] == [True, True, True]


def test_a_kept_half_date_stands_in_its_boxes():
    html = fields.render(VisitForm(initial={"on": ["4", "", "2026"]})["on"])
    assert 'value="4"' in html
    assert 'value="2026"' in html


def test_djangos_own_date_field_becomes_three_boxes():
    class Plain(Form):
        on = django_forms.DateField(label="First day", required=False, help_text="A Monday")

    form = Plain({"on_day": "4", "on_month": "3", "on_year": "2026"})
    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2026, 3, 4)
    assert "A Monday" in fields.render(form["on"])


def test_an_unchanged_date_is_not_a_change():
    sent = {"on_day": "04", "on_month": "3", "on_year": "2026"}
    assert not VisitForm(sent, initial={"on": date(2026, 3, 4)}).has_changed()
    assert VisitForm(sent, initial={"on": date(2026, 3, 5)}).has_changed()


def test_a_percent_sign_in_the_subject_breaks_no_message():
    class Odd(Form):
        on = DateField(label="100% day")

    assert form_with("1", kind=Odd).errors["on"] == ["100% day must include a month and year"]
