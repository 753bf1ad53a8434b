"""Who agreed, and who was given it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from casework.plan.models import Agreement, Sharing, Who
from casework.plan.reads import Somebody
from govuk.forms import DateField, Form, RadioSelect, Textarea, TextInput, YesNoField
from govuk.layout import FormHelper
from records.forms import OnceFormMixin, UnsentTextMixin

SOMEBODY_ELSE = "else"


class PersonForm(OnceFormMixin, UnsentTextMixin, Form):
    """Begins with whom it is about: somebody of the family, or somebody else by name."""

    says_optional = False
    reveals = {"person": {SOMEBODY_ELSE: ["who", "name"]}}

    person = forms.ChoiceField(label="Who?", widget=RadioSelect())
    who = forms.ChoiceField(
        label="What are they to the child?",
        choices=[(one.value, one.label) for one in Who if one != Who.CHILD],
        widget=RadioSelect(),
    )
    name = forms.CharField(label="Name", max_length=120)

    def __init__(self, *args: Any, people: Sequence[Somebody], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(number): one for number, one in enumerate(people)}
        self.fields["person"].choices = [
            *((key, _described(one)) for key, one in self.people.items()),
            (SOMEBODY_ELSE, "Somebody else"),
        ]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))

    def somebody(self) -> dict[str, Any]:
        known = self.people.get(self.cleaned_data["person"])
        if known is None:
            return {"who": self.cleaned_data["who"], "name": self.cleaned_data["name"]}
        return {"who": known.who, "name": known.name, "member_id": known.member_id}


def _described(one: Somebody) -> str:
    apart = " – lives elsewhere" if one.who == Who.ABSENT_PARENT else ""
    return f"{one.name}{apart}"


class AgreementForm(PersonForm):
    """One person's answer."""

    reveals = PersonForm.reveals | {
        "answer": {
            Agreement.Answer.NO: ["why_no"],
            Agreement.Answer.COULD_NOT: ["why_could_not"],
        }
    }

    answer = forms.ChoiceField(
        label="Do they agree?", choices=Agreement.Answer, widget=RadioSelect()
    )
    why_no = forms.CharField(label="Why not?", max_length=300)
    why_could_not = forms.CharField(
        label="Why could they not be asked, or not answer?",
        help_text="What was tried, and when it will be tried again.",
        max_length=300,
    )
    own_words = forms.CharField(
        label="What did they say, in their own words?", required=False, widget=Textarea(rows=3)
    )
    asked_on = DateField(label="When were they asked?")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"asked_on": on} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def answers(self) -> dict[str, Any]:
        given = self.cleaned_data
        return self.somebody() | {
            "answer": given["answer"],
            "why": given["why_no"] or given["why_could_not"],
            "own_words": given["own_words"],
            "asked_on": given["asked_on"],
        }


class SharingForm(PersonForm):
    """A copy was given or read to somebody."""

    shared_on = DateField(label="When?")
    how = forms.ChoiceField(label="How?", choices=Sharing.How, widget=RadioSelect())
    language = forms.CharField(
        label="In which language?", max_length=60, widget=TextInput(width=20)
    )
    interpreter = forms.ChoiceField(
        label="Interpreter", choices=Sharing.Interpreter, widget=RadioSelect()
    )
    easy_read = YesNoField(label="Was the easy-read page given too?")
    note = forms.CharField(label="Anything to add?", max_length=300, required=False)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"shared_on": on, "language": "English"} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)

    def answers(self) -> dict[str, Any]:
        names = ("shared_on", "how", "language", "interpreter", "easy_read", "note")
        return self.somebody() | {name: self.cleaned_data[name] for name in names}
