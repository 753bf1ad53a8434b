"""What goes to the university of a session, and why a word in it tells of no child."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms

from govuk.forms import Form, Textarea
from govuk.layout import FormHelper
from placements.anonymity import Finding
from records.forms import OnceFormMixin, UnsentTextMixin
from supervision.extracts import TEXTS, unexplained
from supervision.models import SupervisionExtract

# Which tick offers which text; the learning itself always goes.
OFFERED = {"reflection": "with_reflection", "agreed": "with_agreed"}


def why_name(key: str) -> str:
    """The name of the question why this finding tells of no child."""
    return f"why_{key.encode().hex()}"


class ExtractForm(OnceFormMixin, UnsentTextMixin, Form):
    """The practice educator's own text. `found` is what the portal found in it, field by field:
    what may be an ordinary word is asked about right below the text it stands in.
    """

    # What may stay empty is asked for only where the text is: "optional" would say it can wait.
    says_optional = False
    reveals = {"with_reflection": {True: ["reflection"]}, "with_agreed": {True: ["agreed"]}}

    replaces = forms.UUIDField(required=False, widget=forms.HiddenInput)
    learning = forms.CharField(
        label="Learning",
        help_text="Evidence, feedback and university work. Write it so that nobody could tell who "
        "a child is.",
        widget=Textarea(rows=8),
    )
    with_reflection = forms.BooleanField(label="Release the reflection too", required=False)
    reflection = forms.CharField(
        label="Reflection on one piece of practice", widget=Textarea(rows=8)
    )
    with_agreed = forms.BooleanField(
        label="Release what was agreed to do about learning", required=False
    )
    agreed = forms.CharField(
        label="What was agreed to do",
        help_text="What has nothing to do with learning does not belong here.",
        widget=Textarea(rows=4),
    )
    checked = forms.BooleanField(
        label="I have read it through: nobody could tell from it who a child is",
        error_messages={
            "required": "Read it through, then tick that nobody could tell who a child is"
        },
    )

    def __init__(
        self, *args: Any, found: Mapping[str, Sequence[Finding]], tutor: str, **kwargs: Any
    ) -> None:
        self.found = found
        super().__init__(*args, **kwargs)
        below = {name: list(self._ask_why(name)) for name in TEXTS}
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            "learning",
            *below["learning"],
            "with_reflection",
            *below["reflection"],
            "with_agreed",
            *below["agreed"],
            "checked",
        )
        self.helper.add_input(Submit("release", f"Release it to {tutor}"))

    def _ask_why(self, text: str) -> Iterable[str]:
        for finding in self.found.get(text, ()):
            name = why_name(finding.key)
            if finding.may_be_a_word and name not in self.fields:
                self.fields[name] = forms.CharField(
                    label=f"“{finding.said}” tells of no child here, because",
                    help_text="Leave it empty if you take the word out.",
                    required=False,
                    max_length=300,
                )
                yield name

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, sentences in unexplained(self.found, self.explained()).items():
            for sentence in sentences:
                self.add_error(name, sentence)
        return cleaned

    def explained(self) -> dict[str, str]:
        """Why each finding tells of no child, by its key, where something was said."""
        keys = (finding.key for findings in self.found.values() for finding in findings)
        given = {key: self.cleaned_data.get(why_name(key), "") for key in keys}
        return {key: why for key, why in given.items() if why}


class WithdrawalForm(OnceFormMixin, Form):
    why = forms.CharField(
        label="Why do you take it back?",
        max_length=SupervisionExtract._meta.get_field("withdrawn_why").max_length,
        help_text="The student and the team manager read this. The university does not.",
        widget=Textarea(rows=3),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("withdraw", "Take it back"))
