"""Each kind of widget in the design system's markup, with typed values kept and escaped."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Div, Fieldset, Layout, Row, Submit
from crispy_forms.utils import render_crispy_form
from django import forms
from django.template import Context, Template

from govuk import fields, widgets
from govuk.forms import Form
from govuk.layout import Beside, FilterHelper, Section


def drawn(field, value=None, **form_options):
    form = type("OneField", (Form,), {"one": field})(
        None if value is None else {"one": value}, **form_options
    )
    return fields.render(form["one"])


CHOICES = [("a", "Apple"), ("b", "<b>Pear</b>")]


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        (forms.CharField(), 'type="text"'),
        (forms.EmailField(), 'type="email"'),
        (forms.IntegerField(), 'inputmode="numeric"'),
        (forms.DecimalField(), 'inputmode="decimal"'),
        (forms.URLField(assume_scheme="https"), 'type="url"'),
        (forms.TimeField(), "govuk-input--width-5"),
        (forms.DateTimeField(), "govuk-input"),
        (forms.CharField(widget=forms.PasswordInput), 'data-module="govuk-password-input"'),
        (forms.CharField(widget=forms.Textarea), '<textarea class="govuk-textarea'),
        (forms.FileField(), 'type="file"'),
        (forms.ChoiceField(choices=CHOICES), '<select class="govuk-select'),
        (forms.MultipleChoiceField(choices=CHOICES), " multiple"),
        (forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect), 'type="radio"'),
        (
            forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple),
            'type="checkbox"',
        ),
        (forms.BooleanField(), 'type="checkbox"'),
        (forms.NullBooleanField(), "govuk-select"),
        (forms.SplitDateTimeField(), "govuk-form-group"),
    ],
)
def test_every_widget_is_drawn(field, expected):
    html = drawn(field)
    assert expected in html
    assert "govuk-form-group" in html
    assert "style=" not in html


def test_several_answers_are_checkboxes_although_django_calls_them_radios():
    html = drawn(forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple))
    assert 'type="radio"' not in html
    assert "govuk-checkboxes" in html


@pytest.mark.parametrize("kind", [forms.RadioSelect, forms.CheckboxSelectMultiple])
def test_the_first_of_several_bears_the_bare_id(kind):
    html = drawn(forms.MultipleChoiceField(choices=CHOICES, widget=kind))
    assert 'id="id_one"' in html
    assert 'id="id_one-2"' in html


def test_words_from_people_are_escaped_everywhere():
    evil = '"><script>alert(1)</script>'
    for field in (
        forms.CharField(label=evil, help_text=evil),
        forms.CharField(label=evil, widget=forms.Textarea),
        forms.ChoiceField(label=evil, choices=[(evil, evil)], widget=forms.RadioSelect),
        forms.ChoiceField(label=evil, choices=[(evil, [(evil, evil)])]),
        forms.BooleanField(label=evil),
        forms.SplitDateTimeField(label=evil, help_text=evil),
    ):
        assert "<script>" not in drawn(field, evil), field


@pytest.mark.parametrize("typed", ["two\n\n  lines", "\nfirst line empty", "  led in"])
def test_typed_text_comes_back_as_it_was_also_when_it_was_revealed(typed):
    class Revealing(Form):
        reveals = {"answer": {"a": ["text"]}}
        answer = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
        text = forms.CharField(widget=widgets.Textarea(words=50), strip=False)

    html = fields.render(Revealing({"answer": "a", "text": typed})["answer"])
    inside = html.split("</textarea>")[0].split("<textarea")[1].split(">", 1)[1]
    # What a browser makes of it: the first line break after the tag is not part of the value.
    assert inside.removeprefix("\n") == typed


def test_a_password_is_never_sent_back():
    html = drawn(forms.CharField(widget=forms.PasswordInput), "secret")
    assert "secret" not in html


def test_hint_and_error_are_tied_to_the_control():
    html = drawn(forms.CharField(help_text="As on the letter"), "")
    assert 'aria-describedby="id_one-hint id_one-error"' in html
    select = drawn(forms.ChoiceField(choices=CHOICES, help_text="One"), "z")
    assert 'aria-describedby="id_one-hint id_one-error"' in select


def test_the_browser_may_not_cut_or_check_before_us():
    html = drawn(forms.CharField(max_length=5, min_length=2))
    for attribute in ("maxlength", "minlength", " required"):
        assert attribute not in html


def test_a_select_keeps_its_groups_and_its_answer():
    field = forms.ChoiceField(choices=[("", "---------"), ("Fruit", CHOICES)])
    html = drawn(field, "b")
    assert '<optgroup label="Fruit">' in html
    assert '<option value="b" selected>' in html
    assert ">Choose</option>" in html


def test_an_optional_field_says_so_and_a_filter_does_not():
    assert "(optional)" in drawn(forms.CharField(required=False))

    class Filter(Form):
        says_optional = False
        one = forms.CharField(required=False)

    assert "(optional)" not in fields.render(Filter()["one"])

    class AskedOfSome(Form):
        one = forms.CharField(required=False)
        needed_at_times = {"one"}

    assert "(optional)" not in fields.render(AskedOfSome()["one"])


@pytest.mark.parametrize("widget", [widgets.RadioSelect, forms.Select])
def test_what_several_answers_reveal_is_drawn_once(widget):
    class Shared(Form):
        answer = forms.ChoiceField(choices=CHOICES, widget=widget())
        why = forms.CharField()
        only = forms.CharField()
        reveals = {"answer": {"a": ["why", "only"], "b": ["why"]}}

    html = fields.render(Shared()["answer"])
    assert html.count('name="why"') == 1
    assert html.count('name="only"') == 1
    assert 'data-revealed-by="id_answer" data-revealed-when="a|b"' in html


def test_widget_extras_are_drawn():
    html = drawn(forms.IntegerField(widget=widgets.TextInput(width=3, suffix="minutes")))
    assert "govuk-input--width-3" in html
    assert '<div class="govuk-input__suffix" aria-hidden="true">minutes' in html
    hinted = drawn(
        forms.ChoiceField(choices=CHOICES, widget=widgets.RadioSelect(hints={"a": "Sweet"}))
    )
    assert "Sweet" in hinted
    assert "app-choice-buttons" in drawn(
        forms.ChoiceField(choices=CHOICES, widget=widgets.RadioSelect(buttons=True))
    )
    counted = drawn(forms.CharField(widget=widgets.Textarea(words=20)))
    assert 'data-count-type="words"' in counted
    assert 'data-maxlength="20"' in counted
    assert "You can enter up to 20 words" in counted


def test_a_disabled_field_is_disabled():
    for field in (
        forms.CharField(disabled=True),
        forms.ChoiceField(choices=CHOICES, disabled=True),
        forms.ChoiceField(choices=CHOICES, disabled=True, widget=forms.RadioSelect),
        forms.DateField(disabled=True),
        forms.BooleanField(disabled=True),
    ):
        assert "disabled" in drawn(field)


class Whole(Form):
    name = forms.CharField()
    where = forms.CharField()
    token = forms.CharField(widget=forms.HiddenInput, initial="t0k3n", required=False)


def helper(*layout):
    made = FormHelper()
    made.layout = Layout(*layout) if layout else None
    made.add_input(Submit("save", "Send to sign"))
    made.add_input(Submit("later", "Finish later", css_class="govuk-button--secondary"))
    return made


def test_a_whole_form_has_one_summary_its_buttons_and_its_token():
    html = render_crispy_form(Whole({}), helper(), {"csrf_token": "abc"})
    assert html.count('class="govuk-error-summary"') == 1
    assert '<a href="#id_name">Enter name</a>' in html
    assert 'name="csrfmiddlewaretoken" value="abc"' in html
    assert 'class="govuk-button govuk-button--secondary"' in html
    assert ">Send to sign</button>" in html
    assert "novalidate" in html
    assert "btn" not in html


def test_a_layout_loses_no_hidden_field():
    layouts = (
        Section("Where", "name", "where", note="Who sees it"),
        Fieldset("All", Row(Column("name"), Column("where"))),
        Div(Beside("name", "where"), HTML("<p>Words</p>"), css_class="x"),
    )
    for layout in layouts:
        html = render_crispy_form(Whole(), helper(layout), {"csrf_token": "abc"})
        assert html.count('value="t0k3n"') == 1
        assert html.count('id="id_where"') == 1


def test_a_file_makes_the_form_multipart():
    upload = type("Upload", (Form,), {"file": forms.FileField()})
    assert 'enctype="multipart/form-data"' in render_crispy_form(upload(), helper(), {})


def test_the_page_shows_the_summary_once_above_the_heading():
    page = Template(
        "{% load govuk crispy_forms_tags %}"
        "{% error_prefix %}|{% page_error_summary %}|{% crispy form %}"
    )
    form = Whole({})
    form.helper = helper()
    prefix, summary, rest = page.render(Context({"form": form, "csrf_token": "a"})).split("|")
    assert prefix == "Error: "
    assert "There is a problem" in summary
    assert "There is a problem" not in rest


def test_a_form_without_errors_has_no_summary():
    page = Template("{% load govuk %}{% error_prefix %}{% page_error_summary %}")
    assert page.render(Context({"form": Whole()})) == ""
    assert page.render(Context({})) == ""
    assert page.render(Context({"form": "not a form"})) == ""


def test_a_formset_lists_the_errors_of_all_its_forms():
    made = forms.formset_factory(Whole, extra=2)
    formset = made(
        {
            "form-TOTAL_FORMS": "2",
            "form-INITIAL_FORMS": "0",
            "form-0-name": "a",
            "form-1-where": "b",
        }
    )
    html = render_crispy_form(formset, helper(), {"csrf_token": "abc"})
    assert '<a href="#id_form-0-where">Enter where</a>' in html
    assert '<a href="#id_form-1-name">Enter name</a>' in html


def test_filter_forms_are_plain_get_forms_first():
    class Filter(Form):
        state = forms.ChoiceField(choices=[("", "Any"), ("open", "Open")], required=False)

    form = Filter()
    form.helper = FilterHelper(target="rows")
    html = Template("{% load crispy_forms_tags %}{% crispy form %}").render(Context({"form": form}))
    assert 'method="get"' in html
    assert 'hx-target="#rows"' in html
    assert "csrfmiddlewaretoken" not in html
    assert ">Any</option>" in html
