"""The bases of every form: plain words, caps, and questions that an answer reveals."""

import contextlib
from datetime import time

import pytest
from crispy_forms.layout import Layout, Submit
from django import forms as django_forms
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from govuk import fields
from govuk.errors import lines
from govuk.forms import (
    CheckboxSelectMultiple,
    DateField,
    Form,
    RadioSelect,
    ScaleField,
    Textarea,
    YesNoField,
)
from govuk.layout import FormHelper, Section


class MeetingForm(Form):
    reveals = {
        "place": {"other": ["where"], "home": ["pair", "pair_with"]},
        "pair": {"True": ["pair_with"]},
        "topics": {"money": ["money_text"]},
        "told": {True: "told_whom"},
    }
    optional_when_revealed = frozenset({"pair"})

    place = django_forms.ChoiceField(
        choices=[("school", "School"), ("home", "Home"), ("other", "Other")], widget=RadioSelect
    )
    where = django_forms.CharField(label="Where?")
    pair = YesNoField(label="Did two go?")
    pair_with = django_forms.CharField(label="With whom?", required=False)
    topics = django_forms.MultipleChoiceField(
        choices=[("money", "Money"), ("home", "Home")],
        widget=CheckboxSelectMultiple,
        required=False,
    )
    money_text = django_forms.CharField(label="What about money?", widget=Textarea)
    told = django_forms.BooleanField(label="I told the school", required=False)
    told_whom = django_forms.CharField(label="Whom?")


def test_an_answer_that_reveals_nothing_asks_for_nothing_more():
    form = MeetingForm({"place": "school"})
    assert form.is_valid(), form.errors


@pytest.mark.parametrize(
    ("sent", "asked"),
    [
        ({"place": "other"}, {"where"}),
        ({"place": "school", "topics": ["home", "money"]}, {"money_text"}),
        ({"place": "school", "told": "on"}, {"told_whom"}),
    ],
)
def test_a_revealed_question_must_be_answered(sent, asked):
    form = MeetingForm(sent)
    assert set(form.errors) == asked


def test_what_is_not_revealed_is_blanked_whatever_was_sent():
    form = MeetingForm(
        {
            "place": "school",
            "where": "x" * 600,
            "pair": "nonsense",
            "money_text": "a",
            "told_whom": "b",
        }
    )
    assert form.is_valid(), form.errors
    assert [form.cleaned_data[name] for name in ("where", "pair", "money_text", "told_whom")] == [
        "", None, "", "",
    ]  # fmt: skip


def test_a_question_behind_a_hidden_question_stays_hidden():
    form = MeetingForm({"place": "school", "pair": "True", "pair_with": "Lorna"})
    assert form.is_valid()
    assert form.cleaned_data["pair_with"] == ""


def test_a_revealed_question_may_be_optional_where_the_form_says_so():
    form = MeetingForm({"place": "home", "pair_with": "Lorna"})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["pair"] is None


def test_a_revealed_question_stands_inside_its_answer_and_nowhere_else():
    form = MeetingForm()
    radios = fields.render(form["place"])
    assert 'id="id_where"' in radios
    assert "govuk-radios__conditional--hidden" in radios
    assert fields.is_revealed_by_another(form["where"])
    assert not fields.is_revealed_by_another(form["place"])


def test_an_answer_given_opens_its_question_without_javascript():
    shown = fields.render(MeetingForm({"place": "other"})["place"])
    other = shown.split('id="conditional-id_place-3"')[0].rsplit("<div", 1)[1]
    assert "hidden" not in other
    assert "checkboxes__conditional--hidden" in fields.render(MeetingForm()["told"])
    assert "checkboxes__conditional--hidden" not in fields.render(
        MeetingForm({"told": "on"})["told"]
    )


class PlainForm(Form):
    name = django_forms.CharField(label="Name of the school")
    asks = django_forms.CharField(label="What happened?", widget=Textarea(characters=20))
    count = django_forms.IntegerField(label="Number of children", min_value=1, required=False)
    email = django_forms.EmailField(label="E-mail address", required=False)
    kind = django_forms.ChoiceField(label="Kind", choices=[("a", "A")], required=False)
    files = django_forms.FileField(label="Letter")
    URN = django_forms.CharField(max_length=6, required=False)
    own = django_forms.CharField(error_messages={"required": "Say who asked"})
    yes = django_forms.BooleanField(label="I have read it")


def test_messages_are_in_plain_words():
    sent = {"count": "0", "email": "nobody", "kind": "z", "asks": "x" * 21, "URN": "1234567"}
    assert {name: list(said) for name, said in PlainForm(sent).errors.items()} == {
        "name": ["Enter name of the school"],
        "asks": ["Your answer to “What happened?” must be 20 characters or fewer"],
        "count": ["Number of children must be 1 or more"],
        "email": ["Enter an e-mail address in the right form, like name@example.com"],
        "kind": ["Choose one of the answers in the list"],
        "files": ["Choose letter"],
        "URN": ["Urn must be 6 characters or fewer"],
        "own": ["Say who asked"],
        "yes": ["Tick “I have read it” to go on"],
    }


class Timed(Form):
    at = django_forms.TimeField(label="What time?")


@pytest.mark.parametrize("typed", ["14:30", "14.30", "1430", "2:30pm", "2.30 PM", " 14:30 "])
def test_a_time_is_read_as_people_write_it(typed):
    form = Timed({"at": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == time(14, 30)


@pytest.mark.parametrize("typed", ["14", "25:10", "9999", "half two", "14pm"])
def test_what_is_no_time_says_what_it_wants(typed):
    assert Timed({"at": typed}).errors["at"] == [
        "Your answer to “What time?” must be a time, like 14:30"
    ]


def test_a_question_is_asked_again_by_its_own_words():
    assert PlainForm({}).errors["asks"] == ["Answer “What happened?”"]


def test_a_number_that_is_none_says_what_it_wants():
    assert PlainForm({"count": "two"}).errors["count"] == [
        "Number of children must be a number, like 12"
    ]


def test_a_character_that_cannot_be_stored_is_refused_kindly():
    (message,) = PlainForm({"name": "a\x00b"}).errors["name"]
    assert message.startswith("Name of the school has a character in it that cannot be stored")


@pytest.mark.parametrize(("field", "longest"), [("name", 500), ("own", 500)])
def test_a_text_without_a_limit_of_its_own_gets_one(field, longest):
    assert field not in PlainForm({field: "x" * longest}).errors
    assert field in PlainForm({field: "x" * (longest + 1)}).errors


def test_a_field_added_late_is_treated_like_the_others():
    class Late(Form):
        reveals = {"first": {"yes": ["late"]}}
        first = django_forms.CharField()

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["late"] = django_forms.CharField(label="Late")

    assert Late({"first": "no"}).is_valid()
    assert Late({"first": "yes"}).errors["late"] == ["Enter late"]


def test_yes_no_and_scale_give_what_they_mean():
    class Both(Form):
        yes = YesNoField(required=False)
        scale = ScaleField(required=False)

    answered, empty = Both({"yes": "False", "scale": "0"}), Both({})
    assert answered.is_valid()
    assert answered.cleaned_data == {"yes": False, "scale": 0}
    assert empty.is_valid()
    assert empty.cleaned_data == {"yes": None, "scale": None}
    assert 'value="False" checked' in fields.render(Both(initial={"yes": False})["yes"])
    assert 'value="0" checked' in fields.render(Both(initial={"scale": 0})["scale"])
    assert not Both({"scale": "11"}).is_valid()


@hypothesis_settings(max_examples=50)
@given(st.text())
def test_no_text_breaks_a_form(text):
    form = PlainForm(dict.fromkeys(PlainForm.base_fields, text) | {"count": text})
    for name in form.fields:
        fields.render(form[name])
    with contextlib.suppress(django_forms.ValidationError):
        DateField(label="On", required=False).clean([text, text, text])


class BoxedForm(Form):
    reveals = {"more": {"True": "which"}}

    which = django_forms.CharField(label="Which?")
    last = django_forms.CharField(label="And last?")
    more = YesNoField(label="Is there more?")
    first = django_forms.CharField(label="What first?")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.layout = Layout(Section("Begin", "first", "more"), "last")


def test_errors_are_told_in_the_order_of_the_page():
    """Not in the order in which the fields were declared: a summary is read down the page."""
    form = BoxedForm({"more": "True"})
    assert [line["href"] for line in lines(form)] == ["#id_first", "#id_which", "#id_last"]


def test_a_button_never_bears_the_name_of_a_question():
    class Answer(Form):
        reply = django_forms.CharField(label="What did they say?")

    with pytest.raises(ValueError, match="reply"):
        FormHelper(Answer()).add_input(Submit("reply", "Record the reply"))


def test_a_question_named_late_is_named_so_in_its_messages():
    """Forms put the child's name into a question once they know it."""

    class Words(Form):
        words = django_forms.CharField(widget=Textarea())

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["words"].label = "What did Tomasz say?"

    assert Words({"words": ""}).errors["words"] == ["Answer “What did Tomasz say?”"]
    assert Words({"words": "x" * 20_001}).errors["words"] == [
        "Your answer to “What did Tomasz say?” must be 20,000 characters or fewer"
    ]
