"""What is asked to refer a child onward, and when the agency has answered."""

from datetime import date
from typing import Any

from crispy_forms.layout import Submit
from django import forms

from casework.closure.models import OnwardReferral
from govuk.forms import DateField, Form, RadioSelect, Textarea, When
from govuk.layout import FormHelper
from partners.models import Agency
from records.forms import OnceFormMixin, UnsentTextMixin


class OnwardForm(OnceFormMixin, UnsentTextMixin, Form):
    """To whom, for which help, and why we may share what we know."""

    agency = forms.ModelChoiceField(
        label="To which agency?", queryset=Agency.objects.none(), empty_label="Choose"
    )
    purpose = forms.CharField(
        label="What help do you ask for?",
        max_length=2000,
        widget=Textarea(rows=4),
        help_text="What worries you, what works, and what should be different afterwards.",
    )
    basis = forms.ChoiceField(
        label="Why may we share this?",
        choices=OnwardReferral.Basis.choices,
        widget=RadioSelect(),
    )
    basis_note = forms.CharField(
        label="Why is it shared without consent?", max_length=300, widget=Textarea(rows=2)
    )
    asked_on = DateField(label="Date of the referral", when=When.TODAY_OR_PAST)
    reveals = {"basis": {OnwardReferral.Basis.SAFEGUARDING: ["basis_note"]}}

    def __init__(self, *args: Any, agencies: Any, on: date, sharing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = agencies
        self.fields["basis"].widget.hints = {OnwardReferral.Basis.CONSENT: sharing}
        self.initial.setdefault("asked_on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("check", "Check before you send it"))

    def fields_of_referral(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.base_fields}


class ReplyForm(OnceFormMixin, Form):
    """What the agency said."""

    state = forms.ChoiceField(
        label="What did they say?",
        choices=[
            (OnwardReferral.State.ACCEPTED, "They take it on"),
            (OnwardReferral.State.REJECTED, "They do not take it on"),
        ],
        widget=RadioSelect(),
    )
    replied_by = forms.CharField(label="Who replied?", max_length=120)
    on = DateField(label="When?", when=When.TODAY_OR_PAST)
    reply = forms.CharField(
        label="What happens next, or why not?", max_length=2000, widget=Textarea(rows=3)
    )

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("record", "Record the reply"))


class RevokeForm(OnceFormMixin, Form):
    """We no longer ask for it."""

    on = DateField(label="From when?", when=When.TODAY_OR_PAST)
    why = forms.CharField(label="Why?", max_length=2000, widget=Textarea(rows=3))

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", on)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("revoke", "Take it back"))
