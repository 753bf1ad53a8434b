"""The text of a plan, and the needs, outcomes and actions that hang on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms

from accounts.models import Person
from casework.child.models import Child
from casework.direct_work.models import DirectWorkSession, ScaleReading
from casework.direct_work.visit.models import Visit
from casework.plan.completeness import VERSION_FIELDS
from casework.plan.models import ItemChange, PlanItem, PlanVersion, Status
from govuk.forms import DateField, Form, RadioSelect, ScaleField, Textarea
from govuk.layout import FormHelper, Section
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin


class VersionForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """Nothing is required to keep a draft; sending says what is missing."""

    says_optional = False

    why_new = forms.CharField(
        label="What does this version change, and why?", max_length=300, required=False
    )
    why_plan = forms.CharField(
        label="Why do we have a plan?",
        help_text="Who is worried, about what, and what may happen if nothing changes. "
        "Words the family would use.",
        required=False,
        widget=Textarea(rows=4),
    )
    working_well = forms.CharField(
        label="What is working well?", required=False, widget=Textarea(rows=3)
    )
    must_change = forms.CharField(
        label="What must change, and how will everybody see it?",
        required=False,
        widget=Textarea(rows=4),
    )
    family_network = forms.CharField(
        label="Who in the family and around it helps, and how?",
        required=False,
        widget=Textarea(rows=3),
    )
    contingency = forms.CharField(
        label="What happens if things get worse, or the plan is not kept?",
        required=False,
        widget=Textarea(rows=3),
    )
    ends_when = forms.CharField(
        label="When can the plan end?", required=False, widget=Textarea(rows=2)
    )
    visit_every = forms.IntegerField(
        label="Visits at least every how many working days?",
        required=False,
        min_value=1,
        max_value=60,
    )
    childs_version = forms.CharField(required=False, widget=Textarea(rows=4))
    meeting_on = DateField(
        label="At which meeting was it agreed?",
        help_text="The planning meeting or the review. Leave empty if it has not been yet.",
        required=False,
    )

    def __init__(
        self, *args: Any, version: PlanVersion, child: Child, limit: int, **kwargs: Any
    ) -> None:
        self.limit = limit
        kwargs["initial"] = initial_of(version) | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        first = child.known_as or child.first_name
        self.fields["childs_version"].label = f"The plan as {first} would say it"
        self.fields["childs_version"].help_text = (
            f"Use {first}’s own words or pictures put into words. It stands first on the page "
            f"{first} is given."
        )
        self.fields[
            "visit_every"
        ].help_text = (
            f"The local limit is {limit}. A plan may ask for more visits, never for fewer."
        )
        if version.number == 1:
            del self.fields["why_new"]
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            *(["why_new"] if version.number > 1 else []),
            Section("Why and what for", "why_plan", "working_well", "must_change"),
            Section(f"In {first}’s words", "childs_version"),
            Section(
                "Who helps, and what if",
                "family_network", "contingency", "ends_when", "visit_every", "meeting_on",
            ),
        )  # fmt: skip
        self.helper.add_input(Submit("save", "Save and go back to the plan"))

    def clean_visit_every(self) -> int | None:
        every = self.cleaned_data["visit_every"]
        if every and every > self.limit:
            raise forms.ValidationError(f"Visit at least every {self.limit} working days")
        return every

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in VERSION_FIELDS if name in self.fields}


def initial_of(version: PlanVersion) -> dict[str, Any]:
    values = {name: getattr(version, name) for name in VERSION_FIELDS}
    return values | {"lock_version": version.lock_version}


class ItemForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """One need, outcome or action in a draft."""

    says_optional = False
    fields_of_item: tuple[str, ...] = ()
    noun = ""

    def __init__(self, *args: Any, item: PlanItem | None, **kwargs: Any) -> None:
        known = {} if item is None else self.initial_of(item)
        kwargs["initial"] = known | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", f"Save the {self.noun}"))

    def initial_of(self, item: Any) -> dict[str, Any]:
        values = {name: getattr(item, name) for name in self.fields_of_item}
        return values | {"lock_version": item.lock_version}

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.fields_of_item}


class NeedForm(ItemForm):
    fields_of_item, noun = ("words", "whose_words"), "need"

    words = forms.CharField(
        label="What is needed?",
        help_text="In the family's words: “I need nights when nobody shouts.”",
        max_length=300,
    )
    whose_words = forms.CharField(label="Whose words are these?", max_length=120, required=False)


class OutcomeForm(ItemForm):
    fields_of_item, noun = ("words", "how_we_know", "easy_words"), "outcome"

    words = forms.CharField(
        label="What will be different?", help_text="For the child, not for us.", max_length=300
    )
    how_we_know = forms.CharField(
        label="How will everybody see it?",
        help_text="Something that can be seen or counted, and by when.",
        max_length=300,
    )
    easy_words = forms.CharField(
        label="The same for the child, in a few words",
        help_text="It stands beside a picture on the child's own page.",
        max_length=140,
    )


class ActionForm(ItemForm):
    fields_of_item, noun = ("what", "owner", "owner_name", "due_on"), "action"
    OUTSIDE = "outside"
    reveals = {"owner": {OUTSIDE: ["owner_name"]}}

    what = forms.CharField(label="What will be done?", max_length=300)
    owner = forms.ChoiceField(
        label="Who does it?",
        help_text="Somebody who signs in here finds it in their own list of actions.",
        widget=RadioSelect(),
    )
    owner_name = forms.CharField(
        label="Who is that?", help_text="A name and what they are, such as “Mum”.", max_length=120
    )
    due_on = DateField(label="By when?")

    def __init__(self, *args: Any, owners: Sequence[Person], **kwargs: Any) -> None:
        self.owners = {str(person.pk): person for person in owners}
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [
            *((key, f"{p.name}, {p.get_role_display().lower()}") for key, p in self.owners.items()),
            (self.OUTSIDE, "Somebody of the family, or of another service"),
        ]

    def initial_of(self, item: Any) -> dict[str, Any]:
        owner = str(item.owner_id) if item.owner_id else self.OUTSIDE
        return super().initial_of(item) | {"owner": owner}

    def clean_owner(self) -> str:
        return self.cleaned_data["owner"]

    def answers(self) -> dict[str, Any]:
        given = super().answers()
        return given | {"owner": self.owners.get(given["owner"])}


class StatusForm(OnceFormMixin, UnsentTextMixin, Form):
    """What became of a need, an outcome or an action, and why."""

    change = forms.ChoiceField(label="What became of it?", widget=RadioSelect())
    why = forms.CharField(
        label="Why?", help_text="What was seen or decided. It stays on the record.", max_length=300
    )

    def __init__(self, *args: Any, item: PlanItem, may_remove: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["change"].choices = changes_of(item, may_remove)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


def changes_of(item: PlanItem, may_remove: bool) -> list[tuple[str, str]]:
    """What this person may say of it now."""
    change, words = (
        ItemChange.Change,
        {
            ItemChange.Change.ACHIEVED: "It is achieved",
            ItemChange.Change.REMOVED: "Take it out of the plan",
            ItemChange.Change.PUT_BACK: "Put it back into the plan",
        },
    )
    possible = {
        Status.OPEN: [change.ACHIEVED, change.REMOVED],
        Status.ACHIEVED: [change.PUT_BACK, change.REMOVED],
        Status.REMOVED: [change.PUT_BACK],
    }[Status(item.status)]
    return [(one.value, words[one]) for one in possible if may_remove or one == change.ACHIEVED]


class ProgressForm(OnceFormMixin, UnsentTextMixin, Form):
    """Signed work that moved an outcome on."""

    source = forms.ChoiceField(label="Which session or visit?", widget=RadioSelect())
    what_moved = forms.CharField(
        label="What did it move?", help_text="One sentence.", max_length=300
    )

    def __init__(
        self, *args: Any, work: Sequence[DirectWorkSession | Visit], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.work = {str(row.pk): row for row in work}
        self.fields["source"].choices = [(key, _named(row)) for key, row in self.work.items()]
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))

    def clean_source(self) -> DirectWorkSession | Visit:
        return self.work[self.cleaned_data["source"]]


def _named(row: DirectWorkSession | Visit) -> str:
    what = row.title if isinstance(row, DirectWorkSession) else row.get_kind_display()
    return f"{row.happened_on:%-d %B %Y}: {what}, {row.author.name}"


class NearForm(OnceFormMixin, UnsentTextMixin, Form):
    """How near an outcome feels to one person on one day."""

    said_by = forms.ChoiceField(
        label="Who says so?", choices=ScaleReading.SaidBy, widget=RadioSelect()
    )
    value = ScaleField(label="How near are we?", help_text="0 is not begun, 10 is reached.")
    on = DateField(label="On which day?")

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": on} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


class ReturnForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """A plan, a review or a safety plan goes back to its author with what needs changing."""

    comment = forms.CharField(
        label="What needs changing?",
        help_text="Say what is good, what is missing, and what to do. It stays with the record.",
        widget=Textarea(rows=6),
    )

    def __init__(self, *args: Any, author: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("return", f"Return to {author}"))
