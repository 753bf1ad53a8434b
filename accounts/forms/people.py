"""Forms of the people pages. They validate; the actions decide and write."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms

from accounts.models import Person, ReportingLine, Team
from accounts.roles import MAY_DEPUTISE, Role
from govuk.forms import DateField, Form, RadioSelect


class PeopleForm(Form):
    """A form with one button, whose words say what will happen."""

    button = "Save"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.add_input(Submit("", self.button))


class PersonForm(PeopleForm):
    name = forms.CharField(max_length=120, error_messages={"required": "Enter their name"})
    email = forms.EmailField(
        label="E-mail address",
        help_text="They sign in with it, and notices go there.",
        error_messages={"required": "Enter their e-mail address"},
    )
    role = forms.ChoiceField(
        choices=Role.choices, widget=RadioSelect(), error_messages={"required": "Choose their role"}
    )
    registration_number = forms.CharField(
        label="Social Work England number",
        max_length=20,
        required=False,
        help_text="For registered social workers, like SW12345.",
    )
    phone = forms.CharField(label="Telephone", max_length=30, required=False)


class PersonAddForm(PersonForm):
    button = "Add and send the invitation"
    team = forms.ModelChoiceField(queryset=Team.objects.order_by("name"), required=False)
    access_from = DateField(label="First day of access", required=False)
    access_until = DateField(
        label="Last day of access",
        required=False,
        help_text="For somebody who comes for a time. They are signed out at midnight.",
    )


class AccessForm(PeopleForm):
    button = "Open access"
    access_from = DateField(label="First day of access", required=False)
    access_until = DateField(label="Last day of access", required=False)


class LastDayForm(PeopleForm):
    button = "End it"
    on = DateField(label="Last day")


class EndAccessForm(LastDayForm):
    button = "End access"
    on = DateField(label="Last day", help_text="They are signed out at midnight of that day.")


class ConfirmForm(PeopleForm):
    """Nothing to fill in: the page says what will happen."""


class InviteForm(ConfirmForm):
    button = "Send the link"


class ResetSecondFactorForm(ConfirmForm):
    button = "Switch it off for them"


class MembershipForm(PeopleForm):
    button = "Add to this team"
    team = forms.ModelChoiceField(queryset=Team.objects.order_by("name"))
    starts_on = DateField(label="First day")
    ends_on = DateField(label="Last day", required=False)


class LineForm(PeopleForm):
    button = "Start this line"
    answers_to = forms.ModelChoiceField(queryset=Person.objects.none(), label="They answer to")
    kind = forms.ChoiceField(
        choices=ReportingLine.Kind.choices,
        widget=RadioSelect(
            hints={
                "case": "Opens the children's records this person works on.",
                "learning_only": "An off-site educator or a tutor: no child's record.",
                "cover": "For an absence: opens records too, and always ends.",
            }
        ),
    )
    starts_on = DateField(label="First day")
    ends_on = DateField(label="Last day", required=False, help_text="Cover always has one.")
    why = forms.CharField(label="Reason", max_length=300)


class EndLineForm(LastDayForm):
    button = "End this line"
    why = forms.CharField(label="Reason", max_length=300)


class DeputyForm(PeopleForm):
    button = "Appoint"
    deputy = forms.ModelChoiceField(queryset=Person.objects.none(), label="Who acts for them?")
    starts_on = DateField(label="First day")
    ends_on = DateField(label="Last day")
    why = forms.CharField(label="Reason", max_length=300, help_text="For example: annual leave.")


def may_deputise(people):
    """Of `people`, those who may act for a manager."""
    return people.filter(role__in=MAY_DEPUTISE)
