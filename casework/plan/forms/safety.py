"""The family's safety plan, on one form."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms

from casework.child.models import Child
from casework.plan.actions.safety import Step
from casework.plan.completeness import SAFETY_FIELDS
from casework.plan.models import SafetyPlan, SafetyStep
from govuk.forms import DateField, Form, Textarea
from govuk.layout import Beside, FormHelper, Section
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

# Most rows; a form begins with a few, since eight empty ones fill a phone.
STEPS, STEPS_AT_FIRST, STEPS_SPARE = 8, 3, 2


class SafetyPlanForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """Written with the family, in their words; nothing is required to keep a draft."""

    says_optional = False

    signs = forms.CharField(
        label="How do we notice that it is getting bad?", required=False, widget=Textarea(rows=3)
    )
    first_thing = forms.CharField(
        label="What do we do first?", required=False, widget=Textarea(rows=3)
    )
    safe_place = forms.CharField(label="Where do we go?", max_length=300, required=False)
    code_word = forms.CharField(
        label="Our word for “come now”",
        help_text="A word to say on the phone or to send, that nobody else notices.",
        max_length=60,
        required=False,
    )
    childs_part = forms.CharField(required=False, widget=Textarea(rows=3))
    afterwards = forms.CharField(
        label="What do we do the next day?", required=False, widget=Textarea(rows=2)
    )
    talk_again_on = DateField(label="When do we talk about it again?", required=False)

    def __init__(
        self, *args: Any, child: Child, safety_plan: SafetyPlan | None, **kwargs: Any
    ) -> None:
        steps = list(safety_plan.steps.all()[:STEPS]) if safety_plan else []
        kwargs["initial"] = _initial(safety_plan, steps) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        first = child.known_as or child.first_name
        self.fields["childs_part"].label = f"What does {first} do?"
        self.fields["childs_part"].help_text = "In the child's own words."
        self.rows = self._rows(len(steps))
        for number in self.rows:
            self._add_step(number)
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("When it gets bad", "signs", "first_thing", "safe_place", "code_word"),
            Section(
                "Who does what",
                *(
                    Beside(f"step_{number}_who", f"step_{number}_what", f"step_{number}_phone")
                    for number in self.rows
                ),
                note="" if len(self.rows) == STEPS else "Saving makes room for more",
            ),
            Section(first, "childs_part"),
            Section("Afterwards", "afterwards", "talk_again_on"),
        )
        self.helper.add_input(Submit("save", "Save"))

    def _rows(self, stand: int) -> range:
        """Those that stand and room for two more, or as many as an older page sent."""
        sent = sum(1 for number in range(STEPS) if f"step_{number}_who" in self.data)
        return range(min(STEPS, max(STEPS_AT_FIRST, stand + STEPS_SPARE, sent)))

    def _add_step(self, number: int) -> None:
        nth = number + 1
        self.fields[f"step_{number}_who"] = forms.CharField(
            label=f"{nth}. Who", max_length=80, required=False
        )
        self.fields[f"step_{number}_what"] = forms.CharField(
            label=f"{nth}. What they do", max_length=300, required=False
        )
        self.fields[f"step_{number}_phone"] = forms.CharField(
            label=f"{nth}. Phone", max_length=40, required=False
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for number in self.rows:
            who, what = given.get(f"step_{number}_who"), given.get(f"step_{number}_what")
            if what and not who:
                self.add_error(f"step_{number}_who", f"Say who does number {number + 1}")
            if who and not what:
                self.add_error(f"step_{number}_what", f"Say what {who} does")
        return given

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in SAFETY_FIELDS}

    def steps(self) -> list[Step]:
        given = self.cleaned_data
        return [
            Step(
                given[f"step_{number}_who"],
                given[f"step_{number}_what"],
                given[f"step_{number}_phone"],
            )
            for number in self.rows
            if given[f"step_{number}_who"]
        ]


def _initial(safety_plan: SafetyPlan | None, steps: Sequence[SafetyStep]) -> dict[str, Any]:
    if safety_plan is None:
        return {}
    values: dict[str, Any] = {name: getattr(safety_plan, name) for name in SAFETY_FIELDS}
    for number, row in enumerate(steps):
        values |= {
            f"step_{number}_who": row.who,
            f"step_{number}_what": row.does_what,
            f"step_{number}_phone": row.phone,
        }
    return values | {"lock_version": safety_plan.lock_version}
