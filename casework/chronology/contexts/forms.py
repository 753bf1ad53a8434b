"""What is asked about contexts, exploitation and being missing."""

from datetime import date, datetime, time
from typing import Any

from crispy_forms.layout import Layout, Submit
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from casework.chronology.contexts.models import Context, ContextLink, Exploitation, MissingEpisode
from govuk.forms import DateField, Form, RadioSelect, Textarea, When
from govuk.layout import Beside, FormHelper, Section
from records.forms import OnceFormMixin, UnsentTextMixin, VersionedFormMixin

NO_NAMES = "Everybody who works with children reads this: no child’s name in it."


class LinkForm(OnceFormMixin, Form):
    """A context the child spends time in: one that is known already, or a new one."""

    which = forms.ChoiceField(
        label="Which place, group or online space?",
        choices=[("known", "One that is known already"), ("new", "A new one")],
        widget=RadioSelect(),
    )
    context = forms.ModelChoiceField(
        label="Known already",
        queryset=Context.objects.none(),
        required=False,
        empty_label="Choose",
    )
    kind = forms.ChoiceField(
        label="What is it?", choices=Context.Kind.choices, required=False, widget=RadioSelect()
    )
    name = forms.CharField(label="Name", max_length=120, required=False, help_text=NO_NAMES)
    about = forms.CharField(
        label="What is known of it",
        max_length=1000,
        required=False,
        widget=Textarea(rows=3),
        help_text=NO_NAMES,
    )
    bearing = forms.ChoiceField(
        label="What does it mean for the child’s safety?",
        choices=ContextLink.Bearing.choices,
        widget=RadioSelect(),
    )
    part = forms.CharField(
        label="The child’s part in it", max_length=300, required=False, widget=Textarea(rows=2)
    )
    starts_on = DateField(label="Since when?", when=When.TODAY_OR_PAST)
    why = forms.CharField(
        label="How do we know?", max_length=300, required=False, widget=Textarea(rows=2)
    )
    reveals = {"which": {"known": ["context"], "new": ["kind", "name", "about"]}}
    optional_when_revealed = {"about"}

    def __init__(self, *args: Any, contexts: QuerySet[Context], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["context"].queryset = contexts
        self.fields["context"].label_from_instance = _kind_and_name
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))

    def new(self) -> dict[str, Any]:
        """What a new context is made of; nothing where a known one was chosen."""
        given = self.cleaned_data
        if given["which"] == "known":
            return {}
        return {"kind": given["kind"], "name": given["name"].strip(), "about": given["about"]}


class ContextForm(OnceFormMixin, VersionedFormMixin, Form):
    """What is known of a context, for everybody who shares it."""

    name = forms.CharField(label="Name", max_length=120, help_text=NO_NAMES)
    about = forms.CharField(
        label="What is known of it",
        max_length=1000,
        required=False,
        widget=Textarea(rows=5),
        help_text=NO_NAMES,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("save", "Save"))


class EndLinkForm(OnceFormMixin, Form):
    on = DateField(label="Last day", when=When.TODAY_OR_PAST)
    why = forms.CharField(label="How do we know?", max_length=300, widget=Textarea(rows=2))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper(self)
        self.helper.add_input(Submit("end", "No longer"))


OF_EXPLOITATION = (
    "kind",
    "level",
    "starts_on",
    "context",
    "what",
    "source",
    "referred_on",
    "prepare",
    "prevent",
    "protect",
    "pursue",
)


class ExploitationForm(OnceFormMixin, UnsentTextMixin, Form):
    """A child is, or may be, exploited."""

    kind = forms.ChoiceField(
        label="What kind?", choices=Exploitation.Kind.choices, widget=RadioSelect()
    )
    level = forms.ChoiceField(
        label="How high is the risk?", choices=Exploitation.Level.choices, widget=RadioSelect()
    )
    starts_on = DateField(label="Since when is it known?", when=When.TODAY_OR_PAST)
    context = forms.ModelChoiceField(
        label="Where it happens",
        queryset=Context.objects.none(),
        required=False,
        empty_label="Not known, or nowhere recorded yet",
    )
    what = forms.CharField(label="What is known", max_length=1000, widget=Textarea(rows=5))
    source = forms.CharField(label="How do we know?", max_length=300)
    referred_on = DateField(
        label="Referred to the national referral mechanism on",
        when=When.TODAY_OR_PAST,
        required=False,
    )
    prepare = forms.CharField(
        label="Prepare: what is done so that people know the signs",
        max_length=500,
        required=False,
        widget=Textarea(rows=2),
    )
    prevent = forms.CharField(
        label="Prevent: what is done so that it does not begin or return",
        max_length=500,
        required=False,
        widget=Textarea(rows=2),
    )
    protect = forms.CharField(
        label="Protect: what keeps the child safe now",
        max_length=500,
        required=False,
        widget=Textarea(rows=2),
    )
    pursue = forms.CharField(
        label="Pursue: what is done about those who exploit",
        max_length=500,
        required=False,
        widget=Textarea(rows=2),
    )

    def __init__(self, *args: Any, contexts: QuerySet[Context], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["context"].queryset = contexts
        self.fields["context"].label_from_instance = _kind_and_name
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("What is known", *OF_EXPLOITATION[:7]),
            Section("What is done", *OF_EXPLOITATION[7:]),
            *self.last_parts(),
        )
        self.helper.add_input(Submit("save", "Save"))

    def last_parts(self) -> list[Any]:
        return []

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in OF_EXPLOITATION}


class ChangeExploitationForm(VersionedFormMixin, ExploitationForm):
    """The same, and whether it has ended."""

    ends_on = DateField(
        label="Last day",
        when=When.TODAY_OR_PAST,
        required=False,
        help_text="Leave it empty while it goes on.",
    )
    why = forms.CharField(label="Why has it ended?", max_length=300, required=False)

    def last_parts(self) -> list[Any]:
        return [Section("When it has ended", "ends_on", "why")]

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        return super().facts() | {"ends_on": given["ends_on"], "why": given["why"]}


# Moments are asked as a day and a time: (name, label of the day).
MOMENTS = (
    ("missing_from", "Missing since"),
    ("reported_at", "Reported to the police on"),
    ("found_at", "Back since"),
    ("held_at", "Talk held on"),
)


class MissingForm(OnceFormMixin, UnsentTextMixin, VersionedFormMixin, Form):
    """Missing from when to when, who was told, and the talk after the return."""

    from_where = forms.ChoiceField(
        label="Missing from where?", choices=MissingEpisode.From.choices, widget=RadioSelect()
    )
    what = forms.CharField(
        label="What is known",
        max_length=1000,
        widget=Textarea(rows=4),
        help_text="Who saw the child last, with whom they may be, and why they went.",
    )
    context = forms.ModelChoiceField(
        label="Where the child was",
        queryset=Context.objects.none(),
        required=False,
        empty_label="Not known, or nowhere recorded yet",
    )
    police_reference = forms.CharField(
        label="The police’s reference", max_length=60, required=False
    )
    interview = forms.ChoiceField(
        label="Was a talk after the return offered?",
        choices=MissingEpisode.Interview.choices,
        required=False,
        widget=RadioSelect(),
        help_text="Within 72 hours of the return, by somebody the child can trust.",
    )
    offered_on = DateField(label="Offered on", when=When.TODAY_OR_PAST, required=False)
    interviewer = forms.CharField(label="Who talks with the child?", max_length=120, required=False)
    learned = forms.CharField(
        label="What the child said",
        max_length=2000,
        required=False,
        widget=Textarea(rows=4),
        help_text="In the child’s own words.",
    )
    declined_why = forms.CharField(label="Why was it declined?", max_length=300, required=False)

    def __init__(self, *args: Any, contexts: QuerySet[Context], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["context"].queryset = contexts
        self.fields["context"].label_from_instance = _kind_and_name
        for name, label in MOMENTS:
            needed = name == "missing_from"
            self.fields[f"{name}_day"] = DateField(
                label=label, when=When.TODAY_OR_PAST, required=needed
            )
            self.fields[f"{name}_time"] = forms.TimeField(
                label="What time?", help_text="For example 13:15", required=needed
            )
        self.helper = FormHelper(self)
        self.helper.layout = Layout(
            Section("Missing", _moment("missing_from"), "from_where", "what", "context"),
            Section("The police", _moment("reported_at"), "police_reference"),
            Section("The return", _moment("found_at")),
            Section(
                "The talk after the return",
                "interview",
                "offered_on",
                "interviewer",
                _moment("held_at"),
                "learned",
                "declined_why",
            ),
        )
        self.helper.add_input(Submit("save", "Save"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for name, label in MOMENTS:
            day, at = given.get(f"{name}_day"), given.get(f"{name}_time")
            has_errors = {f"{name}_day", f"{name}_time"} & set(self.errors)
            if bool(day) != (at is not None) and not has_errors:
                missing = f"{name}_time" if day else f"{name}_day"
                self.add_error(missing, f"“{label}” needs both a day and a time")
        if not self.errors:
            since, back = self._at("missing_from"), self._at("found_at")
            if since and back and back < since:
                self.add_error("found_at_day", "The child is back before they went missing")
        return given

    def _at(self, name: str) -> datetime | None:
        return _at(self.cleaned_data[f"{name}_day"], self.cleaned_data[f"{name}_time"])

    def facts(self) -> dict[str, Any]:
        given = self.cleaned_data
        names = (
            "from_where",
            "what",
            "context",
            "police_reference",
            "interview",
            "offered_on",
            "interviewer",
            "learned",
            "declined_why",
        )
        moments = {name: _at(given[f"{name}_day"], given[f"{name}_time"]) for name, _ in MOMENTS}
        return {name: given[name] for name in names} | moments

    @staticmethod
    def initial_from(row: MissingEpisode) -> dict[str, Any]:
        """The form's answers for a row as it stands."""
        found = {name: getattr(row, name) for name in MissingForm.base_fields if hasattr(row, name)}
        found["context"] = row.context_id
        for name, _ in MOMENTS:
            at = getattr(row, name)
            local = timezone.localtime(at) if at else None
            found[f"{name}_day"] = local.date() if local else None
            found[f"{name}_time"] = f"{local:%H:%M}" if local else ""
        return found


def _moment(name: str) -> Beside:
    return Beside(f"{name}_day", f"{name}_time")


def _at(day: date | None, at: time | None) -> datetime | None:
    if day is None or at is None:
        return None
    return timezone.make_aware(datetime.combine(day, at))


def _kind_and_name(context: Context) -> str:
    return f"{context.name} ({context.get_kind_display().lower()})"
